package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import nexa.collect.template.Template;
import nexa.collect.template.TemplateMiner;
import nexa.event.Batch;
import nexa.event.Event;
import nexa.event.Severity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates of stored events, over restarts that nobody announced. */
final class TemplatesTest {

  private static final String NPE = "java.lang.NullPointerException";

  /** Its event cannot be grouped, so its batch is not stored. */
  private static final String POISON = "poison";

  private static final Grouping POISONED =
      event -> {
        if (event.message().equals(POISON)) {
          throw new IllegalStateException("cannot be grouped");
        }
        return Crashes.BY_TYPE.group(event);
      };

  @TempDir
  private Path home;
  private Store store;
  private EventStore events;
  private int number;

  @BeforeEach
  void open() {
    store = Store.open(home, Clock.systemUTC());
    events = new EventStore(store, new Feed(store, Clock.systemUTC()), POISONED, issue -> {});
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Nothing is written at the end of a process, so to close the store is as good as a kill. */
  private void restart() {
    close();
    open();
  }

  @Test
  void messagesOfAnIssue_haveTheirTemplate() {
    accept("order 17 failed", "order 18 failed", "stock is low", "order 19 failed");

    assertThat(events.templates("SHOP-1"))
        .extracting(Template::text, Template::count)
        .containsExactly(
            tuple("order <*> failed", 3L),
            tuple("stock is low", 1L));
    assertThat(events.templatesByEvent("SHOP-1"))
        .hasSize(4)
        .containsEntry("e3", events.templates("SHOP-1").getLast());
  }

  @Test
  void eventSentAgain_isCountedOnceInItsTemplate() {
    Event event = event("order 17 failed");
    events.accept(new Batch("test", List.of(event, event), null));
    events.accept(new Batch("test", List.of(event), null));

    assertThat(events.templates("SHOP-1")).extracting(Template::count).containsExactly(1L);
  }

  @Test
  void eventWithoutMessage_hasTheTemplateOfItsException() {
    accept("");

    assertThat(events.templates("SHOP-1"))
        .extracting(Template::text)
        .containsExactly(new TemplateMiner().match("boom <script>alert(1)</script>").text());
  }

  @Test
  void eventWithoutTrace_hasATemplate() {
    events.accept(
        new Batch(
            "test",
            List.of(
                new Event(
                    "e1", "shop", Crashes.NOON, Severity.ERROR, "logfile", "disk 7 is full", null,
                    null, null, null)),
            null));

    assertThat(ids()).hasSize(1).doesNotContainNull();
  }

  @Test
  void templatesThatBecameOne_areShownAsOne() {
    for (String colour : List.of("red", "blue", "green", "black", "white")) {
      accept("close door " + colour);
    }
    restart();

    assertThat(events.templates("SHOP-1"))
        .extracting(Template::text, Template::count)
        .containsExactly(tuple("close door <*>", 5L));
  }

  @ParameterizedTest
  @ValueSource(ints = {250, 500, Templates.CHECKPOINT_EVERY, Templates.CHECKPOINT_EVERY + 1})
  void restarts_changeNoId(int everySoMany) {
    List<String> messages = messages(2_500);
    TemplateMiner unbroken = new TemplateMiner();
    List<Long> expected = new ArrayList<>();
    for (int from = 0; from < messages.size(); from += everySoMany) {
      List<String> batch = messages.subList(from, Math.min(from + everySoMany, messages.size()));
      batch.forEach(message -> expected.add(unbroken.match(message).id()));
      accept(batch.toArray(String[]::new));
      restart();
    }

    Map<Long, Long> stored = idsByNumber();
    stored.forEach((at, id) -> assertThat(id).isEqualTo(expected.get(at.intValue() - 1)));
    assertThat(stored).hasSizeGreaterThanOrEqualTo(EventRows.KEPT_MAX);
    assertThat(rows("template_messages")).isLessThanOrEqualTo(Templates.CHECKPOINT_EVERY);
  }

  /** By SIGKILL, wherever it just is. */
  @Test
  void killedProcesses_changeNoId() throws Exception {
    TemplateMiner unbroken = new TemplateMiner();
    List<Long> expected = new ArrayList<>();
    for (int kill = 0; kill < 3; kill++) {
      close();
      killWriter(expected.size());
      open();
      Map<Long, Long> stored = idsByNumber();
      long newest = stored.keySet().stream().mapToLong(Long::longValue).max().orElseThrow();
      for (int at = expected.size(); at <= newest; at++) {
        expected.add(unbroken.match(EndlessWriter.message(at)).id());
      }
      stored.forEach((at, id) -> assertThat(id).isEqualTo(expected.get(at.intValue())));
    }
    assertThat(events.templatesByEvent("SHOP-1").values())
        .hasSize(50)
        .allSatisfy(template -> assertThat(unbroken.template(template.id())).hasValue(template));
  }

  private void killWriter(int firstEvent) throws Exception {
    Process writer =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
            EndlessWriter.class.getName(), home.toString(), Integer.toString(firstEvent))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = writer.inputReader()) {
      assertThat(out.lines().filter(EndlessWriter.STORED::equals).limit(20)).hasSize(20);
    } finally {
      writer.destroyForcibly().waitFor();
    }
  }

  @Test
  void batchThatWasNotStored_leavesNoTrace() {
    accept("order 17 failed");
    assertThatThrownBy(() -> accept("order 18 failed", "stock is low", POISON))
        .hasMessageContaining("cannot be grouped");
    accept("stock is high");

    assertThat(events.templates("SHOP-1"))
        .extracting(Template::text, Template::count)
        .containsExactlyInAnyOrder(
            tuple("order <*> failed", 1L),
            tuple("stock is high", 1L));
    List<Template> before = events.templates("SHOP-1");
    restart();
    assertThat(events.templates("SHOP-1")).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0 a\0b", "\ud800 alone", "\udc00", "\u2028 \r\n\t'", "\"", "naïve 😀"})
  void oddMessage_keepsItsIdOverARestart(String message) {
    accept(message, "x".repeat(TemplateMiner.CHARS_MAX - 1) + "😀 and more", message);
    List<Template> before = events.templates("SHOP-1");
    restart();

    assertThat(events.templates("SHOP-1")).isEqualTo(before).hasSize(2);
    accept(message);
    assertThat(events.templates("SHOP-1")).extracting(Template::count).contains(3L);
  }

  @Test
  void stateNobodyCanRead_isBegunAnew() {
    accept("order 17 failed");
    store.jdbi().useHandle(
        handle -> handle.execute(
            "INSERT INTO template_state (number, line) VALUES (0, 'templates 99 1')"));
    restart();
    accept("order 18 failed", "order 19 failed");

    assertThat(events.templates("SHOP-1"))
        .extracting(Template::text, Template::count)
        .containsExactly(tuple("order <*> failed", 2L));
  }

  private void accept(String... messages) {
    List<Event> batch = new ArrayList<>();
    for (String message : messages) {
      batch.add(event(message));
    }
    events.accept(new Batch("test", batch, null));
  }

  /** A crash; all are one issue. */
  private Event event(String message) {
    number++;
    Event crash = Crashes.event("e" + number, "test", NPE);
    return new Event(
        crash.id(), crash.service(), crash.time().plusSeconds(number), crash.severity(),
        crash.input(), message, null, crash.stackTrace(), null, null);
  }

  /** Messages of some kinds whose words vary, so that templates become more general, and one. */
  private static List<String> messages(int count) {
    Random random = new Random(20261127);
    String[] words = {"red", "blue", "green", "black", "white", "grey", "pink", "brown"};
    String[] kinds = {"order %d of %s", "door %2$s closed", "%2$s: cannot reach 10.0.0.%1$d"};
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String word = words[random.nextInt(1 + i * (words.length - 1) / count)];
      messages.add(kinds[random.nextInt(kinds.length)].formatted(random.nextInt(250), word));
    }
    return messages;
  }

  private List<Long> ids() {
    return store.jdbi().withHandle(
        handle -> handle.createQuery("SELECT template FROM events").mapTo(Long.class).list());
  }

  /** The templates of the events that are kept, by the event's number. */
  private Map<Long, Long> idsByNumber() {
    Map<Long, Long> ids = new LinkedHashMap<>();
    store.jdbi().useHandle(
        handle -> handle
            .createQuery("SELECT CAST(substr(id, 2) AS INTEGER), template FROM events")
            .map((row, context) -> Map.entry(row.getLong(1), row.getLong(2)))
            .forEach(row -> ids.put(row.getKey(), row.getValue())));
    return ids;
  }

  private int rows(String table) {
    return store.jdbi().withHandle(
        handle -> handle.createQuery("SELECT count(*) FROM " + table).mapTo(int.class).one());
  }
}
