package nexa.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import nexa.event.Event;
import nexa.event.Loss;
import nexa.event.ManualClock;
import nexa.event.Severity;
import nexa.event.Tally;
import org.junit.jupiter.api.Test;

class LogJoinerTest {

  private static final Instant TIME = Instant.parse("2026-11-22T10:40:32Z");

  private final ManualClock clock = new ManualClock();
  private final LogJoiner joiner = new LogJoiner("shop", "abc123", "journal", clock);
  private final List<Event> events = new ArrayList<>();

  @Test
  void mixedStreams_areJoinedEachForItself() {
    add("a", "c1", "java.lang.Error: one");
    add("b", "c2", "java.lang.Error: two");
    add("a", "c3", "\tat com.acme.One.run(One.java:1)");
    add("b", "c4", "\tat com.acme.Two.run(Two.java:2)");
    assertThat(joiner.openSince()).isEqualTo("c1");
    events.addAll(joiner.close());
    assertThat(joiner.openSince()).isNull();
    assertThat(events)
        .extracting(
            event -> event.message() + " " + Objects.requireNonNull(event.stackTrace()).frames())
        .containsExactlyInAnyOrder(
            "one [com.acme.One.run(One.java:1)]", "two [com.acme.Two.run(Two.java:2)]");
    Event event = events.getFirst();
    assertThat(event.service()).isEqualTo("shop");
    assertThat(event.release()).isEqualTo("abc123");
    assertThat(event.input()).isEqualTo("journal");
    assertThat(event.time()).isEqualTo(TIME);
  }

  @Test
  void severityOfTheSource_countsForLinesWithoutOne() {
    joiner.add(new LogJoiner.LogLine("a", "c1", "no cart", TIME, Severity.ERROR));
    events.addAll(joiner.add(new LogJoiner.LogLine("a", "c2", "fine", TIME, Severity.INFO)));
    events.addAll(joiner.add(new LogJoiner.LogLine("a", "c3", "[INFO] x", TIME, Severity.ERROR)));
    events.addAll(joiner.close());
    assertThat(events).extracting(Event::message).containsExactly("no cart");
  }

  @Test
  void silence_endsARecord() {
    joiner.closeSilent();
    add("a", "c1", "ERROR: no cart");
    for (int i = 0; i < 2; i++) {
      assertThat(joiner.closeSilent()).isEmpty();
      clock.move(Duration.ofMillis(250));
      events.addAll(joiner.closeSilent());
    }
    assertThat(events).extracting(Event::message).containsExactly("no cart");
    assertThat(joiner.openSince()).isNull();
  }

  @Test
  void busyStream_doesNotKeepASilentOneOpen() {
    add("a", "c0", "ERROR: no cart");
    for (int i = 1; i < 8; i++) {
      add("b", "c" + i, "java.lang.Error: open");
      clock.move(Duration.ofMillis(125));
      events.addAll(joiner.closeSilent());
    }
    assertThat(events).extracting(Event::message).contains("no cart");
  }

  @Test
  void lineReadAgain_givesTheSameId() {
    add("a", "c1", "hello");
    add("a", "c2", "ERROR: no cart");
    events.addAll(joiner.close());
    LogJoiner other = new LogJoiner("shop", null, "journal", clock);
    other.add(new LogJoiner.LogLine("a", "c2", "ERROR: no cart", null, null));
    assertThat(other.close()).extracting(Event::id).isEqualTo(List.of(events.getFirst().id()));
  }

  @Test
  void endlessRecord_isEndedAndLongLineCut() {
    add("a", "c", "2026-11-22 10:40:32 ERROR " + "x".repeat(100_000));
    for (int i = 0; i < 10_000; i++) {
      add("a", "c" + i, "and on");
    }
    assertThat(events).hasSize(1);
    assertThat(joiner.openSince()).isNull();
    Tally tally = joiner.tally();
    assertThat(tally.losses())
        .extracting(Loss::reason, Loss::count)
        .containsExactly(tuple("line too long", 1L), tuple("message too long", 1L));
    assertThat(tally.losses().getFirst().sample()).startsWith("2026-11-22 10:40:32 ERROR xx");
    assertThat(tally.layouts()).containsEntry("plain", 1L).containsEntry("continuation", 10_000L);
    assertThat(joiner.tally()).isEqualTo(Tally.NOTHING);
  }

  private void add(String stream, String position, String text) {
    events.addAll(joiner.add(new LogJoiner.LogLine(stream, position, text, TIME, null)));
  }
}
