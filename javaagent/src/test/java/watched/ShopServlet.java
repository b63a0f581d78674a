package watched;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.LoggerFactory;

/** A servlet that fails in the way the path says. */
public final class ShopServlet extends HttpServlet {

  private static final long serialVersionUID = 1;

  /** What a JIT throws again and again where a hot method fails. */
  private static final RuntimeException MADE_ONCE = new NullPointerException();

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    switch (request.getRequestURI()) {
      case "/thrown" -> Shop.broken().checkout(1);
      case "/logged" -> logAndWrap();
      case "/hot" -> {
        LoggerFactory.getLogger("shop.orders").error("order failed", MADE_ONCE);
        response.setStatus(500);
      }
      case "/answered" -> response.sendError(503);
      case "/missing" -> response.sendError(404);
      case "/async" -> answerLater(request.startAsync());
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

  private static void answerLater(AsyncContext async) {
    async.start(
        () -> {
          ((HttpServletResponse) async.getResponse()).setStatus(502);
          async.complete();
        });
  }

  /** Fails before the servlet is reached. */
  static final class FailingFilter implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      if (((HttpServletRequest) request).getRequestURI().equals("/filtered")) {
        Shop.order(Shop.broken(), 1, 1);
      }
      chain.doFilter(request, response);
    }
  }
}
