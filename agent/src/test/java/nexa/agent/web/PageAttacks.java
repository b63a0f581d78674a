package nexa.agent.web;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Attacks by another site in the browser of somebody who has the page open, and on the page's sessions. */
final class PageAttacks {

  private static final String DECISION = "/api/v1/fixes/F-SHOP-1/decision";
  private static final String STATUS = "/api/v1/status";
  private static final String EVENTS = "/api/v1/events";
  private static final String JSON = "Content-Type: application/json";

  /** A decision that is let in, and then changes nothing as its digest is another one. */
  private static final String BODY = "{\"decision\":\"approve\",\"digest\":\"0\"}";

  private static final int DIGEST_CHANGED = 412;

  private final Castle castle;
  private final List<Attack> attacks = new ArrayList<>();

  private PageAttacks(Castle castle) {
    this.castle = castle;
  }

  static List<Attack> all(Castle castle) {
    PageAttacks page = new PageAttacks(castle);
    page.forgedOrigins();
    page.forgedForms();
    page.foreignReads();
    page.hijackedStreams();
    page.cookies();
    page.links();
    return page.attacks;
  }

  private RawRequest decision() {
    return RawRequest.of("POST", DECISION).host(castle.host()).with(castle.cookie);
  }

  private RawRequest ownDecision() {
    return decision().with("Origin: " + castle.origin()).with(JSON).body(BODY);
  }

  private void onDecision(String name, int refusal, RawRequest request) {
    attacks.add(new Attack(name, request, refusal, ownDecision(), DIGEST_CHANGED));
  }

  private void forgedOrigins() {
    int port = castle.server.web.port();
    onDecision("no origin", 403, decision().with(JSON).body(BODY));
    onDecision("no origin, a referrer of ours", 403,
        decision().with("Referer: " + castle.origin() + "/").with(JSON).body(BODY));
    Stream.of(
        "http://evil.example", "null", "", "file://", "http://127.0.0.1",
        "http://127.0.0.1:" + (port + 1), "https://127.0.0.1:" + port, "http://localhost:" + port,
        "http://[::1]:" + port, "http://127.0.0.1:" + port + ".evil.example",
        "http://evil.example@127.0.0.1:" + port, "http://127.0.0.1:" + port + "/",
        "HTTP://127.0.0.1:" + port, "http://127.0.0.1:" + port + " http://evil.example",
        "chrome-extension://abcdefgh", "http://127.0.0.1:0" + port, "//127.0.0.1:" + port)
        .forEach(
            origin -> onDecision("origin " + origin, 403,
                decision().with("Origin: " + origin).with(JSON).body(BODY)));
    onDecision("two origins", 400,
        decision().with("Origin: " + castle.origin()).with("Origin: http://evil.example").with(JSON)
            .body(BODY));
    Stream.of("cross-site", "same-site", "none", "SAME-ORIGIN", "same-origin, cross-site")
        .forEach(
            from -> onDecision("sent from " + from, 403,
                ownDecision().with("Sec-Fetch-Site: " + from)));
    onDecision("sent from two places", 400,
        ownDecision().with("Sec-Fetch-Site: same-origin").with("Sec-Fetch-Site: cross-site"));
    RawRequest byToken = RawRequest.of("POST", DECISION).bearer(castle.decider).with(JSON);
    attacks.add(
        new Attack("another site with a token",
            byToken.with("Origin: http://evil.example").body(BODY),
            403, byToken.body(BODY), DIGEST_CHANGED));
  }

  private void forgedForms() {
    RawRequest own = decision().with("Origin: " + castle.origin());
    onDecision("no content type", 415, own.body(BODY));
    Stream.of(
        "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
        "text/plain; application/json", "application/jsonx", "application/json-seq", "text/json",
        "application", "*/*")
        .forEach(
            type -> onDecision("content type " + type, 415,
                own.with("Content-Type: " + type).body(BODY)));
    onDecision("two content types", 400,
        own.with(JSON).with("Content-Type: text/plain").body(BODY));
    Stream.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")
        .forEach(
            header -> onDecision("a GET that " + header + " calls a POST", 405,
                RawRequest.get(DECISION).host(castle.host()).with(castle.cookie)
                    .with(header + ": POST").body(BODY)));
    onDecision("a GET whose query calls it a POST", 405,
        RawRequest.get(DECISION + "?_method=POST").with(castle.cookie).body(BODY));
  }

