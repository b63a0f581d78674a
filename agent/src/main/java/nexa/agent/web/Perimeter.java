package nexa.agent.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What holds for every request before any route sees it. It must name this host, so that no foreign site
 * can reach the API by a name of its own, and must not come from another site's page; the answer tells
 * browsers to run, frame and guess nothing.
 */
final class Perimeter implements Filter {

  private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE");

  /** By it the framework takes a request for one of another method than its first line says. */
  private static final String METHOD_OVERRIDE = "X-HTTP-Method-Override";

  private static final String OWN = "same-origin";

  /** Text from outside can become neither script nor markup, even where the page had a bug. */
  private static final String CONTENT_SECURITY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
          + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; "
          + "require-trusted-types-for 'script'";

  /** What every answer says, those of the server itself too. */
  static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", CONTENT_SECURITY,
          "X-Content-Type-Options", "nosniff",
          "X-Frame-Options", "DENY",
          "Referrer-Policy", "no-referrer",
          "Cross-Origin-Opener-Policy", OWN,
          "Cross-Origin-Resource-Policy", OWN,
          "Permissions-Policy", "camera=(), geolocation=(), microphone=()",
          "Cache-Control", "no-cache");

  private final Door door;

  Perimeter(Door door) {
    this.door = door;
  }

  @Override
  public void doFilter(ServletRequest sent, ServletResponse answer, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest request = (HttpServletRequest) sent;
    HttpServletResponse response = (HttpServletResponse) answer;
    HEADERS.forEach(response::setHeader);
    try {
      check(request);
    } catch (Problem refusal) {
      refusal.answer(response);
      return;
    }
    chain.doFilter(request, response);
  }

  /** The framework asks no route before it goes on as a WebSocket: the door is asked here. */
  private void check(HttpServletRequest request) {
    String host = host(request);
    if (host == null || !isThisHost(host) || !isThisHost(request.getServerName())) {
      throw new Problem(
          421, "Misdirected request", "This daemon does not answer for the host in the request.",
          "Use http://127.0.0.1 and the daemon's port.");
    }
    checkMethod(request);
    SiteCheck.check(request, host);
    if (SiteCheck.isUpgrade(request)) {
      door.requireWriter(request);
    }
  }

  /** HTTP/2 says it in the {@code :authority} of the request. */
  private static @Nullable String host(HttpServletRequest request) {
    return request.getProtocol().equals("HTTP/2.0")
        ? request.getServerName() + ":" + request.getServerPort()
        : SiteCheck.only(request, "Host");
  }

  private static boolean isThisHost(String host) {
    int colon = host.lastIndexOf(':');
    return HOSTS.contains(colon > host.lastIndexOf(']') ? host.substring(0, colon) : host);
  }

  /** The framework would answer 200 to a HEAD of any route, and to the names it has for its own steps. */
  private static void checkMethod(HttpServletRequest request) {
    String method = request.getMethod();
    boolean isHeadOfData = method.equals("HEAD") && request.getRequestURI().startsWith("/api/");
    if (!METHODS.contains(method) || isHeadOfData || request.getHeader(METHOD_OVERRIDE) != null) {
      throw new Problem(
          405, "Wrong method", "This method is not taken here, nor one in place of another.",
          "GET /api/v1/openapi.json lists the methods.");
    }
  }
}
