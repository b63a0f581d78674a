package nexa.agent.web;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Attacks by the form of a request: its host, its address, its method, its headers, its size. */
final class MessageAttacks {

  private static final String STATUS = "/api/v1/status";
  private static final String PAUSE = "/api/v1/pause";

  /** What a request that is hidden behind another one would do. */
  private final String hidden;

  private final Castle castle;
  private final List<Attack> attacks = new ArrayList<>();

  private MessageAttacks(Castle castle) {
    this.castle = castle;
    this.hidden =
        "POST " + PAUSE + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + castle.owner
            + "\r\nContent-Length: 0\r\n\r\n";
  }

  static List<Attack> all(Castle castle) {
    MessageAttacks messages = new MessageAttacks(castle);
    messages.hosts();
    messages.authorities();
    messages.paths();
    messages.methods();
    messages.credentials();
    messages.smuggled();
    messages.oversized();
    return messages.attacks;
  }

  private RawRequest own() {
    return RawRequest.get(STATUS).bearer(castle.owner);
  }

  private void onStatus(String name, int refusal, RawRequest request) {
    attacks.add(new Attack(name, request, refusal, own(), 200));
  }

  private void hosts() {
    String port = ":" + castle.server.web.port();
    Stream.of(
        "evil.example", "evil.example" + port, "127.0.0.1.evil.example" + port,
        "127.0.0.1.nip.io", "localhost.evil.example", "localtest.me", "localhost.",
        "0.0.0.0" + port,
        "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.2", "192.168.0.1" + port,
        "169.254.169.254", "[::]", "[::ffff:127.0.0.1]" + port, "host.docker.internal", "nexa")
        .forEach(host -> onStatus("host " + host, 421, own().host(host)));
    Stream.of("X-Forwarded-Host: 127.0.0.1", "Forwarded: host=127.0.0.1", "X-Host: 127.0.0.1",
        "X-Original-Host: 127.0.0.1")
        .forEach(
            header -> onStatus("evil.example with " + header, 421,
                own().host("evil.example").with(header)));
    Stream
        .of("127.0.0.1" + port + "@evil.example", "127.0.0.1, evil.example",
            "evil.example#127.0.0.1",
            "127.0.0.1/evil.example", "127.0.0.1:99999", "127.0.0.1:x", "[::1")
        .forEach(host -> onStatus("host " + host, 400, own().host(host)));
    onStatus("an empty host", 400, own().host(""));
    onStatus("two hosts", 400, own().with("Host: evil.example"));
    onStatus("no host", 400, own().without("Host"));
  }

  private void authorities() {
    String bearer = "Authorization: Bearer " + castle.owner;
    onStatus("HTTP/1.0 without a host", 421,
        RawRequest.line("GET " + STATUS + " HTTP/1.0").with(bearer));
    onStatus("HTTP/1.0 to another host", 421,
        RawRequest.line("GET " + STATUS + " HTTP/1.0").with(bearer).with("Host: evil.example"));
    onStatus("an address of another host", 400,
        RawRequest.line("GET http://evil.example" + STATUS + " HTTP/1.1").with(bearer)
            .with("Host: 127.0.0.1"));
    onStatus("an address of another host twice", 421,
        RawRequest.line("GET http://evil.example" + STATUS + " HTTP/1.1").with(bearer)
            .with("Host: evil.example"));
    onStatus("an address of ours for another host", 400,
        RawRequest.line("GET http://127.0.0.1" + STATUS + " HTTP/1.1").with(bearer)
            .with("Host: evil.example"));
    onStatus("a tunnel", 400, RawRequest.line("CONNECT evil.example:80 HTTP/1.1").with(bearer)
        .with("Host: 127.0.0.1"));
    onStatus("an older protocol", 505, RawRequest.line("GET " + STATUS));
    onStatus("a newer protocol", 505, RawRequest.line("GET " + STATUS + " HTTP/3.0").with(bearer));
    onStatus("HTTP/2 where none is spoken", 426, RawRequest.line("PRI * HTTP/2.0"));
  }

