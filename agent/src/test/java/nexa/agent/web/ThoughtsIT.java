package nexa.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import nexa.agent.store.Crashes;
import nexa.repair.Thoughts.End;
import nexa.repair.Thoughts.Thought;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The Thought Stream in a real browser. */
final class ThoughtsIT extends InBrowser {

  private static final String VIEW = "/thoughts/SHOP-1";
  private static final int MANY = 200;
  private static final String CHOSEN = "rgb(11, 87, 208)";

  /** How many spans the graph's scene really holds. */
  private static final String NODES =
      "(() => { let n = 0; document.querySelector('.drawing')?.graph?.scene()"
          + ".traverse((each) => { if (each.__graphObjType === 'node') n++; }); return n; })()";

  @TempDir
  private Path otherProfile;

  @Test
  void graph_hasANodeForEachSpanAndBreaksNoPolicy() {
    Thinking thinking = thinking();
    thinking.heal(20);
    login(VIEW);

    Await.until(() -> nodes() == thinking.spans());
    assertThat(items()).isEqualTo(thinking.spans());
    browser.awaitText("1 plausible, 19 rejected");
    browser.awaitText("<img src=x onerror=alert(1)>");
    assertThat(browser.evaluate("document.querySelectorAll('main img, main b').length").asInt())
        .isZero();
    assertThat(isDrawn()).as("the picture is not empty").isTrue();
    assertThat(
        browser
            .evaluate("performance.getEntriesByType('resource')"
                + ".filter((each) => new URL(each.name).origin !== location.origin).length")
            .asInt())
        .isZero();
    browser.keep("thoughts");
    assertThat(browser.complaints()).isEmpty();
  }

  /** Time runs along one axis: what began later stands further. */
  @Test
  void graph_readsFromLeftToRight() {
    thinking().heal(20);
    login(VIEW);
    Await.until(() -> nodes() > 0);

    assertThat(
        browser
            .evaluate(
                "(() => { const all = document.querySelector('.drawing').graph.graphData().nodes;"
                    + " return all.every((node, i) => all.every((other, j) => i === j"
                    + " || !(node.thought.started < other.thought.started) || node.x < other.x)); })()")
            .asBoolean())
        .isTrue();
  }

