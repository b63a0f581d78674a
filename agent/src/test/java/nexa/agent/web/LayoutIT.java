package nexa.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nexa.agent.store.Crashes;
import nexa.agent.store.Json;
import nexa.agent.store.Scope;
import nexa.agent.store.SharedUpdates;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Thoughts that people move in the graph, in two browsers. */
@Timeout(240)
final class LayoutIT extends InBrowser {

  private static final String VIEW = "/thoughts/SHOP-1";
  private static final String ROOM = "issue:SHOP-1";
  private static final String GRAPH = "document.querySelector('.drawing')?.graph";
  private static final String SHARED = "or move it for everybody.";
  private static final String MOVED = "1 thought moved for everybody.";
  private static final double NEAR = 1.5; // whole numbers are kept

  private Thinking thinking;

  @TempDir
  private Path otherProfile;

  /** A place in the graph. */
  private record Place(double x, double y, double z) {
    static final Place NONE = new Place(Double.NaN, 0, 0);

    double from(Place other) {
      return Math.hypot(Math.hypot(x - other.x, y - other.y), z - other.z);
    }

    boolean isAt(Place other) {
      return from(other) < NEAR;
    }
  }

  @BeforeEach
  void think() {
    server.store(Crashes.event("e1", "logfile", NPE));
    thinking = new Thinking(server, "SHOP-1");
  }

  @Test
  void draggedThought_isThereForAllAfterReloadAndRestartUntilReset() {
    thinking.heal(4);
    try (Chromium second = new Chromium(otherProfile)) {
      enter(browser, "ann");
      enter(second, "bob");
      String id = step(browser, 2);
      String other = step(browser, 4);
      Place computed = place(second, id);
      Place stays = place(second, other);
      assertThat(place(browser, id).isAt(computed)).isTrue();

      drag(browser, id, 30, 120);

      Place moved = place(browser, id);
      assertThat(moved.from(computed)).isGreaterThan(10);
      awaitPlace(second, id, moved);
      assertThat(place(second, other)).isEqualTo(stays);
      assertThat(stored()).as("one message a drag").isEqualTo(1);
      assertThat(linkFrom(second, id).isAt(moved)).as("its line follows").isTrue();
      assertThat(address(browser)).as("a drag does not choose").isEmpty();
      browser.awaitText(MOVED);
      second.awaitText(MOVED);
      second.keep("layout-moved");
      assertThat(Accessibility.faults(second)).isEmpty();
      assertThat(browser.complaints()).isEmpty();
      assertThat(second.complaints()).isEmpty();

      browser.open(server.uri("/?again#" + VIEW));
      awaitPlace(browser, id, moved);
      int port = server.web.port();
      server.close();
      server = new RunningServer(home, port);
      browser.open(server.uri("/?restarted#" + VIEW));
      awaitPlace(browser, id, moved);
      browser.awaitText(MOVED);

      second.awaitText(MOVED);
      second.evaluate("document.querySelector('.moved button').focus()");
      second.press("Enter");
      awaitPlace(second, id, computed);
      awaitPlace(browser, id, computed);
      Await.until(() -> is(browser, "document.querySelector('.moved') === null"));
      Await.until(() -> is(second, "document.querySelector('.moved') === null"));
    }
  }

  @Test
  void movedOffline_converges() {
    thinking.heal(4);
    try (Chromium second = new Chromium(otherProfile)) {
      enter(browser, "ann");
      enter(second, "bob");
      String anns = step(browser, 1);
      String both = step(browser, 3);
      int port = server.web.port();
      server.close();

      drag(browser, anns, 0, 90);
      drag(browser, both, 20, -90);
      drag(second, both, -20, 110);
      browser.awaitText("2 thoughts moved; others see it when the daemon is back.");
      assertThat(place(browser, both).isAt(place(second, both))).isFalse();
      Place alone = place(browser, anns);
      server = new RunningServer(home, port);

      awaitPlace(second, anns, alone);
      Await.until(() -> place(browser, both).isAt(place(second, both)));
      browser.awaitText("2 thoughts moved for everybody.");
      second.awaitText("2 thoughts moved for everybody.");
    }
  }

