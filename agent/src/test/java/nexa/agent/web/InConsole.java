package nexa.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import nexa.agent.store.Json;
import nexa.agent.store.Scope;
import nexa.agent.store.Sessions;
import nexa.agent.store.Visitor;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the page's console, in two browsers where they are about both. */
abstract class InConsole extends InBrowser {

  static final String SHARED =
      "Whoever may decide sees what you run here, and what comes out.";
  private static final String LOG = "document.querySelector('.log')?.innerText ?? ''";
  static final String LINE = "document.querySelector('#command')";

  @TempDir
  Path otherProfile;

  void open(Chromium where, String name, Scope scope) {
    String key =
        new Sessions(server.store, Instant::now).link(new Visitor(name, scope, null, null));
    where.open(URI.create(server.uri("/?key=" + key) + "#/console"));
  }

  /** Opens the console, and waits until it is shared. */
  void enter(Chromium where, String name) {
    open(where, name, Scope.DECIDE);
    where.awaitText(SHARED);
  }

  static String log(Chromium where) {
    return where.evaluate(LOG).asString("");
  }

  static void awaitLog(Chromium where, String text) {
    try {
      Await.until(() -> log(where).contains(text));
    } catch (AssertionError e) {
      assertThat(log(where)).contains(text);
    }
  }

  static int entries(Chromium where) {
    return where.evaluate("document.querySelectorAll('.entry').length").asInt();
  }

  static void type(Chromium where, String text) {
    text.chars().forEach(key -> where.press(Character.toString(key)));
  }

  /** Runs a command, and gives its output. */
  static String run(Chromium where, String command) {
    where.evaluate(
        "(() => { window.ranBefore = document.querySelector('.entry:last-child'); const line = "
            + LINE + "; line.value = " + Json.write(command) + "; line.form.requestSubmit(); })()");
    Await.until(
        () -> where
            .evaluate(
                "document.querySelector('.entry:last-child') !== window.ranBefore"
                    + " && document.querySelector('.prompt').ariaBusy === 'false'")
            .asBoolean());
    return where.evaluate("document.querySelector('.entry:last-child .output').innerText")
        .asString();
  }
}
