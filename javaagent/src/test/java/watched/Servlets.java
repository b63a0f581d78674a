package watched;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Calls a servlet as a container does: once it throws, once it answers 502, once all is well. */
public final class Servlets {

  private Servlets() {}

  public static void main(String[] arguments) throws Exception {
    ShopServlet servlet = new ShopServlet();
    try {
      servlet.service(request("/thrown"), response(200));
    } catch (NullPointerException e) {
      System.out.println("thrown on to the container");
    }
    servlet.service(request("/answered"), response(502));
    servlet.service(request("/well"), response(200));
  }

  private static HttpServletRequest request(String path) {
    return fake(
        HttpServletRequest.class,
        Map.of("getMethod", "GET", "getRequestURI", path, "getQueryString", "x=1"));
  }

  private static HttpServletResponse response(int status) {
    return fake(HttpServletResponse.class, Map.of("getStatus", status));
  }

  private static <T> T fake(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answers.get(method.getName())));
  }

  /** Fails when asked to. */
  private static final class ShopServlet extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      if (request.getRequestURI().equals("/thrown")) {
        Shop.order(Shop.broken(), 1, 1);
      }
    }
  }
}
