package nexa.heal.apply;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import nexa.event.OneLine;
import nexa.heal.source.GitTree;
import nexa.heal.source.Projects.UnreadableProject;
import nexa.repair.Change;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RemoteConfig;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * The git repository elsewhere to which a service's fixes are pushed, over HTTP or SSH or beside it on
 * this host. Nothing there is ever overwritten, and the time for it is bounded.
 */
public final class GitRemote {

  private static final int REASON_CHARS_MAX = 500;

  private final Path repository;
  private final Access access;

  /**
   * Where it is, and what opens it.
   *
   * @param remote the name of one of the repository's remotes, or an address
   * @param user of HTTP, with the password or token; null when it asks for none
   * @param sshKey a file with the private key; null for those of this user
   * @param sshPassphrase of that key, null when it has none
   * @param knownHosts a file with the keys of SSH servers; null for that of this user
   * @param timeout for all of one push
   */
  public record Access(
      String remote,
      @Nullable Login user,
      @Nullable Path sshKey,
      @Nullable String sshPassphrase,
      @Nullable Path knownHosts,
      Duration timeout) {

    /** Access to what lets anyone push, or knows this user. */
    public static Access open(String remote, Duration timeout) {
      return new Access(remote, null, null, null, null, timeout);
    }
  }

  /** A name and its secret. */
  public record Login(String name, String secret) {

    /** Without the secret. */
    @Override
    public String toString() {
      return name;
    }
  }

  /** What became of a push or a fetch. */
  public sealed interface Answer {

    /**
     * What was to be there is.
     *
     * @param remark what is not as it should be all the same, null when all is
     * @param moved whether the remote's deployed branch holds the fix now
     */
    record Done(@Nullable String remark, boolean moved) implements Answer {

      /** All that is to be said when no deployed branch was to be moved. */
      public Done(@Nullable String remark) {
        this(remark, false);
      }
    }

    /** The remote will not have it; {@code reason} says why, and what a person can do. */
    record Refused(String reason) implements Answer {}

    /** It may go better later. */
    record Later(String reason) implements Answer {}
  }

  /** The remote cannot be told from the configuration; the message says what to set. */
  public static final class UnknownRemote extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnknownRemote(String message) {
      super(message);
    }
  }

  public GitRemote(Path repository, Access access) {
    this.repository = repository;
    this.access = access;
  }

  /**
   * Its address, without user and secret.
   *
   * @throws UnknownRemote when there is none that may be used
   */
  public String address() {
    try (Repository local = new GitTree(repository).open()) {
      return shown(uri(local));
    } catch (IOException e) {
      throw new UnknownRemote("Cannot read the remotes of " + repository + ": " + e.getMessage());
    }
  }

  private static String shown(URIish uri) {
    URIish shown = new URIish().setScheme(uri.getScheme()).setHost(uri.getHost())
        .setPort(uri.getPort()).setPath(uri.getPath());
    return shown.toString();
  }

  private URIish uri(Repository local) {
    String remote = access.remote();
    try {
      boolean isAddress = remote.contains(":") || remote.contains("/");
      URIish uri = isAddress ? new URIish(remote) : named(local, remote);
      requireSafe(uri);
      return uri;
    } catch (URISyntaxException e) {
      throw new UnknownRemote("forge.remote is no address of git: " + e.getReason());
    }
  }

  private URIish named(Repository local, String name) throws URISyntaxException {
    RemoteConfig config = new RemoteConfig(local.getConfig(), name);
    List<URIish> uris = config.getPushURIs().isEmpty() ? config.getURIs() : config.getPushURIs();
    if (uris.isEmpty()) {
      throw new UnknownRemote(
          repository + " has no remote " + name + ": add it by git remote add " + name
              + " ADDRESS, or set forge.remote.");
    }
    return uris.getFirst();
  }

  /** No program is started for an address, and no secret sent that anyone on the way could read. */
  private void requireSafe(URIish uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean isKnown = switch (scheme) {
      case "https", "http", "ssh", "file", "" -> true;
      default -> false;
    };
    if (!isKnown) {
      throw new UnknownRemote(
          "Nexa pushes by https, http, ssh or to a folder, not by " + scheme
              + ": set forge.remote.");
    }
    if (scheme.equals("http") && access.user() != null && !isLoopback(uri)) {
      throw new UnknownRemote(
          "The token would be sent unencrypted to " + uri.getHost() + ": use https.");
    }
  }

  private static boolean isLoopback(URIish uri) {
    return uri.getHost() != null
        && List.of("127.0.0.1", "localhost", "[::1]", "::1").contains(uri.getHost());
  }

  /**
   * Pushes a fix's commit to its branch there, and the evidence. What is there already is left as it
   * is, so that the same may be pushed any number of times.
   */
  public Answer push(Change change) {
    return within(
        access.timeout(), (local, connection) -> new GitPush(local, connection, change).run());
  }

  /** What is done with an open connection. */
  @FunctionalInterface
  interface Exchange {
    Answer run(Repository local, GitConnection connection) throws IOException;
  }

  /** Exchanges something with the remote. */
  Answer within(Duration max, Exchange exchange) {
    FutureTask<Answer> task = new FutureTask<>(() -> now(exchange));
    Thread thread = Thread.ofPlatform().name("nexa-git").daemon().start(task);
    try {
      return task.get(max.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      return new Answer.Later("The remote took longer than " + max.toSeconds() + " s.");
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      return new Answer.Later("It was interrupted.");
    } catch (ExecutionException e) {
      throw new IllegalStateException("Cannot exchange with a remote", e.getCause());
    }
  }

  private Answer now(Exchange exchange) {
    try (Repository local = new GitTree(repository).open();
        GitConnection connection = new GitConnection(local, uri(local), access)) {
      return exchange.run(local, connection);
    } catch (UnknownRemote | UnreadableProject e) {
      return new Answer.Refused(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return failed(e);
    }
  }

  /** Tells what a person has to put right from what goes by. */
  private Answer failed(IOException failure) {
    String said = OneLine.of(String.valueOf(failure.getMessage()), REASON_CHARS_MAX);
    String all = (said + " " + rootCause(failure)).toLowerCase(Locale.ROOT);
    if (containsAny(all, "not authorized", "no more keys", "authentication is required",
        "auth fail", "auth cancel", "no more authentication", "not permitted")) {
      return new Answer.Refused(
          "The remote does not let Nexa in: " + said
              + ". Give it the right to: forge.tokenFile for https, forge.sshKeyFile for ssh.");
    }
    if (containsAny(all, "server key did not validate", "host key", "authenticity of host")) {
      return new Answer.Refused(
          "The key of the SSH server is not known: " + said
              + ". Add it to known_hosts, or to forge.knownHostsFile.");
    }
    if (containsAny(all, "not found", "redirect", "certif", "not a git repo")) {
      return new Answer.Refused(
          "There is no such repository: " + said
              + ". Correct forge.remote, or repository where that is an address.");
    }
    return new Answer.Later("The remote cannot be reached: " + said + ".");
  }

  private static boolean containsAny(String text, String... parts) {
    for (String part : parts) {
      if (text.contains(part)) {
        return true;
      }
    }
    return false;
  }

  private static String rootCause(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause.getCause() != null && depth < 20; depth++) {
      cause = cause.getCause();
    }
    return OneLine.of(String.valueOf(cause.getMessage()), REASON_CHARS_MAX);
  }
}