  private void foreignReads() {
    RawRequest own = RawRequest.get(STATUS).host(castle.host()).with(castle.cookie);
    Stream.of("Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Origin: null",
        "Origin: http://evil.example", "Origin: http://127.0.0.1:1")
        .forEach(header -> attacks.add(new Attack("a read with " + header, own.with(header), 403,
            own.with("Sec-Fetch-Site: same-origin"), 200)));
    RawRequest preflight =
        RawRequest.of("OPTIONS", DECISION).host(castle.host())
            .with("Access-Control-Request-Method: POST");
    attacks.add(
        new Attack("a preflight of another site", preflight.with("Origin: http://evil.example"),
            403,
            ownDecision(), DIGEST_CHANGED));
    RawRequest page = RawRequest.get("/?key=" + castle.link()).host(castle.host());
    attacks.add(
        new Attack("a link that another site leads to", page.with("Sec-Fetch-Site: cross-site"),
            403,
            page.with("Sec-Fetch-Site: none"), 303));
  }

  private void hijackedStreams() {
    RawRequest own = RawRequest.get(EVENTS).host(castle.host()).with(castle.cookie);
    stream("a feed read by another site", 403, own.with("Origin: http://evil.example"), own);
    stream("a feed read by another port", 403, own.with("Sec-Fetch-Site: same-site"), own);
    stream("a feed without a cookie", 401, own.without("Cookie"), own);
    stream("a feed with the cookie's name alone", 401, own.without("Cookie").with("Cookie: nexa="),
        own);
    stream("another protocol without a cookie", 401,
        own.without("Cookie").with("Connection: Upgrade, HTTP2-Settings").with("Upgrade: h2c")
            .with("HTTP2-Settings: AAMAAABkAAQAAP__"),
        own);
  }

  private void stream(String name, int refusal, RawRequest request, RawRequest own) {
    attacks.add(
        new Attack(name, request, refusal, own.with("Sec-Fetch-Site: same-origin"), 200));
  }

  private void cookies() {
    String id = castle.cookie.substring(castle.cookie.indexOf('=') + 1);
    onCookie("a cookie whose time is over", castle.oldCookie);
    onCookie("two cookies", castle.cookie + "; nexa=" + "A".repeat(43));
    onCookie("a second cookie before it", "Cookie: nexa=x; nexa=" + id);
    onCookie("the session in another case", "Cookie: nexa=" + swapped(id));
    onCookie("half a session", "Cookie: nexa=" + id.substring(0, 20));
    onCookie("a session and more", "Cookie: nexa=" + id + "A");
    onCookie("the name that TLS has", "Cookie: __Host-nexa=" + id);
    onCookie("another name", "Cookie: Nexa=" + id);
    onCookie("a path in the cookie", "Cookie: $Path=/; nexa.x=" + id);
    onCookie("the owner's token as cookie", "Cookie: nexa=" + castle.owner);
    onCookie("a person's token as cookie", "Cookie: nexa=" + castle.admin);
    onCookie("a cookie of an older Nexa", "Cookie: nexa=9999999999." + "0".repeat(64));
    onCookie("SQL in the cookie", "Cookie: nexa='OR'1'='1");
    onCookie("a cookie that is a list", "Cookie: nexa[]=" + id);
    attacks.add(
        new Attack("the session as token", RawRequest.get(STATUS).bearer(id), 401,
            RawRequest.get(STATUS).with(castle.cookie), 200));
    attacks.add(
        new Attack("the session in the query", RawRequest.get(STATUS + "?nexa=" + id), 401,
            RawRequest.get(STATUS).with(castle.cookie), 200));
  }

  private void onCookie(String name, String cookie) {
    attacks.add(
        new Attack(name, RawRequest.get(STATUS).with(cookie), 401,
            RawRequest.get(STATUS).with(castle.cookie), 200));
  }

  private static String swapped(String id) {
    char first = id.chars().mapToObj(c -> (char) c).filter(Character::isLetter).findFirst()
        .orElseThrow();
    char other =
        Character.isUpperCase(first) ? Character.toLowerCase(first) : Character.toUpperCase(first);
    return id.replace(first, other);
  }

  private void links() {
    String used = castle.link();
    castle.send(RawRequest.get("/?key=" + used));
    onLink("a used link", 410, "GET", "/?key=" + used);
    onLink("a link whose time is over", 410, "GET", "/?key=" + castle.oldLink());
    onLink("a guessed link", 403, "GET", "/?key=" + "A".repeat(43));
    onLink("an empty link", 403, "GET", "/?key=");
    onLink("the owner's token as link", 403, "GET", "/?key=" + castle.owner);
    onLink("SQL as link", 403, "GET", "/?key='%20OR%201=1--");
    onLink("a header in the link", 403, "GET", "/?key=x%0d%0aSet-Cookie:%20nexa=1");
    onLink("markup in the link", 403, "GET", "/?key=%3Cscript%3Ealert(1)%3C/script%3E");
    onLink("a link that is posted", 405, "POST", "/?key=" + castle.link());
    onLink("a link whose first key is wrong", 403, "GET", "/?key=x&key=" + castle.link());
  }

  private void onLink(String name, int refusal, String method, String path) {
    RawRequest good = RawRequest.get("/?key=" + castle.link());
    attacks.add(new Attack(name, RawRequest.of(method, path), refusal, good, 303));
  }
}
