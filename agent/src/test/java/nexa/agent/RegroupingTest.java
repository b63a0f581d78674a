package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import nexa.agent.store.EventStore;
import nexa.agent.store.Feed;
import nexa.agent.store.IssueParts.Part;
import nexa.agent.store.RecentEvents;
import nexa.agent.store.Regrouping;
import nexa.agent.store.Regrouping.Answer;
import nexa.agent.store.Regrouping.Word;
import nexa.agent.store.Runs;
import nexa.agent.store.Store;
import nexa.event.Batch;
import nexa.event.Event;
import nexa.event.EventContext;
import nexa.event.Frame;
import nexa.event.HttpExchange;
import nexa.event.Severity;
import nexa.event.StackTrace;
import nexa.heal.classify.Classifier;
import nexa.heal.classify.Corrections;
import nexa.issue.Issue;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.repair.Journal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person's word on which crashes are one issue, over the real store and the real grouping. */
final class RegroupingTest {

  private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
  private static final String NPE = "java.lang.NullPointerException";
  private static final String ILLEGAL = "java.lang.IllegalStateException";
  private static final Word ADA = new Word("ada", "");

  private static final String[] PAY = {
    "shop.price.Price.of", "shop.cart.Cart.total", "shop.cart.CartService.checkout",
    "shop.web.CheckoutController.post"
  };
  private static final String[] PAY_RENAMED = {
    "shop.price.Price.of", "shop.cart.Cart.sum", "shop.cart.CartService.checkout",
    "shop.web.CheckoutController.post"
  };
  private static final String[] MAIL = {
    "shop.mail.Mailer.send", "shop.mail.Outbox.flush", "shop.job.MailJob.run"
  };
  private static final String[] MAIL_RENAMED = {
    "shop.mail.Mailer.send", "shop.mail.Outbox.drain", "shop.job.MailJob.run"
  };

  private static final List<Service> SERVICES =
      Stream.of("shop", "pay")
          .map(
              name -> new Service(
                  name, null, "main", List.of("shop"), TrustLevel.PROPOSE, List.of()))
          .toList();

  @TempDir
  private Path home;
  private final List<String> changed = new ArrayList<>();
  private Store store;
  private Feed feed;
  private EventStore events;
  private Regrouping regrouping;
  private int sent;

