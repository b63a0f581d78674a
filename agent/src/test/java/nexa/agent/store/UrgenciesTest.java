package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import nexa.event.Batch;
import nexa.event.Event;
import nexa.event.EventContext;
import nexa.heal.classify.Urgency;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UrgenciesTest {

  private static final String NPE = "java.lang.NullPointerException";
  private static final String ARITHMETIC = "java.lang.ArithmeticException";
  private static final Instant NOW = Instant.parse("2026-11-25T12:30:00Z");

  @TempDir
  private Path home;
  private Store store;
  private EventStore events;
  private Urgencies urgencies;
  private int sent;

  @BeforeEach
  void open() {
    store = Store.open(home, Clock.systemUTC());
    Feed feed = new Feed(store, Clock.systemUTC());
    events = new EventStore(store, feed, Crashes.BY_TYPE, issue -> {});
    urgencies = new Urgencies(store, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void rareOldError_isOrdinary() {
    send(NPE, NOW.minus(Duration.ofDays(3)), "r1", null);
    send(NPE, NOW, "r1", null);

    assertThat(urgency()).isEqualTo(
        new Urgency(Urgency.Level.NORMAL, 1, List.of("requests or jobs fail")));
  }

  @Test
  void rate_isThatOfTheLastHourByTheInputThatSawMost() {
    send(NPE, NOW.minus(Duration.ofDays(3)), "r1", null);
    send(40, NPE, NOW.minus(Duration.ofMinutes(45)), "logfile"); // half of these are past
    send(60, NPE, NOW, "logfile");
    send(70, NPE, NOW, "otlp");

    assertThat(urgency().because())
        .contains("80 times in the last hour", "none in the hours before");
  }

  @Test
  void steadyRate_isNoRise() {
    send(NPE, NOW.minus(Duration.ofDays(3)), "r1", null);
    for (int hour = 1; hour <= 25; hour++) {
      send(20, NPE, NOW.minus(Duration.ofHours(hour)), "logfile");
    }
    send(20, NPE, NOW, "logfile");

    assertThat(urgency().because()).containsExactly("requests or jobs fail");
  }

  @Test
  void issueOfTheReleaseThatRuns_isMoreUrgent() {
    send(NPE, NOW.minus(Duration.ofDays(3)), "r1", null);
    send(ARITHMETIC, NOW, "r2", null);

    assertThat(urgency("SHOP-2").because()).contains("it came with the release that runs now");
    assertThat(urgency("SHOP-1").because())
        .doesNotContain("it came with the release that runs now");

    send(NPE, NOW.plusSeconds(60), "r1", null); // rolled back

    assertThat(urgency("SHOP-2").because()).contains("it was never seen before");
  }

  @Test
  void onlyReleaseThereIs_isNoNews() {
    send(NPE, NOW, "r1", null);

    assertThat(urgency().because()).contains("it was never seen before");
  }

  @Test
  void users_areCountedOnceEach() {
    for (int i = 0; i < 24; i++) {
      send(NPE, NOW.minus(Duration.ofDays(2)), "r1", "user" + i % 12);
    }

    assertThat(urgency().because()).contains("12 users are concerned");
  }

  private Urgency urgency() {
    return urgency("SHOP-1");
  }

  /** The same whether one is asked about or all. */
  private Urgency urgency(String id) {
    Urgency one = urgencies.of(events.issue(id).orElseThrow(), null);
    assertThat(urgencies.of(events.issues(), Map.of())).containsEntry(id, one);
    return one;
  }

  private void send(int times, String type, Instant time, String input) {
    for (int i = 0; i < times; i++) {
      send(type, time, "r1", null, input);
    }
  }

  private void send(String type, Instant time, String release, @Nullable String user) {
    send(type, time, release, user, "logfile");
  }

  private void send(
      String type, Instant time, String release, @Nullable String user, String input) {
    Event bare = Crashes.event("e" + sent++, input, type);
    events.accept(
        new Batch(
            input,
            List.of(
                new Event(
                    bare.id(), bare.service(), time, bare.severity(), input, "", release,
                    bare.stackTrace(), null, null,
                    new EventContext("logged", null, null, null, null, user))),
            null));
  }
}