  private void paths() {
    RawRequest file = RawRequest.get("/page.js");
    Stream.of(
        "/etc/passwd", "/web/page.js", "/page.js.map", "/token", "/nexa.db", "/nexa.sock",
        "/.git/config", "/WEB-INF/web.xml", "/META-INF/MANIFEST.MF", "/db/migration/V1__nexa.sql",
        "/API/V1/STATUS", "/api/v1/nowhere", "/agent", "//evil.example/page.js2")
        .forEach(
            path -> attacks.add(new Attack("path " + path, RawRequest.get(path), 404, file, 200)));
    Stream.of(
        "/../../etc/passwd", "/page.js/../../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc/passwd", "/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/..%5c..%5cetc/passwd",
        "/page.js%00.css", "/page.js/..;/..;/token", "/%252e%252e/%252e%252e/token",
        "/%c0%ae%c0%ae/token", "/%u002e%u002e/token", "/page.js%2f..%2f..%2ftoken", "/%",
        "/\\..\\token",
        "/page%0d%0aX-Evil:%201")
        .forEach(
            path -> attacks.add(
                new Attack("path " + path, RawRequest.get(path), refusalOf(path), file, 200)));
    Stream.of("/api/v1/status/", "/api/v1/status?x=/page.js", "/api/v1/status#/page.js")
        .forEach(path -> onStatus("path " + path, 401, RawRequest.get(path)));
    Stream.of("/api/v1/%73tatus", "/api/v1/./status", "/api/v1/issues/../status",
        "/page.js/../api/v1/status")
        .forEach(path -> onStatus("path " + path, 404, RawRequest.get(path)));
    RawRequest diff = RawRequest.get("/api/v1/fixes/F-SHOP-1/diff").bearer(castle.reader);
    Stream.of("../../token", "..%2f..%2ftoken", "%2e%2e%2ftoken", "F-SHOP-1%00", "F-SHOP-1'--",
        "F-SHOP-%25", "F-SHOP-_", "%0d%0aX-Evil:1")
        .forEach(
            id -> attacks.add(
                new Attack("fix " + id,
                    RawRequest.get("/api/v1/fixes/" + id + "/diff").bearer(castle.reader),
                    id.contains("%00") ? 400 : 404, diff, 200)));
  }

  /** What no file could be called is no request at all; the rest is a name that no route has. */
  private static int refusalOf(String path) {
    boolean isName =
        Stream.of("%2f", "%5c", "%0d", "%252e").anyMatch(path::contains)
            && !path.contains("%2e%2e/");
    return isName ? 404 : 400;
  }

  private void methods() {
    Stream.of("PUT", "DELETE", "PATCH")
        .forEach(method -> onStatus(method + " of a read", 405,
            RawRequest.of(method, STATUS).bearer(castle.owner)));
    Stream.of("TRACE", "TRACK", "PROPFIND", "DEBUG", "FOO", "get", "GeT", "BEFORE", "AFTER")
        .forEach(method -> onStatus(method + " of a read", 405,
            RawRequest.of(method, STATUS).bearer(castle.owner)));
    onStatus("a POST to a read", 405, RawRequest.of("POST", STATUS).bearer(castle.owner).body(""));
    onStatus("HEAD by a stranger", 405, RawRequest.of("HEAD", STATUS));
    RawRequest pause = RawRequest.of("POST", "/api/v1/resume").bearer(castle.decider).body("");
    attacks
        .add(new Attack("a GET that pauses", RawRequest.get(PAUSE).bearer(castle.owner), 405, pause,
            200));
    attacks.add(new Attack("a HEAD that pauses", RawRequest.of("HEAD", PAUSE).bearer(castle.owner),
        405, pause, 200));
  }

  private void credentials() {
    RawRequest bare = RawRequest.get(STATUS);
    Stream.of(
        "Authorization: Bearer", "Authorization: Bearer ", "Authorization: " + castle.owner,
        "Authorization: Token " + castle.owner, "Authorization: Bearer" + castle.owner,
        "Authorization: Bearer " + castle.owner + "0",
        "Authorization: Bearer " + castle.owner.substring(1),
        "Authorization: Bearer x " + castle.owner, "Authorization: Bearer null",
        "Authorization: Bearer nexa_", "Authorization: Bearer ' OR '1'='1",
        "X-Api-Key: " + castle.owner, "Cookie: token=" + castle.owner,
        "X-Forwarded-For: 127.0.0.1", "X-Real-IP: 127.0.0.1", "X-Remote-User: root",
        "X-Forwarded-User: root", "X-Original-URL: /healthz", "X-Rewrite-URL: /healthz",
        "Proxy-Authorization: Bearer " + castle.owner)
        .forEach(header -> onStatus(header.replace(castle.owner, "TOKEN"), 401, bare.with(header)));
    Stream.of("token", "access_token", "key", "authorization")
        .forEach(name -> onStatus("the token in the query as " + name, 401,
            RawRequest.get(STATUS + "?" + name + "=" + castle.owner)));
    onStatus("two tokens", 400, own().bearer(castle.reader));
    onStatus("a wrong token beside the page's cookie", 401,
        bare.bearer("nexa_wrong").with(castle.cookie));
  }

