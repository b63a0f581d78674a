package nexa.agent.web;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may come in. A request must name this host, so that no foreign site can reach the API by
 * a name of its own; a change must not come from another site's page; the API wants the home's token or
 * the page's cookie, the agent channel the agents' token.
 */
final class Door {

  private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
  private static final String COOKIE = "nexa";
  private static final Duration COOKIE_AGE = Duration.ofDays(7);
  private static final String BEARER = "Bearer ";

  private static final String CONTENT_SECURITY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
          + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

  private final KeyFile adminToken;
  private final KeyFile agentToken;
  private final KeyFile pageKey;
  private final InstantSource clock;

  /** Reads the home's {@code token}, {@code agent-token} and {@code page-key}, or makes them. */
  Door(Path home, InstantSource clock) {
    SecureRandom random = new SecureRandom();
    this.adminToken = KeyFile.of(home.resolve("token"), random);
    this.agentToken = KeyFile.of(home.resolve("agent-token"), random);
    this.pageKey = KeyFile.of(home.resolve("page-key"), random);
    this.clock = clock;
  }

  /** What holds for every request. */
  void guard(Context context) {
    context
        .header("Content-Security-Policy", CONTENT_SECURITY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header("Cache-Control", "no-cache");
    String host = host(context);
    if (host == null || !HOSTS.contains(withoutPort(host))) {
      throw new Problem(
          421, "Misdirected request", "This daemon does not answer for the host in the request.",
          "Use http://127.0.0.1 and the daemon's port.");
    }
    String origin = context.header("Origin");
    if (origin != null && !isRead(context) && !isSameSite(origin, host)) {
      throw new Problem(
          403, "Forbidden", "A page of another site sent this request.",
          "Open the page by the link that nexa open prints.");
    }
  }

  /** HTTP/2 says it in the {@code :authority} of the request. */
  private static @Nullable String host(Context context) {
    HttpServletRequest request = context.req();
    return request.getProtocol().equals("HTTP/2.0")
        ? request.getServerName() + ":" + request.getServerPort()
        : context.header("Host");
  }

  private static boolean isRead(Context context) {
    return READS.contains(context.req().getMethod());
  }

  private static boolean isSameSite(String origin, String host) {
    try {
      return host.equals(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return false; // an Origin that is no URI is not ours
    }
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  /** Lets the page and the command line in. */
  void requireAdmin(Context context) {
    String token = bearer(context);
    if (token == null ? !hasSession(context) : !adminToken.matches(token)) {
      throw new Problem(
          401, "Not logged in", "This needs the page's cookie or the home's token.",
          "Open the link that nexa open prints, or send the content of <home>/token as bearer token.");
    }
  }

  /** Lets a javaagent in. */
  void requireAgent(Context context) {
    String token = bearer(context);
    if (token == null || !agentToken.matches(token)) {
      throw new Problem(
          401, "Wrong token", "The agent's token is not this daemon's.",
          "Start the service with token=<home>/agent-token in the agent's arguments.");
    }
  }

  /** Who sent an admitted request, for the record. */
  String actor(Context context) {
    String user = System.getProperty("user.name", "someone");
    return bearer(context) == null ? user + " (page)" : user;
  }

  /** Trades the one-time key of the link for a cookie; the key is spent. */
  synchronized boolean login(Context context, String key) {
    if (!pageKey.matches(key)) {
      return false;
    }
    pageKey.renew();
    long expires = clock.instant().plus(COOKIE_AGE).getEpochSecond();
    Cookie cookie =
        new Cookie(COOKIE, expires + "." + seal(expires), "/", (int) COOKIE_AGE.toSeconds());
    cookie.setHttpOnly(true);
    cookie.setSameSite(SameSite.STRICT);
    context.cookie(cookie);
    return true;
  }

  private boolean hasSession(Context context) {
    String cookie = context.cookie(COOKIE);
    int dot = cookie == null ? -1 : cookie.indexOf('.');
    if (cookie == null || dot < 0) {
      return false;
    }
    try {
      long expires = Long.parseLong(cookie.substring(0, dot));
      return clock.instant().getEpochSecond() < expires
          && MessageDigest.isEqual(
              seal(expires).getBytes(StandardCharsets.UTF_8),
              cookie.substring(dot + 1).getBytes(StandardCharsets.UTF_8));
    } catch (NumberFormatException e) {
      return false; // not a cookie of ours
    }
  }

  /** A cookie is its time of expiry under the token's seal: it outlives the daemon, not the token. */
  private String seal(long expires) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(adminToken.value().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of()
          .formatHex(mac.doFinal(("page " + expires).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("Every Java platform has HMAC-SHA-256", e);
    }
  }

  private static @Nullable String bearer(Context context) {
    String header = context.header("Authorization");
    return header != null && header.startsWith(BEARER) ? header.substring(BEARER.length()) : null;
  }
}