  @Test
  void heldThought_isLeftInTheHandByTheStreamAndByOthers() {
    thinking.journal().step("locate", () -> "here");
    thinking.journal().step("recall", () -> "nothing");
    try (Chromium second = new Chromium(otherProfile)) {
      enter(browser, "ann");
      enter(second, "bob");
      String id = step(browser, 1);
      Place computed = place(browser, id);
      Place at = screen(browser, id);
      browser.grab(at.x(), at.y());
      browser.pull(at.x(), at.y(), at.x() + 40, at.y() + 100);
      Await.until(() -> place(browser, id).from(computed) > 5);
      Place held = place(browser, id);

      thinking.journal().step("triage", () -> "code");
      Await.until(() -> items(browser) == 3 && nodes(second) == 3);
      second.evaluate("document.querySelector('a.thought[data-id=\"" + id + "\"]').click()");
      Await.until(
          () -> is(second, "document.querySelector('a.thought[aria-current]') !== null"));
      second.pressShift("ArrowUp");
      second.pressShift("ArrowUp");
      browser.awaitText(MOVED);
      Place bobs = place(second, id);
      assertThat(bobs.from(computed)).isGreaterThan(5);
      assertThat(place(browser, id).isAt(held)).as("not torn away").isTrue();

      browser.letGo(at.x() + 40, at.y() + 100);
      awaitPlace(second, id, held);
      assertThat(place(browser, id).isAt(held)).isTrue();
      Await.until(() -> nodes(browser) == 3);

      screen(browser, id); // the camera is still
      String camera = camera(browser);
      thinking.journal().step("reproduce", () -> "red");
      Await.until(() -> nodes(browser) == 4);
      Await.until(() -> !camera(browser).equals(camera)); // it follows as before
      assertThat(place(browser, id).isAt(held)).isTrue();
      assertThat(browser.complaints()).isEmpty();
      assertThat(second.complaints()).isEmpty();
    }
  }