  private void smuggled() {
    RawRequest post =
        RawRequest.of("POST", "/api/v1/issues/SHOP-1/reopen").bearer(castle.decider);
    RawRequest good = post.body("{}");
    onIssue("length and chunks", 400,
        post.with("Content-Length: 4").with("Transfer-Encoding: chunked")
            .bareBody("0\r\n\r\n" + hidden),
        good);
    onIssue("two lengths", 400,
        post.with("Content-Length: 0").with("Content-Length: " + hidden.length()).bareBody(hidden),
        good);
    onIssue("a list of lengths", 400,
        post.with("Content-Length: 0, " + hidden.length()).bareBody(hidden), good);
    Stream.of("-1", "+5", "0x10", "5 5", "99999999999999999999", "")
        .forEach(length -> onIssue("length '" + length + "'", 400,
            post.with("Content-Length: " + length).bareBody(hidden), good));
    Stream.of("xchunked", "chunked, identity", "identity, chunked, gzip", "chunked;x")
        .forEach(coding -> onIssue("encoding " + coding, 400,
            post.with("Transfer-Encoding: " + coding).bareBody("0\r\n\r\n" + hidden), good));
    onIssue("a blank before the colon", 400,
        post.with("Content-Length : 0").bareBody(hidden), good);
    onIssue("a header that goes on in the next line", 400,
        post.with("X-Folded: a\r\n b").body("{}"), good);
    onIssue("a header without a colon", 400, post.with("Evil").body("{}"), good);
    onIssue("a header without a name", 400, post.with(": evil").body("{}"), good);
    onIssue("a NUL in a header", 400, post.with("X-Evil: a\0b").body("{}"), good);
    onIssue("a lone return in a header", 400, post.with("X-Evil: a\rb: c").body("{}"), good);
    RawRequest decision =
        RawRequest.of("POST", "/api/v1/fixes/F-SHOP-1/decision").bearer(castle.decider);
    attacks.add(
        new Attack("a chunk of a negative size",
            decision.with("Transfer-Encoding: chunked").bareBody("-1\r\n\r\n" + hidden), 503,
            decision.body("{\"decision\":\"approve\",\"digest\":\"0\"}"), 412));
  }

  private void onIssue(String name, int refusal, RawRequest request, RawRequest good) {
    attacks.add(new Attack(name, request, refusal, good, Attack.LET_IN));
  }

  private void oversized() {
    onStatus("an endless address", 414, RawRequest.get("/" + "a".repeat(20_000)));
    onStatus("an endless query", 414, RawRequest.get(STATUS + "?x=" + "a".repeat(20_000)));
    onStatus("an endless header", 431, own().with("X-Long: " + "a".repeat(20_000)));
    onStatus("an endless cookie", 431, own().with("Cookie: nexa=" + "a".repeat(20_000)));
    onStatus("an endless token", 431, RawRequest.get(STATUS).bearer("a".repeat(20_000)));
    onStatus("an endless method", 431, RawRequest.of("A".repeat(20_000), STATUS));
    onStatus("thousands of headers", 431,
        own().with(IntStream.range(0, 3_000).mapToObj(i -> "X-" + i + ": a").toList()));
    RawRequest decision =
        RawRequest.of("POST", "/api/v1/fixes/F-SHOP-1/decision").bearer(castle.decider);
    attacks.add(
        new Attack("a body of five megabytes", decision.body(" ".repeat(5 << 20)), 413,
            decision.body("{\"decision\":\"approve\",\"digest\":\"0\"}"), 412));
    attacks.add(
        new Attack("a JSON of a thousand levels",
            decision.body("[".repeat(2_000) + "]".repeat(2_000)), 400,
            decision.body("{\"decision\":\"approve\",\"digest\":\"0\"}"), 412));
  }
}
