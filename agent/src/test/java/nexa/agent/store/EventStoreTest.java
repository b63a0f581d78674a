package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import nexa.event.Batch;
import nexa.event.Event;
import nexa.event.EventContext;
import nexa.event.Severity;
import nexa.event.Snapshot;
import nexa.issue.Issue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EventStoreTest {

  private static final String NPE = "java.lang.NullPointerException";

  @TempDir
  private Path home;
  private final List<String> changed = new ArrayList<>();
  private Store store;
  private Feed feed;
  private EventStore events;

  @BeforeEach
  void open() {
    store = Store.open(home, Clock.systemUTC());
    feed = new Feed(store, Clock.systemUTC());
    events = new EventStore(store, feed, Crashes.BY_TYPE, issue -> changed.add(issue.id()));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void eventSentAgain_changesNothing() {
    accept(Crashes.event("e1", "logfile", NPE));
    accept(Crashes.event("e1", "logfile", NPE), Crashes.event("e1", "logfile", NPE));

    assertThat(issue().count()).isEqualTo(1);
    assertThat(changed).containsExactly("SHOP-1");
  }

  @Test
  void crashSeenByTwoInputs_isOneIssueCountedOnce() {
    accept(Crashes.event("a1", "javaagent", NPE), Crashes.event("a2", "javaagent", NPE));
    accept(Crashes.event("l1", "logfile", NPE), Crashes.event("l2", "logfile", NPE));
    accept(Crashes.event("l3", "logfile", NPE));

    assertThat(issue().count()).isEqualTo(3);
    assertThat(issue().inputs()).containsExactly("javaagent", "logfile");
    assertThat(recent().ofIssue("SHOP-1")).hasSize(5);
  }

  @Test
  void batch_tellsOfAnIssueOnce() {
    accept(
        Crashes.event("e1", "logfile", NPE),
        Crashes.event("e2", "logfile", NPE),
        Crashes.event("e3", "logfile", "java.lang.ArithmeticException"));

    assertThat(changed).containsExactly("SHOP-1", "SHOP-2");
    assertThat(feed.after(0)).extracting(Feed.Entry::name).containsExactly("issue.opened",
        "issue.opened");
    assertThat(issue().count()).isEqualTo(2);
  }

  @Test
  void capturedValues_areKeptWithTheirTraceAndRelease() {
    accept(Crashes.captured("e1", NPE));
    accept(release(Crashes.event("e2", "logfile", NPE), "next"));

    assertThat(issue().snapshot()).isEqualTo(Crashes.snapshot());
    assertThat(issue().release()).isEqualTo("c0ffee");
    assertThat(issue().lastSeen()).isEqualTo(Crashes.NOON.plusSeconds(1));
  }

  @Test
  void capturedOuterCalls_doNotReplaceTheInnermost() {
    accept(Crashes.captured("e1", NPE));
    Event outer = Crashes.captured("e2", NPE);
    accept(
        new Event(
            "e2", "shop", outer.time(), outer.severity(), outer.input(), "", "next",
            outer.stackTrace(), new Snapshot(List.of()), null));

    assertThat(issue().snapshot()).isEqualTo(Crashes.snapshot());
    assertThat(issue().release()).isEqualTo("c0ffee");
  }

  @Test
  void newRelease_bringsItsOwnTrace() {
    accept(Crashes.event("e1", "logfile", NPE));
    accept(release(Crashes.event("e2", "logfile", NPE), "next"));

    assertThat(issue().release()).isEqualTo("next");
  }

  @Test
  void resolvedIssue_opensAgainWhenItCrashesAgain() {
    accept(Crashes.event("e1", "logfile", NPE));
    events.setStatus("SHOP-1", Issue.Status.RESOLVED);
    accept(Crashes.event("e2", "logfile", NPE));

    assertThat(issue().status()).isEqualTo(Issue.Status.OPEN);
    assertThat(feed.after(0))
        .extracting(Feed.Entry::name)
        .containsExactly("issue.opened", "issue.resolved", "issue.updated");
  }

  @Test
  void offset_isStoredWithItsEvents() {
    events.accept(
        new Batch(
            "logfile", List.of(Crashes.event("e1", "logfile", NPE)),
            new Batch.Offset("app.log", "17")));

    assertThat(events.position("app.log")).contains("17");
    assertThat(events.position("other.log")).isEmpty();
  }

  @Test
  void eventWithoutATrace_makesNoIssue() {
    accept(new Event("e1", "shop", Crashes.NOON, Severity.ERROR, "logfile", "no disk", null, null,
        null, null));

    assertThat(events.issues()).isEmpty();
  }

  @Test
  void failedRequest_findsTheCrashOfItsTrace() {
    accept(inSpan(Crashes.event("before", "otlp", NPE), "http", false));
    accept(inSpan(Crashes.event("crash", "otlp", NPE), "logged", true));
    accept(inSpan(Crashes.event("after", "otlp", NPE), "http", false));

    assertThat(recent().ofIssue("SHOP-1"))
        .extracting(Event::id)
        .containsExactlyInAnyOrder("before", "crash", "after");
    assertThat(issue().count()).isEqualTo(1);
  }

  @Test
  void crashToldByTwoSignals_isCountedOnce() {
    accept(inSpan(Crashes.event("log", "otlp", NPE), "logged", true));
    accept(inSpan(Crashes.event("span", "otlp", NPE), "http", true));
    accept(inSpan(Crashes.event("again", "otlp", NPE), "logged", true));

    assertThat(issue().count()).isEqualTo(2);
    assertThat(recent().ofIssue("SHOP-1")).hasSize(3);
  }

  @Test
  void fingerprintThatIsLikeAnother_joinsItsIssueForGood() {
    List<String> noted = new ArrayList<>();
    Grouping likely = joiningArithmetic(noted);
    EventStore like = new EventStore(store, feed, likely, issue -> {});
    like.accept(batch(Crashes.event("e1", "logfile", NPE)));
    like.accept(batch(Crashes.event("e2", "logfile", "java.lang.ArithmeticException")));

    assertThat(issue().count()).isEqualTo(2);
    assertThat(like.joined(issue())).containsExactly("much alike");
    assertThat(noted).containsExactly("SHOP-1 " + NPE, "SHOP-1 java.lang.ArithmeticException");

    accept(Crashes.event("e3", "logfile", "java.lang.ArithmeticException"));
    assertThat(events.issues()).hasSize(1);
  }

  private static Grouping joiningArithmetic(List<String> noted) {
    return new Grouping() {
      @Override
      public Grouped group(Event event) {
        return Crashes.BY_TYPE.group(event);
      }

      @Override
      public Place place(Event event, Grouped grouped) {
        return grouped.exceptionType().endsWith("ArithmeticException")
            ? new Place.Joins("SHOP-1", "much alike")
            : new Place.Opens("first of its kind");
      }

      @Override
      public void note(Known known) {
        noted.add(known.issue() + " " + known.fingerprint());
      }
    };
  }

  private static Batch batch(Event... some) {
    return new Batch("logfile", List.of(some), null);
  }

  @Test
  void oldEvents_goAndTheirCountStays() {
    int many = EventStore.PRUNE_EVERY + 1;
    Event[] crashes = new Event[many];
    for (int i = 0; i < many; i++) {
      crashes[i] = Crashes.event("e" + i, "logfile", NPE);
    }
    accept(crashes);

    assertThat(issue().count()).isEqualTo(many);
    int kept =
        store.jdbi().withHandle(
            handle -> handle.createQuery("SELECT count(*) FROM events").mapTo(int.class).one());
    assertThat(kept).isEqualTo(EventRows.KEPT_MAX);
  }

  private static Event inSpan(Event event, String kind, boolean traced) {
    return new Event(
        event.id(), event.service(), event.time(), event.severity(), event.input(), "", null,
        traced ? event.stackTrace() : null, null, event.http(),
        new EventContext(kind, null, null, "trace", "span"));
  }

  @Test
  void oddServiceName_givesAPlainId() {
    Event event = Crashes.event("e1", "logfile", NPE);
    accept(
        new Event("e1", "../My shop/", event.time(), event.severity(), "logfile", "", null,
            event.stackTrace(), null, null));

    assertThat(events.issues()).extracting(Issue::id).containsExactly("MYSHOP-1");
  }

  @Test
  void reopenedStore_hasEverything() {
    accept(Crashes.captured("e1", NPE));
    Issue before = issue();
    close();
    open();

    assertThat(issue()).isEqualTo(before);
    accept(Crashes.captured("e1", NPE));
    assertThat(issue().count()).isEqualTo(1);
  }

  @Test
  void context_isThatOfTheNewestEventThatHasOne() {
    accept(
        in(Crashes.event("e1", "javaagent", NPE), "old"),
        in(Crashes.captured("e2", NPE), "new"),
        Crashes.event("e3", "logfile", NPE));

    assertThat(recent().context("SHOP-1")).map(EventContext::threadName).contains("new");
    assertThat(recent().context("SHOP-2")).isEmpty();
  }

  private static Event in(Event event, String threadName) {
    return new Event(
        event.id(), event.service(), event.time(), event.severity(), event.input(), event.message(),
        event.release(), event.stackTrace(), event.snapshot(), event.http(),
        new EventContext("logged", "shop", threadName, "4bf92f3577b34da6a3ce929d0e0e4736", null));
  }

  private void accept(Event... batch) {
    events.accept(new Batch("test", List.of(batch), null));
  }

  private Issue issue() {
    return events.issue("SHOP-1").orElseThrow();
  }

  private static Event release(Event event, String release) {
    return new Event(
        event.id(), event.service(), event.time(), event.severity(), event.input(), event.message(),
        release, event.stackTrace(), event.snapshot(), event.http());
  }

  private RecentEvents recent() {
    return new RecentEvents(store);
  }
}
