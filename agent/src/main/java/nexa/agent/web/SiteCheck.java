package nexa.agent.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells requests of the daemon's own page from those that another site's page makes a browser send. */
final class SiteCheck {

  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
  private static final String OWN = "same-origin";
  private static final String NO_SITE = "none";

  private SiteCheck() {}

  /**
   * Looks at any request.
   *
   * @param host how it names this host
   * @throws Problem 403 when another site's page sent it
   */
  static void check(HttpServletRequest request, String host) {
    String origin = only(request, "Origin");
    if (origin != null && !origin.equals(request.getScheme() + "://" + host)) {
      throw foreign();
    }
    String from = only(request, "Sec-Fetch-Site");
    if (from != null && !from.equals(OWN) && !isRead(request)) {
      throw foreign();
    }
  }

  /**
   * Asks more of a request that shows a cookie, which a browser sends whoever made it send the request.
   *
   * @throws Problem 403 when no page of this daemon sent it, 415 when a form might have
   */
  static void checkOfPage(HttpServletRequest request) {
    if (isLedByAnotherSite(request)) {
      throw foreign();
    }
    boolean isUpgrade = isUpgrade(request);
    if (isRead(request) && !isUpgrade) {
      return;
    }
    if (request.getHeader("Origin") == null) {
      throw foreign();
    }
    String type = only(request, "Content-Type");
    if (!isUpgrade
        && (type == null || !type.split(";", -1)[0].strip().equals("application/json"))) {
      throw new Problem(
          415, "Unsupported media type", "The page sends its changes as JSON.",
          "Send Content-Type: application/json.");
    }
  }

  /** Whether a request wants to go on as a WebSocket; this header is what the framework looks at. */
  static boolean isUpgrade(HttpServletRequest request) {
    return request.getHeader("Sec-WebSocket-Version") != null;
  }

  /** Whether a page of another site led the browser here. */
  static boolean isLedByAnotherSite(HttpServletRequest request) {
    String from = only(request, "Sec-Fetch-Site");
    return from != null && !from.equals(OWN) && !from.equals(NO_SITE);
  }

  private static boolean isRead(HttpServletRequest request) {
    return READS.contains(request.getMethod());
  }

  private static Problem foreign() {
    return new Problem(
        403, "Forbidden", "A page of another site sent this request.",
        "Open the page by the link that nexa open prints.");
  }

  /**
   * A header that decides who may come in, null when it is not there.
   *
   * @throws Problem 400 when it is there twice, as two programs might each read another one
   */
  static @Nullable String only(HttpServletRequest request, String name) {
    List<String> values = Collections.list(request.getHeaders(name));
    if (values.size() > 1) {
      throw Problem.badRequest("The request has " + name + " twice.", "Send it once.");
    }
    return values.isEmpty() ? null : values.getFirst();
  }
}