  @Test
  void selection_goesBothWaysAndStandsInTheAddress() {
    Thinking thinking = thinking();
    thinking.heal(4);
    login(VIEW);
    Await.until(() -> nodes() == thinking.spans());

    click("a.thought[data-id]");
    String first = address("thought");
    assertThat(first).hasSize(16);
    Await.until(() -> chosen().equals(first));
    browser.awaitText("span " + first);

    Await.until(() -> choseAnother(first));
    String other = address("thought");
    assertThat(browser.evaluate("document.querySelector('a.thought[aria-current]').dataset.id")
        .asString()).isEqualTo(other);
    browser.keep("thoughts-chosen");
    browser.press("Escape");
    Await.until(() -> address("thought").isEmpty());
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void keysAlone_choose() {
    thinking().heal(4);
    login(VIEW);
    browser.awaitText("Find the crash in the source");

    browser.press("j");
    browser.press("j");
    Await.until(() -> browser.evaluate("document.activeElement?.dataset?.id ?? ''").asString()
        .length() == 16);
    String focused = browser.evaluate("document.activeElement.dataset.id").asString();
    browser.press("Enter");

    Await.until(() -> address("thought").equals(focused));
    assertThat(browser.complaints()).isEmpty();
  }

  /** While a run goes on. */
  @Test
  void newThoughts_appearInListAndGraph() {
    Thinking thinking = thinking();
    thinking.journal().step("locate", () -> "here");
    login(VIEW);
    Await.until(() -> nodes() == 1);
    Await.until(() -> browser.text().contains("live"));

    thinking.journal().step(
        "verify",
        () -> {
          Thought sandbox = thinking.thoughts().begin("sandbox", Map.of("what", "docker"));
          Instant begun = Instant.now();
          Await.until(() -> nodes() == 3 && items() == 3);
          assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(3));
          browser.awaitText("running");
          sandbox.end(End.FAILED, Map.of("reason", "no space left"));
          return "none";
        });

    browser.awaitText("no space left");
    Await.until(
        () -> browser.evaluate("document.querySelector('.thoughts [role=status]').textContent")
            .asString().contains("failed"));
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void twoHundredThoughts_stayUsable() {
    Thinking thinking = thinking();
    thinking.heal(MANY);
    assertThat(thinking.spans()).isGreaterThan(200);
    login(VIEW);
    Await.until(() -> nodes() == thinking.spans());

    Instant begun = Instant.now();
    click("li.level-2:last-child > a.thought");
    Await.until(() -> chosen().equals(address("thought")));

    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(5));
    browser.keep("thoughts-many");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void withoutWebGl_theListIsThere() {
    Thinking thinking = thinking();
    thinking.heal(4);
    try (Chromium plain = new Chromium(otherProfile, "--disable-3d-apis")) {
      login(plain, VIEW);

      plain.awaitText("shows no WebGL");
      plain.awaitText("Find the crash in the source");
      assertThat(plain.evaluate("document.querySelectorAll('a.thought').length").asInt())
          .isEqualTo(thinking.spans());
      assertThat(
          plain
              .evaluate("performance.getEntriesByType('resource')"
                  + ".some((each) => each.encodedBodySize > 150000)")
              .asBoolean())
          .as("the library is not loaded in vain")
          .isFalse();
      plain.keep("thoughts-no-webgl");
      assertThat(plain.complaints()).isEmpty();
    }
  }

  /** A browser that promises WebGL and then has none. */
  @Test
  void drawingThatCannotBegin_leavesTheList() {
    Thinking thinking = thinking();
    thinking.heal(4);
    browser.first(
        "let asked = 0; const get = HTMLCanvasElement.prototype.getContext;"
            + " HTMLCanvasElement.prototype.getContext = function (kind, ...more) {"
            + " return kind === 'webgl2' && asked++ > 0 ? null : get.call(this, kind, ...more); };");
    login(VIEW);

    browser.awaitText("could not be drawn here");
    assertThat(items()).isEqualTo(thinking.spans());
    click("a.thought");
    browser.awaitText("span " + address("thought"));
  }

  @Test
  void drawingTakenAway_leavesTheList() {
    thinking().heal(4);
    login(VIEW);
    Await.until(() -> nodes() > 0);

    browser.evaluate("document.querySelector('.drawing').graph.renderer().forceContextLoss()");

    browser.awaitText("could not be drawn here");
    assertThat(items()).isGreaterThan(4);
  }

  @Test
  void nothingHappening_stopsTheDrawing() {
    thinking().heal(4);
    login(VIEW);
    Await.until(() -> nodes() > 0);

    Await.until(
        () -> browser
            .evaluate(
                "new Promise((done) => { const { render } = document.querySelector('.drawing')"
                    + ".graph.renderer().info; const frame = render.frame;"
                    + " setTimeout(() => done(frame > 0 && render.frame === frame), 1000); })")
            .asBoolean());
  }

  @Test
  void reducedMotion_doesNotFly() {
    thinking().heal(4);
    browser.still();
    login(VIEW);
    Await.until(() -> nodes() > 0);

    click("li.level-0:last-child > a.thought");
    Await.until(() -> !address("thought").isEmpty());
    Await.until(() -> chosen().equals(address("thought")));
    String once = camera();
    Await.until(() -> camera().equals(once));

    assertThat(
        browser
            .evaluate("(() => { const graph = document.querySelector('.drawing').graph;"
                + " const node = graph.graphData().nodes.find((each) => each.id === new URLSearchParams("
                + "location.hash.split('?')[1]).get('thought'));"
                + " return Math.abs(graph.camera().position.x - node.x - 45) < 1; })()")
            .asBoolean())
        .as("it is there at once")
        .isTrue();
    assertThat(
        browser
            .evaluate(
                "document.getAnimations().filter((each) => each.playState === 'running').length")
            .asInt())
        .isZero();
  }

  @Test
  void narrowWindow_showsTheListFirstAndTheGraphWhenAsked() {
    thinking().heal(4);
    browser.width(360);
    login(VIEW);
    browser.awaitText("Show the graph");

    assertThat(nodes()).isZero();
    assertThat(sideways()).isZero();
    browser.keep("narrow-thoughts");
    click("a.switch-graph");
    Await.until(() -> nodes() > 0);
    assertThat(address("graph")).isEqualTo("on");
    assertThat(sideways()).isZero();
    browser.keep("narrow-thoughts-graph");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void lightAndDark_areReadable() {
    Thinking thinking = thinking();
    thinking.heal(12);
    login(VIEW);
    Await.until(() -> nodes() == thinking.spans());
    assertThat(Accessibility.faults(browser)).as("light").isEmpty();
    browser.dark();
    Await.until(() -> browser.evaluate("getComputedStyle(document.body).backgroundColor")
        .asString().equals("rgb(14, 19, 18)"));
    browser.keep("dark-thoughts");
    assertThat(Accessibility.faults(browser)).as("dark").isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void noRun_teaches() {
    server.store(Crashes.event("e1", "logfile", NPE));
    login(VIEW);

    browser.awaitText("No thought yet");
    assertThat(Accessibility.faults(browser)).isEmpty();
    browser.keep("thoughts-none");
    browser.open(server.uri("/?again#/thoughts/SHOP-1?run=nobodys"));
    browser.awaitText("There is no run nobodys");
  }

  /** The library comes once, compressed, and only for this view. */
  @Test
  void library_isAChunkOfItsOwn() {
    thinking().heal(4);
    login("/issues");
    browser.awaitText("SHOP-1");
    assertThat(largest()).isLessThan(60_000);

    browser.open(server.uri("/#" + VIEW));
    Await.until(() -> nodes() > 0);

    assertThat(largest()).isBetween(150_000, 260_000);
    JsonNode name =
        browser.evaluate("performance.getEntriesByType('resource')"
            + ".sort((a, b) => b.encodedBodySize - a.encodedBodySize)[0].name");
    assertThat(
        server.get(URI.create(name.asString()).getPath()).headers()
            .firstValue("Cache-Control"))
        .contains("public, max-age=31536000, immutable");
  }

  @Test
  void leaving_endsTheDrawing() {
    thinking().heal(4);
    login(VIEW);
    Await.until(() -> nodes() > 0);
    browser.evaluate("window.left = document.querySelector('.drawing').graph.renderer()");

    browser.open(server.uri("/#/issues"));
    browser.awaitText("SHOP-1");

    Await.until(() -> browser.evaluate("left.getContext().isContextLost()").asBoolean());
    assertThat(browser.evaluate("document.querySelector('canvas')").isNull()).isTrue();
    assertThat(browser.complaints()).isEmpty();
  }

  private Thinking thinking() {
    server.store(Crashes.event("e1", "logfile", NPE));
    return new Thinking(server, "SHOP-1");
  }

  private int nodes() {
    return browser.evaluate(NODES).asInt();
  }

  private int items() {
    return browser.evaluate("document.querySelectorAll('ol a.thought').length").asInt();
  }

  private int largest() {
    return browser
        .evaluate("Math.max(...performance.getEntriesByType('resource')"
            + ".filter((each) => !each.name.includes('/api/')).map((each) => each.encodedBodySize))")
        .asInt();
  }

  private int sideways() {
    return browser
        .evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        .asInt();
  }

  private String camera() {
    return browser
        .evaluate("JSON.stringify(document.querySelector('.drawing').graph.camera().position)")
        .asString();
  }

  private String address(String parameter) {
    return browser
        .evaluate("new URLSearchParams(location.hash.split('?')[1]).get('" + parameter + "') ?? ''")
        .asString();
  }

  /** The span that the graph draws in the colour of what is chosen. */
  private String chosen() {
    return browser
        .evaluate(
            "(() => { const graph = document.querySelector('.drawing')?.graph; return graph?.graphData().nodes"
                + ".find((node) => graph.nodeColor()(node) === '" + CHOSEN + "')?.id ?? ''; })()")
        .asString();
  }

  /**
   * Whether a step in the drawing other than this one is chosen; else clicks one that is in sight, when the
   * drawing has had time to turn.
   */
  private boolean choseAnother(String id) {
    String chosen = address("thought");
    if (!chosen.isEmpty() && !chosen.equals(id)) {
      return true;
    }
    JsonNode at =
        browser.evaluate("new Promise((done) => setTimeout(() => {"
            + " const box = document.querySelector('.drawing').getBoundingClientRect();"
            + " const graph = document.querySelector('.drawing').graph;"
            + " done(graph.graphData().nodes.filter((each) => each.depth === 0 && each.id !== '"
            + id
            + "').map((each) => graph.graph2ScreenCoords(each.x, each.y, each.z))"
            + ".filter((at) => at.x > 20 && at.y > 20 && at.x < box.width - 20 && at.y < box.height - 20)"
            + ".map((at) => ({ x: box.x + at.x, y: box.y + at.y }))[0] ?? {}); }, 1500))");
    if (at.has("x")) {
      browser.click(at.path("x").asDouble(), at.path("y").asDouble());
    }
    return false;
  }

  /** Whether the drawing has more than one colour. */
  private boolean isDrawn() {
    return browser
        .evaluate("(() => { const graph = document.querySelector('.drawing').graph;"
            + " graph.renderer().render(graph.scene(), graph.camera());"
            + " const gl = graph.renderer().getContext(); const w = gl.drawingBufferWidth, h = gl.drawingBufferHeight;"
            + " const pixels = new Uint8Array(4 * w * h); gl.readPixels(0, 0, w, h, gl.RGBA, gl.UNSIGNED_BYTE, pixels);"
            + " return new Set(new Uint32Array(pixels.buffer)).size > 20; })()")
        .asBoolean();
  }
}
