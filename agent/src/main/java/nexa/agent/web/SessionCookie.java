package nexa.agent.web;

import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The cookie that holds the secret of a session: no script reads it, and no other site's page sends it. */
final class SessionCookie {

  private static final String NAME = "nexa";

  /** Over TLS a browser keeps other hosts and paths from setting a cookie of such a name. */
  private static final String SECURE_NAME = "__Host-" + NAME;

  private SessionCookie() {}

  /** The cookie of a session. */
  static Cookie of(String id, Duration age, boolean secure) {
    return new Cookie(
        name(secure), id, "/", (int) age.toSeconds(), secure, true, null, SameSite.STRICT);
  }

  /** A cookie in whose place a browser keeps none. */
  static Cookie none(boolean secure) {
    return of("", Duration.ZERO, secure);
  }

  private static String name(boolean secure) {
    return secure ? SECURE_NAME : NAME;
  }

  /**
   * The session that a request shows, null for none. Another program on this host may have set a second
   * cookie of this name: then none is believed.
   */
  static @Nullable String read(HttpServletRequest request) {
    jakarta.servlet.http.Cookie[] cookies = request.getCookies();
    if (cookies == null) {
      return null;
    }
    String name = name(request.isSecure());
    List<String> ids =
        Stream.of(cookies)
            .filter(cookie -> cookie.getName().equals(name))
            .map(jakarta.servlet.http.Cookie::getValue)
            .toList();
    return ids.size() == 1 ? ids.getFirst() : null;
  }
}
