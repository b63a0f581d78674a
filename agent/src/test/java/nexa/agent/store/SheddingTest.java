package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import nexa.event.Batch;
import nexa.event.Event;
import nexa.event.Severity;
import nexa.issue.Issue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SheddingTest {

  private static final String NPE = "java.lang.NullPointerException";
  private static final String ISE = "java.lang.IllegalStateException";

  @TempDir
  private Path home;
  private final List<String> changed = new ArrayList<>();
  private Store store;
  private EventStore events;
  private Shedding shedding;

  @BeforeEach
  void open() {
    store = Store.open(home, Clock.systemUTC());
    Feed feed = new Feed(store, Clock.systemUTC());
    events = new EventStore(store, feed, Crashes.BY_TYPE, issue -> changed.add(issue.id()));
    shedding = new Shedding(events, events);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void repeats_areCountedForTheirInputAndNotKept() {
    events.accept(batch(crash("e1", NPE)));

    List<Event> shed = shedding.accept(batch(crash("e2", NPE), crash("e3", NPE)));
    shedding.close();

    assertThat(shed).extracting(Event::id).containsExactly("e2", "e3");
    assertThat(issue().count()).isEqualTo(3);
    assertThat(issue().inputs()).containsExactly("sentry");
    assertThat(recent().ofIssue("SHOP-1")).extracting(Event::id).containsExactly("e1");
    assertThat(changed).contains("SHOP-1");
  }

  @Test
  void firstSights_areKeptAmongRepeats() {
    events.accept(batch(crash("e1", NPE)));

    shedding.accept(batch(crash("e2", NPE), crash("e3", ISE), crash("e4", NPE)));
    shedding.close();

    assertThat(events.issues()).extracting(Issue::exceptionType)
        .containsExactlyInAnyOrder(NPE, ISE);
    assertThat(recent().ofIssue("SHOP-2")).extracting(Event::id).containsExactly("e3");
    assertThat(issue().count()).isEqualTo(3);
  }

  @Test
  void capturedValuesAndErrorsWithoutATrace_areKept() {
    events.accept(batch(crash("e1", NPE)));
    Event untraced =
        new Event(
            "e3", "shop", Crashes.NOON, Severity.ERROR, "sentry", "no disk", null, null, null,
            null);

    List<Event> shed = shedding.accept(batch(Crashes.captured("e2", NPE), untraced));

    assertThat(shed).isEmpty();
    assertThat(recent().ofIssue("SHOP-1")).hasSize(2);
    assertThat(issue().snapshot()).isNotNull();
  }

  @Test
  void resolvedIssue_opensAgainByARepeat() {
    events.accept(batch(crash("e1", NPE)));
    events.setStatus("SHOP-1", Issue.Status.RESOLVED);

    shedding.accept(batch(crash("e2", NPE)));
    shedding.close();

    assertThat(issue().status()).isEqualTo(Issue.Status.OPEN);
  }

  @Test
  void fullDisk_keepsTheCountsForLater() {
    events.accept(batch(crash("e1", NPE)));
    pragma("max_page_count = " + pragma("page_count"));
    Event[] many = new Event[5_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = crash("new" + i, "a.New" + i);
    }

    assertThatThrownBy(() -> shedding.accept(batch(many)))
        .isInstanceOf(UncheckedIOException.class);
    pragma("max_page_count = 1000000");
    shedding.accept(batch(crash("e2", NPE)));
    shedding.close();

    assertThat(events.issues()).hasSize(1);
    assertThat(issue().count()).isEqualTo(2);
  }

  @Test
  void manyAtOnce_loseNoCount() throws InterruptedException {
    events.accept(batch(crash("e1", NPE)));
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String name = "s" + i + "-";
      senders.add(
          Thread.ofVirtual().start(
              () -> {
                for (int n = 0; n < 50; n++) {
                  shedding.accept(batch(crash(name + n, NPE)));
                }
              }));
    }
    for (Thread sender : senders) {
      sender.join();
    }
    shedding.close();

    assertThat(issue().count()).isEqualTo(401);
  }

  private int pragma(String pragma) {
    return store
        .jdbi()
        .withHandle(handle -> handle.createQuery("PRAGMA " + pragma).mapTo(int.class).one());
  }

  private static Event crash(String id, String type) {
    return Crashes.event(id, "sentry", type);
  }

  private static Batch batch(Event... some) {
    return new Batch("sentry", List.of(some), null);
  }

  private Issue issue() {
    return events.issue("SHOP-1").orElseThrow();
  }

  private RecentEvents recent() {
    return new RecentEvents(store);
  }
}
