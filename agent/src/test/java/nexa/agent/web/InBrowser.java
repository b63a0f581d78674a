package nexa.agent.web;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import nexa.agent.store.Crashes;
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
