package watched;

import java.io.IOException;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.slf4j.LoggerFactory;

/** A servlet of the time before jakarta, on Jetty 9.4, whose classes fit no class path but its own. */
public final class Jetty9Shop {

  private Jetty9Shop() {}

  public static void main(String[] arguments) throws Exception {
    Class<?> handlerType = Class.forName("org.eclipse.jetty.servlet.ServletHandler");
    Object handler = handlerType.getConstructor().newInstance();
    handlerType
        .getMethod("addServletWithMapping", Class.class, String.class)
        .invoke(handler, OldServlet.class, "/*");
    Class<?> serverType = Class.forName("org.eclipse.jetty.server.Server");
    Object server =
        serverType
            .getConstructor(java.net.InetSocketAddress.class)
            .newInstance(new java.net.InetSocketAddress("127.0.0.1", 0));
    serverType
        .getMethod("setHandler", Class.forName("org.eclipse.jetty.server.Handler"))
        .invoke(server, handler);
    serverType.getMethod("start").invoke(server);
    Object uri = serverType.getMethod("getURI").invoke(server);
    System.out.println("port " + ((java.net.URI) uri).getPort());
    serverType.getMethod("join").invoke(server);
  }

  /** Fails in the way the path says. */
  public static final class OldServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      switch (request.getRequestURI()) {
        case "/thrown" -> Shop.broken().checkout(1);
        case "/logged" -> logAndWrap();
        case "/answered" -> response.sendError(503);
        case "/missing" -> response.sendError(404);
        default -> response.getWriter().print("well");
      }
    }

    private static void logAndWrap() throws ServletException {
      try {
        Shop.broken().checkout(2);
      } catch (Shop.ShopException e) {
        LoggerFactory.getLogger("shop.orders").error("order failed", e);
        throw new ServletException("wrapped", e);
      }
    }
  }
}
