package nexa.heal.apply;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jgit.http.server.GitServlet;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;

/** A git server over smart HTTP, with one bare repository that a test may make hard to reach. */
final class GitServer implements AutoCloseable {

  static final GitRemote.Login LOGIN = new GitRemote.Login("nexa", "s3cret-token");

  final Path bare;
  final List<String> authorizations = new CopyOnWriteArrayList<>();
  final List<String> pushes = new CopyOnWriteArrayList<>();
  volatile boolean asksForLogin;
  volatile int brokenWith;
  volatile long sleepMillis;
  volatile String redirectTo = "";

  /** Refs that begin so are refused by a hook; empty for none. */
  volatile String refused = "";

  private final Server server = new Server();
  private final ServerConnector connector = new ServerConnector(server);

  /** Serves a new bare clone. */
  GitServer(ShopRepository shop, Path folder) throws Exception {
    this.bare = folder.resolve("shop.git");
    shop.git("clone", "-q", "--bare", ".", bare.toString());
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.addServlet(new ServletHolder(servlet()), "/git/*");
    context.addFilter(
        new FilterHolder((Filter) this::guard), "/*", EnumSet.of(DispatcherType.REQUEST));
    server.setHandler(context);
    server.start();
  }

  private GitServlet servlet() {
    GitServlet git = new GitServlet();
    git.setRepositoryResolver((request, name) -> open());
    git.setReceivePackFactory(
        (request, repository) -> {
          ReceivePack receive = new ReceivePack(repository);
          receive.setPreReceiveHook(this::received);
          return receive;
        });
    return git;
  }

  private Repository open() {
    try {
      return new FileRepositoryBuilder().setGitDir(bare.toFile()).setMustExist(true).build();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void received(ReceivePack receive, Collection<ReceiveCommand> commands) {
    for (ReceiveCommand command : new ArrayList<>(commands)) {
      if (!refused.isEmpty() && command.getRefName().startsWith(refused)) {
        command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, "rule 7\n\u001b[31mno");
      } else if (command.getResult() == ReceiveCommand.Result.NOT_ATTEMPTED) {
        pushes.add(command.getRefName());
      }
    }
  }

  private void guard(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletResponse answer = (HttpServletResponse) response;
    HttpServletRequest asked = (HttpServletRequest) request;
    String shown = asked.getHeader("Authorization");
    authorizations.add(String.valueOf(shown));
    pause();
    if (brokenWith != 0) {
      answer.sendError(brokenWith);
    } else if (!redirectTo.isEmpty()) {
      answer.sendRedirect(redirectTo + asked.getRequestURI() + "?" + asked.getQueryString());
    } else if (asksForLogin && !expected().equals(shown)) {
      answer.setHeader("WWW-Authenticate", "Basic realm=\"git\"");
      answer.sendError(401);
    } else {
      chain.doFilter(request, response);
    }
  }

  private void pause() {
    try {
      Thread.sleep(sleepMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String expected() {
    String pair = LOGIN.name() + ":" + LOGIN.secret();
    return "Basic "
        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  String base() {
    return "http://127.0.0.1:" + connector.getLocalPort();
  }

  String url() {
    return base() + "/git/acme/shop.git";
  }

  String git(String... arguments) throws IOException {
    return ShopRepository.git(bare, arguments);
  }

  /** A developer's clone in a folder, which it gives back. */
  Path clonedTo(Path folder) throws IOException {
    git("clone", "-q", bare.toString(), folder.toString());
    ShopRepository.git(folder, "config", "user.name", "Dev");
    ShopRepository.git(folder, "config", "user.email", "dev@localhost");
    return folder;
  }

  @Override
  public void close() throws Exception {
    server.stop();
  }
}