  @BeforeEach
  void open() {
    store = Store.open(home, Clock.systemUTC());
    feed = new Feed(store, Clock.systemUTC());
    IssueGroups groups =
        new IssueGroups(new Services(SERVICES), new Classifier(Corrections.inMemory(1)));
    events = new EventStore(store, feed, groups, issue -> {});
    regrouping =
        new Regrouping(
            store, feed, groups, Clock.systemUTC(), issue -> changed.add(issue.id()));
    regrouping.recall();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void restart() {
    close();
    open();
  }

  @Test
  void merge_makesEventsAndCountsOneIssues() {
    crash(NPE, null, PAY);
    crash(NPE, null, PAY);
    crash(ILLEGAL, "no address", MAIL);

    Issue left = done(regrouping.merge("SHOP-2", "SHOP-1", new Word("ada", "one bad record")));

    assertThat(events.issues()).extracting(Issue::id).containsExactly("SHOP-1");
    assertThat(left.count()).isEqualTo(3);
    assertThat(recent().ofIssue("SHOP-1")).hasSize(3);
    assertThat(left.groupedBecause())
        .endsWith("A person, ada, merged SHOP-2 into it: one bad record");
    assertThat(events.joined(left))
        .containsExactly("A person, ada, merged SHOP-2 into it: one bad record");
    assertThat(events.issue("SHOP-2")).contains(left);
    assertThat(changed).containsExactly("SHOP-1");
  }

  @Test
  void laterCrashesOfEither_goThereAfterARestartToo() {
    crash(NPE, null, PAY);
    crash(ILLEGAL, "no address", MAIL);
    done(regrouping.merge("SHOP-1", "SHOP-2", ADA));
    crash(NPE, null, PAY);
    restart();
    crash(NPE, null, PAY);
    crash(ILLEGAL, "no address", MAIL);
    crash(ILLEGAL, "no address", MAIL_RENAMED);
    crash(NPE, null, PAY_RENAMED);

    assertThat(events.issues()).extracting(Issue::id, Issue::count)
        .containsExactly(tuple("SHOP-2", 7L));
  }

  @Test
  void mergeOfWhatWasMerged_leadsToTheLast() {
    crash(NPE, null, PAY);
    crash(ILLEGAL, "no address", MAIL);
    crash(ILLEGAL, "closed", "shop.io.Reader.read", "shop.io.Import.run");
    done(regrouping.merge("SHOP-3", "SHOP-2", ADA));
    done(regrouping.merge("SHOP-2", "SHOP-1", ADA));

    assertThat(events.issue("SHOP-3").orElseThrow().id()).isEqualTo("SHOP-1");
    assertThat(events.issue("SHOP-1").orElseThrow().count()).isEqualTo(3);
    crash(NPE, "new", "shop.tax.Tax.of", "shop.tax.Rate.at");
    assertThat(events.issues()).extracting(Issue::id).contains("SHOP-4");
  }

  @Test
  void fingerprintThatWasLike_staysApartOnceSplit() {
    crash(NPE, null, PAY);
    crash(NPE, null, PAY_RENAMED);
    crash(NPE, null, PAY_RENAMED);
    assertThat(events.issues()).hasSize(1);

    Issue split = done(regrouping.split("SHOP-1", splittable("SHOP-1").id(), ADA));

    assertThat(split.id()).isEqualTo("SHOP-2");
    assertThat(split.count()).isEqualTo(2);
    assertThat(split.groupedBecause()).isEqualTo("A person, ada, split it off from SHOP-1");
    assertThat(issue("SHOP-1").count()).isEqualTo(1);
    assertThat(issue("SHOP-1").groupedBecause())
        .endsWith("A person, ada, split SHOP-2 off from it");
    restart();
    crash(NPE, null, PAY_RENAMED);
    crash(NPE, null, PAY);
    assertThat(issue("SHOP-2").count()).isEqualTo(3);
    assertThat(issue("SHOP-1").count()).isEqualTo(2);
    assertThat(changed).containsExactly("SHOP-2", "SHOP-1");
  }

  @Test
  void crashesOfOneFingerprint_stayApartOnceSplit() {
    crash(ILLEGAL, "no price", PAY);
    crash(ILLEGAL, "no tax rate", PAY);
    crash(ILLEGAL, "no tax rate", PAY);
    assertThat(events.issues()).hasSize(1);
    Part tax = part("SHOP-1", "IllegalStateException: no tax rate");

    Issue split = done(regrouping.split("SHOP-1", tax.id(), ADA));

    assertThat(split.fingerprint()).isNotEqualTo(issue("SHOP-1").fingerprint());
    assertThat(split.stackTrace().message()).isEqualTo("no tax rate");
    assertThat(issue("SHOP-1").stackTrace().message()).isEqualTo("no price");
    crash(ILLEGAL, "no tax rate", PAY);
    restart();
    crash(ILLEGAL, "no tax rate", PAY);
    crash(ILLEGAL, "no price", PAY);
    crash(ILLEGAL, "something else", PAY);
    assertThat(issue(split.id()).count()).isEqualTo(4);
    assertThat(issue("SHOP-1").count()).isEqualTo(3);
    assertThat(events.issues()).hasSize(2);
  }

  @Test
  void whatTheIssueWasShownBy_canBeSplitOff() {
    crash(ILLEGAL, "no price", PAY);
    crash(ILLEGAL, "no tax rate", PAY);
    Part price = part("SHOP-1", "IllegalStateException: no price");

    done(regrouping.split("SHOP-1", price.id(), ADA));

    assertThat(issue("SHOP-1").stackTrace().message()).isEqualTo("no tax rate");
    assertThat(issue("SHOP-2").stackTrace().message()).isEqualTo("no price");
  }

  @Test
  void splitAfterAMerge_undoesIt() {
    crash(NPE, null, PAY);
    crash(ILLEGAL, "no address", MAIL);
    crash(ILLEGAL, "no address", MAIL);
    Issue before = issue("SHOP-2");
    done(regrouping.merge("SHOP-2", "SHOP-1", ADA));
    crash(ILLEGAL, "no address", MAIL);

    Issue again = done(regrouping.split("SHOP-1", before.fingerprint().value(), ADA));

    assertThat(again.id()).isEqualTo("SHOP-2");
    assertThat(again.count()).isEqualTo(3);
    assertThat(again.title()).isEqualTo(before.title());
    assertThat(issue("SHOP-1").count()).isEqualTo(1);
    assertThat(events.issues()).hasSize(2);
  }

  @Test
  void mergeAfterASplit_isTheLastWord() {
    crash(NPE, null, PAY);
    crash(NPE, null, PAY_RENAMED);
    done(regrouping.split("SHOP-1", splittable("SHOP-1").id(), ADA));
    done(regrouping.merge("SHOP-2", "SHOP-1", ADA));
    restart();
    crash(NPE, null, PAY_RENAMED);

    assertThat(events.issues()).extracting(Issue::count).containsExactly(3L);
  }

  @Test
  void failedRequest_goesWithItsCrash() {
    crash(NPE, null, PAY);
    send("shop", trace(NPE, null, PAY_RENAMED), "trace-1");
    send("shop", null, "trace-1");

    Issue split = done(regrouping.split("SHOP-1", splittable("SHOP-1").id(), ADA));

    assertThat(recent().ofIssue(split.id())).hasSize(2);
    assertThat(recent().ofIssue("SHOP-1")).hasSize(1);
  }

  @Test
  void impossibleWord_isRefusedWithAReason() {
    crash(NPE, null, PAY);
    send("pay", trace(NPE, null, PAY), null);
    String own = issue("SHOP-1").fingerprint().value();

    assertThat(refused(regrouping.merge("SHOP-1", "SHOP-1", ADA))).contains("into itself");
    assertThat(refused(regrouping.merge("SHOP-1", "PAY-1", ADA))).contains("one service");
    assertThat(refused(regrouping.split("SHOP-1", own, ADA))).contains("began with");
    assertThat(refused(regrouping.split("SHOP-1", own + ":0", ADA))).contains("no part");
    assertThat(refused(regrouping.split("SHOP-1", "'; DROP TABLE events", ADA)))
        .contains("no part");
    assertThat(regrouping.merge("SHOP-9", "SHOP-1", ADA)).isEqualTo(new Answer.Unknown("SHOP-9"));
    assertThat(regrouping.merge("SHOP-1", "SHOP-9", ADA)).isEqualTo(new Answer.Unknown("SHOP-9"));
    assertThat(regrouping.split("SHOP-9", own, ADA)).isEqualTo(new Answer.Unknown("SHOP-9"));
    assertThat(events.issues()).hasSize(2);
    assertThat(changed).isEmpty();
  }

  @Test
  void issueBeingHealed_isLeftAlone() {
    crash(NPE, null, PAY);
    crash(ILLEGAL, "no address", MAIL);
    try (Runs runs =
        new Runs(
            store, feed, Clock.systemUTC(),
            (run, issue) -> {
              throw new Journal.Waiting("never");
            })) {
      runs.begin("SHOP-2"); // never started, so it is under way for good

      assertThat(refused(regrouping.merge("SHOP-2", "SHOP-1", ADA))).contains("under way");
    }
  }

  private Issue issue(String id) {
    return events.issue(id).filter(issue -> issue.id().equals(id)).orElseThrow();
  }

  private Part splittable(String id) {
    return regrouping.parts(issue(id)).stream().filter(Part::splittable).findFirst().orElseThrow();
  }

  private Part part(String id, String said) {
    return regrouping.parts(issue(id)).stream()
        .filter(part -> part.said().equals(said))
        .findFirst()
        .orElseThrow();
  }

  private static Issue done(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Done.class);
    return ((Answer.Done) answer).issue();
  }

  private static String refused(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    return ((Answer.Refused) answer).reason();
  }

  private void crash(String type, @Nullable String message, String... methods) {
    send("shop", trace(type, message, methods), null);
  }

  private void send(String service, @Nullable StackTrace trace, @Nullable String traceId) {
    Event event =
        new Event(
            "e" + sent++, service, NOON.plusSeconds(sent), Severity.ERROR, "logfile", "failed",
            null, trace, null, new HttpExchange("POST", "/checkout", 500),
            traceId == null ? null : new EventContext("http", null, null, traceId, null));
    events.accept(new Batch("logfile", List.of(event), null));
  }

  private static StackTrace trace(String type, @Nullable String message, String... methods) {
    List<Frame> frames =
        Stream.of(methods)
            .map(
                method -> new Frame(
                    method.substring(0, method.lastIndexOf('.')),
                    method.substring(method.lastIndexOf('.') + 1), null, 1))
            .toList();
    return new StackTrace(type, message, frames, null, List.of());
  }

  private RecentEvents recent() {
    return new RecentEvents(store);
  }
}
