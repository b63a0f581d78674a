package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import nexa.agent.store.Publications.State;
import nexa.issue.Issue;
import nexa.repair.Change;
import nexa.repair.Decision;
import nexa.repair.Plan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of two fixes of an issue, one is merged. */
final class MergesTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final Issue ISSUE = Crashes.issue("SHOP-1");
  private static final String OLD = "F-SHOP-1";
  private static final String NEXT = "F-SHOP-1.2";
  private static final String WHY = "F-SHOP-1 was merged by eve (github).";

  @TempDir
  private Path home;
  private final List<String> woken = new ArrayList<>();
  private Store store;
  private Fixes fixes;
  private ChangeRequests requests;
  private Publications publications;
  private Merges merges;

  @BeforeEach
  void proposedFixOfWhichAnotherIsWanted() {
    store = Store.open(home, CLOCK);
    Feed feed = new Feed(store, CLOCK);
    fixes = new Fixes(store, feed, CLOCK, woken::add);
    requests = new ChangeRequests(store, feed, CLOCK, true);
    publications = new Publications(store, feed, CLOCK);
    merges = new Merges(store, feed, CLOCK, woken::add);
    store.jdbi().useHandle(handle -> IssueRows.write(handle, ISSUE));
    submit("r1", OLD);
    proposed(OLD, 7);
    assertThat(requests.askOfProposed(OLD, "bob", "smaller")).contains("SHOP-1");
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void successorThatWaits_isWithdrawnAndSaysWhy() {
    PlanDesk.take(store, "r2");
    Plan next = submit("r2", NEXT);

    assertThat(merges.settle(OLD, "eve (github)")).isEmpty();

    Fixes.Fix fix = fixes.find(NEXT).orElseThrow();
    assertThat(fix.status()).isEqualTo("rejected");
    assertThat(fix.decidedBy()).isEqualTo("nexa");
    assertThat(fix.reason()).isEqualTo(WHY);
    assertThat(fixes.decision(next)).contains(new Decision.Withdrawn(WHY));
    assertThat(new TrackRecords(store).ofService("shop"))
        .extracting(TrackRecords.Track::rejected).containsExactly(0);
    assertThat(woken).containsExactly("r2");
    assertThat(audit()).containsOnlyOnce("nexa withdrawn F-SHOP-1.2 digest: " + WHY);
    assertThat(requests.of(OLD).orElseThrow().moot()).isEqualTo(WHY);
    assertThat(publications.find(OLD).orElseThrow().state()).isEqualTo(State.OPEN);

    merges.settle(OLD, "eve (github)");
    assertThat(woken).as("told again").hasSize(1);
  }

  @Test
  void successorThatIsStillSought_isWithdrawnWhenItIsFound() {
    PlanDesk.take(store, "r2");
    merges.settle(OLD, "eve (github)");

    Plan next = submit("r2", NEXT);

    assertThat(fixes.decision(next)).contains(new Decision.Withdrawn(WHY));
    assertThat(audit()).contains("nexa withdrawn F-SHOP-1.2 digest: " + WHY);
  }

  @Test
  void whatAPersonRejected_isNoWithdrawal() {
    PlanDesk.take(store, "r2");
    Plan next = submit("r2", NEXT);
    fixes.decide(NEXT, new Decision.Declined("ann", "no"), "digest");
    merges.settle(OLD, "eve (github)");

    assertThat(fixes.decision(next)).contains(new Decision.Declined("ann", "no"));
    assertThat(new TrackRecords(store).ofService("shop"))
        .extracting(TrackRecords.Track::rejected).containsExactly(1);
    assertThat(fixes.find(NEXT).orElseThrow().reason()).isEqualTo("no");
  }

  @Test
  void crashThatComesAgainLater_isHealedAsAny() {
    merges.settle(OLD, "eve (github)"); // before any run took the request up

    PlanDesk.take(store, "r9");
    Plan plan = submit("r9", NEXT);

    assertThat(fixes.decision(plan)).isEmpty();
    assertThat(fixes.find(NEXT).orElseThrow().status()).isEqualTo("waiting");
    assertThat(merges.moot(NEXT)).isEmpty();
  }

  @Test
  void fixNobodyAskedToChange_changesNothing() {
    submit("r5", "F-SHOP-9", Crashes.issue("SHOP-9"));

    assertThat(merges.settle("F-SHOP-9", "eve")).isEmpty();
    assertThat(merges.settle("F-none", "eve")).isEmpty();
    assertThat(requests.of(OLD).orElseThrow().moot()).isNull();
  }

  @Test
  void proposedSuccessor_isToBeClosedAndIsNoBadExample() {
    PlanDesk.take(store, "r2");
    submit("r2", NEXT);
    proposed(NEXT, 8);

    assertThat(merges.settle(OLD, "eve (github)")).isEmpty();

    Publications.Publication closing = publications.find(NEXT).orElseThrow();
    assertThat(closing.state()).isEqualTo(State.CLOSING);
    assertThat(closing.isSuperseded()).isTrue();
    assertThat(publications.due()).contains(closing);
    assertThat(merges.instead(NEXT)).contains(WHY);
    assertThat(audit()).contains("nexa superseded F-SHOP-1.2: " + WHY);
    assertThat(fixes.find(NEXT).orElseThrow().status()).as("until it is closed")
        .isEqualTo("applied");
  }

  @Test
  void whatPeopleOpenAgain_staysOpen() {
    PlanDesk.take(store, "r2");
    submit("r2", NEXT);
    proposed(NEXT, 8);
    merges.settle(OLD, "eve (github)");
    publications.superseded(publications.find(NEXT).orElseThrow(), WHY);
    publications.decided(
        publications.find(NEXT).orElseThrow(), State.OPEN, "bob (github)", null, 9);

    merges.settle(OLD, "eve (github)");

    assertThat(publications.find(NEXT).orElseThrow().state()).isEqualTo(State.OPEN);
  }

  @Test
  void successorThatIsMerged_hasTheOldOneClosedAsABadExample() {
    PlanDesk.take(store, "r2");
    submit("r2", NEXT);
    proposed(NEXT, 8);

    assertThat(merges.settle(NEXT, "eve (github)")).containsExactly(OLD);

    assertThat(publications.find(OLD).orElseThrow().state()).isEqualTo(State.CLOSING);
    assertThat(publications.find(NEXT).orElseThrow().state()).isEqualTo(State.OPEN);
    assertThat(merges.instead(OLD)).contains("F-SHOP-1.2 was merged by eve (github).");
    assertThat(requests.of(OLD).orElseThrow().moot()).as("what was wanted was merged").isNull();
    assertThat(merges.moot(NEXT)).isEmpty();
  }

  @Test
  void ofThree_theOldestThatIsMergedEndsBoth() {
    PlanDesk.take(store, "r2");
    submit("r2", NEXT);
    proposed(NEXT, 8);
    requests.askOfProposed(NEXT, "bob", "smaller still");
    PlanDesk.take(store, "r3");
    Plan third = submit("r3", "F-SHOP-1.3");

    assertThat(merges.settle(OLD, "eve (github)")).containsExactly(NEXT);

    assertThat(publications.find(NEXT).orElseThrow().state()).isEqualTo(State.CLOSING);
    assertThat(fixes.decision(third)).contains(new Decision.Withdrawn(WHY));
  }

  private Plan submit(String run, String id) {
    return submit(run, id, ISSUE);
  }

  private Plan submit(String run, String id, Issue issue) {
    Plan plan = Crashes.plan(id, issue, "digest");
    fixes.submit(run, plan);
    return plan;
  }

  private void proposed(String fix, long number) {
    PlanDesk.apply(store, fix);
    publications.begin(fix, new Change("nexa/" + fix, "c" + number), "remote");
    publications.opened(
        publications.find(fix).orElseThrow(),
        new Publications.PullRequest("github", "acme/shop", number, "https://git.example/" + fix),
        null);
  }

  private List<String> audit() {
    return new AuditLog(CLOCK).before(store, Long.MAX_VALUE, 99).stream()
        .map(entry -> entry.actor() + " " + entry.action() + " " + entry.subject())
        .toList();
  }
}
