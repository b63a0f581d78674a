package nexa.agent.web;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nexa.agent.config.Access;
import nexa.agent.config.InputsConfig;
import nexa.agent.store.AuditLog;
import nexa.agent.store.Crashes;
import nexa.agent.store.Scope;
import nexa.agent.store.Sessions;
import nexa.agent.store.SharedUpdates;
import nexa.agent.store.Tokens;
import nexa.agent.store.Visitor;
import nexa.collect.JsonPath;
import nexa.collect.WebhookMapping;
import org.jspecify.annotations.Nullable;

/** A running server that has something to lose, and every key to it, good and bad. */
final class Castle implements AutoCloseable {

  static final String INGEST_KEY = "0123456789abcdef0123456789abcdef";

  /** Words of the stored issue, which no refusal may hold. */
  static final List<String> DATA = List.of("com.example.shop", "boom", "F-SHOP-1 ", "Cart.java");

  final RunningServer server;
  final String owner;
  final String agent;
  final String reader;
  final String sender;
  final String decider;
  final String admin;
  final String revoked;
  final String expired;
  final String cookie;
  final String cookieOfReader;
  final String oldCookie;

  Castle(Path home) {
    this.server = new RunningServer(home, 0, List.of(), inputs(), null);
    server.store(
        Crashes.event("e1", "logfile", "java.lang.NullPointerException"),
        Crashes.captured("e2", "java.lang.NullPointerException"));
    server.runs.begin("SHOP-1");
    server.awaitFix("F-SHOP-1", "waiting");
    this.owner = server.key("token");
    this.agent = server.key("agent-token");
    this.reader = token("reader", Scope.READ, null);
    this.sender = token("sender", Scope.INGEST, null);
    this.decider = token("decider", Scope.DECIDE, null);
    this.admin = token("admin", Scope.ADMIN, null);
    this.revoked = token("gone", Scope.ADMIN, null);
    tokens().revoke("gone", "test");
    this.expired = token("late", Scope.ADMIN, Instant.now().minusSeconds(1));
    this.cookie = cookie(Visitor.owner("ann"));
    this.cookieOfReader = cookie(new Visitor("bob", Scope.READ, null, null));
    this.oldCookie = oldCookie();
  }

  private static InputsConfig inputs() {
    Access key =
        new Access(Access.Proof.KEY, "", null, List.of(new Access.Key(INGEST_KEY)));
    WebhookMapping mapping =
        new WebhookMapping(
            Map.of(WebhookMapping.Field.MESSAGE, JsonPath.of("title")), "shop", Set.of());
    return InputsConfig.OPEN
        .with("sentry", key)
        .with("otlp", key)
        .with("logs", key)
        .with("alertmanager", key)
        .with("grafana", key)
        .with(new InputsConfig.Webhook("tracker", mapping), key);
  }

  private Tokens tokens() {
    return new Tokens(server.store, Clock.systemUTC());
  }

  private String token(String name, Scope scope, @Nullable Instant until) {
    Tokens.Answer made = tokens().create(new Tokens.Wish(name, scope, null, until), "test");
    return ((Tokens.Answer.Made) made).secret();
  }

  /** The key of a link that works. */
  String link() {
    return new Sessions(server.store, Instant::now).link(Visitor.owner("ann"));
  }

  /** The key of a link whose time is over. */
  String oldLink() {
    Instant then = Instant.now().minus(Sessions.LINK_AGE).minusSeconds(1);
    return new Sessions(server.store, () -> then).link(Visitor.owner("ann"));
  }

  String cookie(Visitor visitor) {
    return cookie(new Sessions(server.store, Instant::now), visitor);
  }

  /** The cookie of a session whose time is over. */
  private String oldCookie() {
    Instant then = Instant.now().minus(Sessions.SESSION_AGE).minus(Duration.ofSeconds(1));
    return cookie(new Sessions(server.store, () -> then), Visitor.owner("ann"));
  }

  private static String cookie(Sessions sessions, Visitor visitor) {
    Sessions.Entry entry = sessions.enter(sessions.link(visitor), null);
    return "Cookie: nexa=" + ((Sessions.Entry.Opened) entry).id();
  }

  /** The origin of the server's own page. */
  String origin() {
    return "http://127.0.0.1:" + server.web.port();
  }

  /** How a browser that shows the page names the server. */
  String host() {
    return "127.0.0.1:" + server.web.port();
  }

  RawAnswer send(RawRequest request) {
    return RawAnswer.to(server.web.port(), request);
  }

  /** What an attack would have changed. */
  String state() {
    return server.fixes.find("F-SHOP-1").orElseThrow().status() + " "
        + server.events.issues().stream().map(issue -> issue.id() + issue.status() + issue.count())
            .sorted().toList()
        + " " + new AuditLog(Instant::now).state(server.store).head()
        + " " + new SharedUpdates(server.store).bytes()
        + " " + tokens().all() + " " + server.pause.holds() + " " + server.jvms.all().size();
  }

  @Override
  public void close() {
    server.close();
  }
}