  @Test
  void shiftAndArrows_moveTheChosenThought() {
    thinking.heal(4);
    enter(browser, "ann");
    String id = step(browser, 1);
    Place computed = place(browser, id);
    browser.pressShift("ArrowUp");
    browser.press("j");
    browser.press("j");
    browser.press("Enter");
    Await.until(() -> is(browser, "document.activeElement.ariaCurrent === 'true'"));
    assertThat(address(browser)).isEqualTo(id);

    for (int i = 0; i < 5; i++) {
      browser.pressShift("ArrowUp");
    }
    browser.pressShift("ArrowRight");

    browser.awaitText(MOVED);
    Place moved = place(browser, id);
    assertThat(moved.from(computed)).isBetween(25.0, 37.0);
    assertThat(moved.y()).isGreaterThan(computed.y() + 20);
    assertThat(stored()).as("one message, not one a key").isLessThanOrEqualTo(2);
    assertThat(browser.evaluate("document.activeElement.dataset.id").asString()).isEqualTo(id);
    browser.keep("layout-chosen");
    browser.press("?");
    browser.awaitText("move the chosen thought in the graph");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void clickThatTrembles_choosesAndMovesNothing() {
    thinking.heal(4);
    enter(browser, "ann");
    String id = step(browser, 2);
    Place computed = place(browser, id);
    Place at = screen(browser, id);

    browser.grab(at.x(), at.y());
    browser.pull(at.x(), at.y(), at.x() + 2, at.y() + 1);
    browser.letGo(at.x() + 2, at.y() + 1);

    Await.until(() -> address(browser).equals(id));
    Await.until(() -> place(browser, id).equals(computed)); // drawn a frame later
    assertThat(stored()).isZero();
    assertThat(browser.complaints()).isEmpty();
  }

  /** What somebody wrote past the page. */
  @Test
  void placesOfWrongShape_areIgnoredAndOtherRunsGoWhenThereAreMany() {
    thinking.heal(4);
    enter(browser, "ann");
    String good = step(browser, 1);
    String dragged = step(browser, 2);
    Place computed = place(browser, dragged);
    String bad =
        Json.write(
            List.of(
                "far", 7, List.of(1, 2, 3), Map.of("x", 1, "y", 2),
                Map.of("x", "1", "y", 2, "z", 3), Map.of("x", 1e9, "y", 0, "z", 0)));
    String[] steps = {step(browser, 0), dragged, step(browser, 3), step(browser, 4),
      step(browser, 5), step(browser, 6)};
    Map<String, Place> before = new HashMap<>();
    for (String step : steps) {
      before.put(step, place(browser, step));
    }

    write(
        bad + ".forEach((at, i) => map.set(" + Json.write(steps) + "[i], at));"
            + "map.set(" + Json.write(steps[0]) + ", { x: NaN, y: 0, z: 0 });"
            + "for (let i = 0; i < 600; i++) map.set('old' + i, { x: 1, y: 2, z: 3 });"
            + "map.set('" + good + "', { x: 12.5, y: -60, z: 3, colour: 'red' });");

    awaitPlace(browser, good, new Place(12.5, -60, 3));
    before.forEach((step, place) -> assertThat(place(browser, step)).isEqualTo(place));
    browser.awaitText(MOVED);
    drag(browser, dragged, 10, 100);
    browser.awaitText("2 thoughts moved for everybody.");
    assertThat(place(browser, dragged).from(computed)).isGreaterThan(10);
    assertThat(write("")).as("the good one and the dragged one are left").isEqualTo(2);
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void whoMayOnlyRead_movesOnTheirScreenAlone() {
    thinking.heal(4);
    open(browser, "rea", Scope.READ, VIEW + "?graph=on");
    browser.awaitText("or move it.");
    Await.until(() -> nodes(browser) > 4);
    String id = step(browser, 2);
    Place computed = place(browser, id);

    drag(browser, id, 0, 100);

    browser.awaitText(
        "1 thought moved, on this screen only. This session may only read.");
    assertThat(place(browser, id).from(computed)).isGreaterThan(10);
    assertThat(stored()).isZero();
    browser.keep("layout-read-only");
    browser.dark();
    browser.width(360);
    assertThat(is(browser, "document.documentElement.scrollWidth < 361")).isTrue();
    assertThat(Accessibility.faults(browser)).isEmpty();
    browser.keep("layout-narrow-dark");
    browser.evaluate("document.querySelector('.moved button').click()");
    awaitPlace(browser, id, computed);
    assertThat(browser.complaints()).isEmpty();
  }

  private void enter(Chromium where, String name) {
    open(where, name, Scope.DECIDE, VIEW);
    Await.until(() -> nodes(where) > 0);
    where.awaitText(SHARED);
  }

  /** Writes into the layout as any client can, and gives how many places it then has. */
  private int write(String script) {
    return browser
        .evaluate(
            "(async () => { for (const { name } of performance.getEntriesByType('resource')) {"
                + " if (!name.includes('/chunk-') && !name.includes('/sync-')) continue;"
                + " const { enter } = await import(name); if (!enter) continue;"
                + " const room = enter('" + ROOM + "', 'eve');"
                + " await new Promise((done) => room.watch(() => { if (room.status().state === 'live') done(); }));"
                + " const map = room.map('layout'); map.doc.transact(() => {" + script + "});"
                + " const { size } = map; await new Promise((done) => setTimeout(done, 500)); room.end();"
                + " return size; } return -1; })()")
        .asInt();
  }

  /** How many updates the issue's room has. */
  private int stored() {
    return new SharedUpdates(server.store).of(ROOM).size();
  }

  private static boolean is(Chromium where, String condition) {
    return where.evaluate(condition).asBoolean();
  }

  private static int nodes(Chromium where) {
    return where.evaluate(GRAPH + "?.graphData().nodes.filter((each) => each.__threeObj).length")
        .asInt(0);
  }

  private static int items(Chromium where) {
    return where.evaluate("document.querySelectorAll('ol a.thought').length").asInt();
  }

  private static String camera(Chromium where) {
    return where.evaluate("JSON.stringify(" + GRAPH + ".camera().position)").asString();
  }

  private static String address(Chromium where) {
    return where
        .evaluate("new URLSearchParams(location.hash.split('?')[1]).get('thought') ?? ''")
        .asString();
  }

  /** The id of a step, counted from 0. */
  private static String step(Chromium where, int nth) {
    return where
        .evaluate(
            GRAPH + ".graphData().nodes.filter((each) => each.depth === 0)[" + nth + "].id")
        .asString();
  }

  /** Where a span is drawn, when it is drawn where the graph has it: an object made anew begins in the middle. */
  private static Place place(Chromium where, String id) {
    Place[] found = {Place.NONE};
    Await.until(() -> {
      found[0] =
          read(
              where,
              "((node) => { const at = node?.__threeObj?.position;"
                  + " return at && at.x === node.x && at.y === node.y && at.z === node.z ? at : null; })("
                  + node(id) + ")");
      return !found[0].equals(Place.NONE);
    });
    return found[0];
  }

  /** Where the line to the next step begins. */
  private static Place linkFrom(Chromium where, String id) {
    return read(
        where,
        GRAPH + ".graphData().links.find((each) => each.isStream && each.source.id === '" + id
            + "').__lineObj.position");
  }

  private static Place read(Chromium where, String expression) {
    JsonNode at =
        where.evaluate("((at) => at && { x: at.x, y: at.y, z: at.z })(" + expression + ")");
    return at.has("x")
        ? new Place(at.path("x").asDouble(), at.path("y").asDouble(), at.path("z").asDouble())
        : Place.NONE;
  }

  private static String node(String id) {
    return GRAPH + "?.graphData().nodes.find((each) => each.id === '" + id + "')";
  }

  private static void awaitPlace(Chromium where, String id, Place expected) {
    try {
      Await.until(() -> place(where, id).isAt(expected));
    } catch (AssertionError e) {
      assertThat(place(where, id)).isEqualTo(expected);
    }
  }

  /** Where a span is in the window, in pixels, once the camera is still. */
  private static Place screen(Chromium where, String id) {
    String[] last = {""};
    Await.until(() -> {
      String before = last[0];
      last[0] =
          where
              .evaluate(
                  "new Promise((done) => setTimeout(() => done(JSON.stringify(" + GRAPH
                      + ".camera().position)), 300))")
              .asString();
      return last[0].equals(before);
    });
    return read(
        where,
        "(() => { const box = document.querySelector('.drawing').getBoundingClientRect();"
            + " const at = " + node(id) + "; const on = " + GRAPH
            + ".graph2ScreenCoords(at.x, at.y, at.z);"
            + " return { x: box.x + on.x, y: box.y + on.y, z: 0 }; })()");
  }

  private static void drag(Chromium where, String id, double right, double down) {
    Place at = screen(where, id);
    where.grab(at.x(), at.y());
    where.pull(at.x(), at.y(), at.x() + right, at.y() + down);
    where.letGo(at.x() + right, at.y() + down);
  }
}
