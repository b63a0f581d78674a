package workload;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watched service: {@code /ok} answers a little JSON, {@code /fail} fails five frames deep,
 * logs that and answers 500, {@code /sum} answers what {@link Sums} says. Its threads are named for
 * it, so that their CPU time can be told from the JVM's.
 */
public final class Shop {

  /** What the names of the threads that serve requests begin with. */
  public static final String THREADS = "shop-";

  private static final int THREADS_MAX = 12;
  private static final Logger LOG = LoggerFactory.getLogger(Shop.class);

  private Shop() {}

  public static void main(String[] arguments) throws Exception {
    DiscardedLogs.install();
    QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX, THREADS_MAX);
    threads.setName(THREADS.substring(0, THREADS.length() - 1));
    Server server = new Server(threads);
    ServerConnector connector = new ServerConnector(server, 1, 1);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(new Ok()), "/ok");
    context.addServlet(new ServletHolder(new Fail()), "/fail");
    context.addServlet(new ServletHolder(new Sum()), "/sum");
    server.setHandler(context);
    server.start();
    System.out.println("port " + connector.getLocalPort());
    server.join();
  }

  private static void answer(HttpServletResponse response, int status, String json)
      throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("application/json");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** Always answers. */
  private static final class Ok extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      answer(response, 200, "{\"id\":7,\"name\":\"apple\",\"price\":120}");
    }
  }

  /** Always fails. */
  private static final class Fail extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      try {
        answer(response, 200, "{\"price\":" + new Orders("Ann").place("apple", 3) + "}");
      } catch (NullPointerException e) {
        LOG.error("order failed", e);
        answer(response, 500, "{\"error\":\"order failed\"}");
      }
    }
  }

  /** Answers with what a method computes that is changed while it runs. */
  private static final class Sum extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      answer(response, 200, "{\"sum\":" + Sums.of(20, 1) + "}");
    }
  }
}
