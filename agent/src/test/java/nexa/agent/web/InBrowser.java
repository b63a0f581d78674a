package nexa.agent.web;

import static nexa.agent.web.RunningServer.json;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import nexa.agent.store.Crashes;
import nexa.agent.store.Scope;
import nexa.agent.store.Sessions;
import nexa.agent.store.Visitor;
import nexa.issue.TrustLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the page in a real browser; skipped where there is none. */
@Timeout(120)
abstract class InBrowser {

  static final String NPE = "java.lang.NullPointerException";

  @TempDir
  Path home;
  @TempDir
  Path profile;
  RunningServer server;
  Chromium browser;

  @BeforeEach
  void start() {
    assumeTrue(Files.isExecutable(Chromium.BINARY), "Chromium is not installed");
    server = new RunningServer(home);
    browser = new Chromium(profile);
  }

  @AfterEach
  void stop() {
    if (browser != null) {
      browser.close();
      server.close();
    }
  }

  /** Begins anew with a service whose fixes go into running JVMs. */
  void hotswap() {
    server.close();
    server = new RunningServer(home, TrustLevel.HOTSWAP);
  }

  /** Brings about the fix F-SHOP-1 of the issue SHOP-1, which waits for a decision. */
  void waitingFix() {
    server.store(Crashes.captured("e1", NPE));
    server.runs.begin("SHOP-1");
    server.awaitFix("F-SHOP-1", "waiting");
  }

  /** Begins anew where two persons have to approve each fix. */
  void ofTwo() {
    server.close();
    server = RunningServer.ofTwo(home);
  }

  /** Opens a view with a link that a token of a person's own makes. */
  void loginAs(String name, Chromium where, String view) {
    String token =
        json(server.post("/api/v1/tokens", Map.of("name", name, "scope", "decide")))
            .path("token").asString();
    String path =
        json(
            server.send(
                HttpRequest.newBuilder(server.uri("/api/v1/links"))
                    .header("Authorization", "Bearer " + token)
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build()))
            .path("path").asString();
    where.open(server.uri(path + "#" + view));
  }

  /** Opens a view with a link for a person, who may do this much. */
  void open(Chromium where, String name, Scope scope, String view) {
    String key =
        new Sessions(server.store, Instant::now).link(new Visitor(name, scope, null, null));
    where.open(URI.create(server.uri("/?key=" + key) + "#" + view));
  }

  void login(String view) {
    login(browser, view);
  }

  void login(Chromium where, String view) {
    where.open(URI.create(server.web.page() + "#" + view));
  }

  void click(String selector) {
    browser.evaluate("document.querySelector('" + selector + "').click()");
  }
}
