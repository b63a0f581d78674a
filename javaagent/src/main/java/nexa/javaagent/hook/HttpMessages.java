package nexa.javaagent.hook;

import nexa.javaagent.ship.ErrorEvent.Http;
import org.jspecify.annotations.Nullable;

/** Reads the requests and responses of servlets, Tomcat, Jetty 12 and Undertow, by reflection. */
final class HttpMessages {

  private static final String SERVLET = ".servlet.http.HttpServletRequest";
  private static final String TOMCAT = "org.apache.coyote.Request";
  private static final String JETTY = "org.eclipse.jetty.server.Request";
  private static final String UNDERTOW = "io.undertow.server.HttpServerExchange";

  /** Where Tomcat's adapter keeps the servlet request of its own request. */
  private static final int TOMCAT_NOTE = 1;

  private static final String[] RESPONSES = {
    ".servlet.http.HttpServletResponse",
    "org.apache.coyote.Response",
    "org.eclipse.jetty.server.Response"
  };

  private static final String[] EXCEPTIONS = {
    "jakarta.servlet.error.exception", "javax.servlet.error.exception"
  };

  private HttpMessages() {}

  /** The status of a response, or 0 when it cannot be told. */
  static int status(@Nullable Object response) throws Exception {
    if (response == null) {
      return 0;
    }
    Object status = null;
    for (int i = 0; i < RESPONSES.length && status == null; i++) {
      status = InterfaceCalls.call(response, RESPONSES[i], "getStatus");
    }
    if (status == null) {
      status = InterfaceCalls.call(response, UNDERTOW, "getStatusCode");
    }
    return status instanceof Integer ? (Integer) status : 0;
  }

  /** Whether a request is still at work on another thread, which will end it. */
  static boolean isPending(@Nullable Object request, @Nullable Object response) throws Exception {
    if (request == null || response == null) {
      return false;
    }
    if (InterfaceCalls.is(request, TOMCAT)) {
      Class<?> type = request.getClass();
      Object servletRequest = type.getMethod("getNote", int.class).invoke(request, TOMCAT_NOTE);
      return servletRequest != null
          && Boolean.TRUE.equals(
              InterfaceCalls.call(
                  servletRequest, "org.apache.catalina.connector.Request", "isAsync"));
    }
    return InterfaceCalls.is(request, JETTY)
        && Boolean.FALSE.equals(
            InterfaceCalls.call(response, "org.eclipse.jetty.server.Response", "isCommitted"));
  }

  static Http http(Object request, int status) throws Exception {
    if (InterfaceCalls.is(request, SERVLET)) {
      return http(
          InterfaceCalls.text(request, SERVLET, "getMethod"),
          InterfaceCalls.text(request, SERVLET, "getRequestURI"),
          InterfaceCalls.text(request, SERVLET, "getQueryString"),
          status);
    }
    if (InterfaceCalls.is(request, TOMCAT)) {
      return http(
          InterfaceCalls.text(request, TOMCAT, "method"),
          InterfaceCalls.text(request, TOMCAT, "requestURI"),
          InterfaceCalls.text(request, TOMCAT, "queryString"),
          status);
    }
    if (InterfaceCalls.is(request, JETTY)) {
      Object uri = InterfaceCalls.call(request, JETTY, "getHttpURI");
      String path =
          uri == null
              ? null
              : InterfaceCalls.text(uri, "org.eclipse.jetty.http.HttpURI", "getPathQuery");
      return http(InterfaceCalls.text(request, JETTY, "getMethod"), path, null, status);
    }
    return http(
        InterfaceCalls.text(request, UNDERTOW, "getRequestMethod"),
        InterfaceCalls.text(request, UNDERTOW, "getRequestURI"),
        InterfaceCalls.text(request, UNDERTOW, "getQueryString"),
        status);
  }

  /** The exception a servlet request was forwarded to its error page for, or null. */
  static @Nullable Throwable thrown(Object request) throws Exception {
    String type = InterfaceCalls.is(request, SERVLET) ? SERVLET : JETTY;
    for (String name : EXCEPTIONS) {
      Object thrown = InterfaceCalls.call(request, type, "getAttribute", name);
      if (thrown instanceof Throwable) {
        return (Throwable) thrown;
      }
    }
    return null;
  }

  private static Http http(
      @Nullable String method, @Nullable String path, @Nullable String query, int status) {
    return new Http(
        String.valueOf(method),
        query == null || query.isEmpty() ? String.valueOf(path) : path + "?" + query,
        status);
  }
}
