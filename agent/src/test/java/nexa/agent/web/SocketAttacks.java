package nexa.agent.web;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Attacks on the WebSockets of the rooms: by another site in the browser of somebody who has the page open,
 * by strangers, and by those who may only read. A browser asks no other site's leave to open a socket.
 */
final class SocketAttacks {

  private static final int UPGRADED = 101;
  private static final String ROOM = "/api/v1/sync/issue:SHOP-1";
  private static final List<String> UPGRADE =
      List.of(
          "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

  private final Castle castle;
  private final List<Attack> attacks = new ArrayList<>();

  private SocketAttacks(Castle castle) {
    this.castle = castle;
  }

  static List<Attack> all(Castle castle) {
    SocketAttacks sockets = new SocketAttacks(castle);
    sockets.ofOtherSites();
    sockets.ofStrangers();
    sockets.ofReaders();
    sockets.ofOtherShapes();
    return sockets.attacks;
  }

  private RawRequest bare() {
    return RawRequest.get(ROOM).host(castle.host()).with(UPGRADE);
  }

  /** As the page opens it. */
  private RawRequest own() {
    return bare().with(castle.cookie).with("Origin: " + castle.origin());
  }

  private void add(String name, int refusal, RawRequest request) {
    attacks.add(new Attack("a socket: " + name, request, refusal, own(), UPGRADED));
  }

  private void addByToken(String name, int refusal, RawRequest request) {
    attacks.add(
        new Attack("a socket: " + name, request, refusal, bare().bearer(castle.decider), UPGRADED));
  }

  private void ofOtherSites() {
    int port = castle.server.web.port();
    add("no origin", 403, bare().with(castle.cookie));
    Stream.of(
        "http://evil.example", "null", "", "http://127.0.0.1", "http://127.0.0.1:" + (port + 1),
        "https://127.0.0.1:" + port, "ws://127.0.0.1:" + port, "http://localhost:" + port,
        "http://127.0.0.1:" + port + ".evil.example", "http://evil.example@127.0.0.1:" + port,
        "http://127.0.0.1:" + port + "/", "chrome-extension://abcdefgh")
        .forEach(
            origin -> add("origin " + origin, 403,
                bare().with(castle.cookie).with("Origin: " + origin)));
    add("two origins", 400, own().with("Origin: http://evil.example"));
    Stream.of("cross-site", "same-site", "SAME-ORIGIN")
        .forEach(from -> add("sent from " + from, 403, own().with("Sec-Fetch-Site: " + from)));
    addByToken("another site with a token", 403,
        bare().bearer(castle.decider).with("Origin: http://evil.example"));
    Stream.of("evil.example", "127.0.0.1.evil.example:" + port, "evil.example:" + port)
        .forEach(
            host -> add("rebound to " + host, 421,
                bare().host(host).with(castle.cookie).with("Origin: http://" + host)));
  }

  private void ofStrangers() {
    String tampered = castle.cookie.substring(0, castle.cookie.length() - 1) + "~";
    RawRequest page = bare().with("Origin: " + castle.origin());
    add("nothing shown", 401, page);
    add("a tampered cookie", 401, page.with(tampered));
    add("a cookie whose time is over", 401, page.with(castle.oldCookie));
    add("two cookies", 401, page.with(castle.cookie + "; nexa=x"));
    addByToken("an unknown token", 401, bare().bearer("nexa_" + "A".repeat(43)));
    addByToken("a revoked token", 401, bare().bearer(castle.revoked));
    addByToken("an expired token", 401, bare().bearer(castle.expired));
    addByToken("the agents' token", 401, bare().bearer(castle.agent));
    addByToken("a token in the address", 401,
        RawRequest.get(ROOM + "?token=" + castle.decider + "&access_token=" + castle.decider)
            .host(castle.host()).with(UPGRADE));
    addByToken("a token as subprotocol", 401,
        bare().with("Sec-WebSocket-Protocol: bearer, " + castle.decider));
    add("nothing shown at no room", 401,
        RawRequest.get("/api/v1/sync/nowhere").host(castle.host()).with(UPGRADE));
    add("nothing shown elsewhere", 401,
        RawRequest.get("/api/v1/events").host(castle.host()).with(UPGRADE));
  }

  /** A room is written to by whoever is in it. */
  private void ofReaders() {
    addByToken("a sender's token", 403, bare().bearer(castle.sender));
    addByToken("a reader's token", 403, bare().bearer(castle.reader));
    add("a reader's cookie", 403,
        bare().with(castle.cookieOfReader).with("Origin: " + castle.origin()));
    addByToken("a reader's token beside a good cookie", 403, own().bearer(castle.reader));
  }

  private void ofOtherShapes() {
    add("a GET that a header calls a POST", 405, own().with("X-HTTP-Method-Override: POST"));
    add("a CONNECT", 400,
        new RawRequest("CONNECT " + ROOM + " HTTP/1.1", own().headers(), ""));
    add("a method that is none", 405,
        new RawRequest("UPGRADE " + ROOM + " HTTP/1.1", own().headers(), ""));
    add("a POST of a stranger", 401,
        new RawRequest("POST " + ROOM + " HTTP/1.1", bare().headers(), ""));
  }
}
