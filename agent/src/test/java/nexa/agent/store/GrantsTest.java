package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nexa.agent.store.Grants.Grant;
import nexa.agent.store.Grants.PatchClass;
import nexa.event.Batch;
import nexa.issue.Issue;
import nexa.issue.TrustLevel;
import nexa.memory.Case;
import nexa.repair.Decision;
import nexa.repair.Plan;
import nexa.repair.Standing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is set, what falls by itself, and what goes without asking. */
final class GrantsTest {

  private static final PatchClass GUARDS = new PatchClass("shop", "operator:null-skip", "shop");

  @TempDir
  private Path home;
  private Instant now = Instant.parse("2026-11-27T12:00:00Z");
  private final InstantSource clock = () -> now;
  private Store store;
  private Grants grants;
  private Fixes fixes;
  private TrackRecords tracks;

  @BeforeEach
  void open() {
    store = Store.open(home, Clock.systemUTC());
    Feed feed = new Feed(store, clock);
    grants = new Grants(store, feed, clock);
    fixes = new Fixes(store, feed, clock, run -> {});
    tracks = new TrackRecords(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void newestLevelOfAClass_holds() {
    grants.set(GUARDS, TrustLevel.COMMIT, "ann", "they are good");
    grants.set(GUARDS, TrustLevel.HOTSWAP, "bob", "");
    grants.set(PatchClass.all("shop"), TrustLevel.PROPOSE, "ann", "");
    grants.set(PatchClass.all("other"), TrustLevel.OBSERVE, "ann", "");

    assertThat(grants.ofService("shop"))
        .extracting(Grant::of, Grant::level)
        .containsExactly(
            tuple(PatchClass.all("shop"), TrustLevel.PROPOSE),
            tuple(GUARDS, TrustLevel.HOTSWAP));
    assertThat(of(GUARDS).map(Grant::by)).contains("bob");
  }

  @Test
  void unsetLevel_isAsIfNobodyHadSetIt() {
    grants.set(GUARDS, TrustLevel.COMMIT, "ann", "");
    grants.set(GUARDS, null, "ann", "");

    assertThat(of(GUARDS)).isEmpty();
    assertThat(grants.ofService("shop")).isEmpty();
  }

  @Test
  void everyLevel_isInTheAuditLog() {
    grants.set(GUARDS, TrustLevel.COMMIT, "ann", "they are good");
    grants.fall(GUARDS, TrustLevel.PROPOSE, "F-1", "F-1 did harm");

    assertThat(new AuditLog(clock).before(store, Long.MAX_VALUE, 9))
        .extracting(AuditLog.Entry::actor, AuditLog.Entry::subject)
        .containsExactly(
            tuple(
                "nexa", "shop operator:null-skip in shop propose: F-1 did harm"),
            tuple(
                "ann", "shop operator:null-skip in shop commit: they are good"));
  }

  @Test
  void harmOfOneFix_lowersOnceAndNeverRaises() {
    assertThat(grants.fall(GUARDS, TrustLevel.COMMIT, "F-1", "harm")).isTrue();
    assertThat(grants.fall(GUARDS, TrustLevel.COMMIT, "F-1", "harm")).isFalse();
    assertThat(grants.fall(GUARDS, TrustLevel.HOTSWAP, "F-2", "harm")).isFalse();
    assertThat(of(GUARDS).map(Grant::level)).contains(TrustLevel.COMMIT);

    grants.set(GUARDS, TrustLevel.HOTSWAP, "ann", "looked at it");
    assertThat(grants.fall(GUARDS, TrustLevel.COMMIT, "F-1", "harm")).isFalse();
    assertThat(grants.fall(GUARDS, TrustLevel.COMMIT, "F-3", "harm")).isTrue();
  }

  @Test
  void autonomousPlan_isApprovedByNobodyAndAudited() {
    fixes.submit("r1", unasked("F-1", "SHOP-1"));

    Fixes.Fix fix = fixes.find("F-1").orElseThrow();
    assertThat(fix.status()).isEqualTo("approved");
    assertThat(fixes.decision(fix.plan()))
        .contains(new Decision.Approved(null, "digest of F-1", fix.audit()));
    assertThat(new AuditLog(clock).before(store, Long.MAX_VALUE, 9))
        .extracting(AuditLog.Entry::actor, AuditLog.Entry::subject)
        .containsExactly(tuple("nexa", "F-1 digest of F-1"));
  }

  @Test
  void autonomousPlans_waitForAPersonWhenTheAllowanceIsUsedUp() {
    List<String> approved = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      fixes.submit("r" + i, unasked("F-" + i, "SHOP-" + i));
      if (fixes.find("F-" + i).orElseThrow().status().equals("approved")) {
        approved.add(i * 30 + " min");
      }
      now = now.plus(Duration.ofMinutes(30));
    }

    assertThat(approved)
        .as("one an hour, five a day, and after a day again")
        .containsExactly(
            "0 min", "60 min", "120 min", "180 min", "240 min", "1440 min", "1500 min", "1560 min",
            "1620 min", "1680 min");
  }

  @Test
  void record_countsSinceTheLevelWasSet() {
    decide(1, new Decision.Approved("ann", "digest of F-1"));
    grants.set(PatchClass.all("shop"), TrustLevel.COMMIT, "ann", "");
    now = now.plusSeconds(1);
    decide(2, new Decision.Approved("ann", "digest of F-2"));
    decide(3, new Decision.Declined("ann", "no"));
    decide(4, new Decision.Approved("ann", "digest of F-4"));
    Plan plan = fixes.find("F-4").orElseThrow().plan();
    new Cases(store).keep(
        new Case(
            "F-4", "shop", "f", "NPE", "", plan.patch().recipe(), "null-skip",
            Case.Outcome.ROLLED_BACK, "", now));

    assertThat(tracks.ofService("shop"))
        .containsExactly(new TrackRecords.Track("operator:null-skip", 2, 0, 1, 1));
    assertThat(tracks.ofService("other")).isEmpty();
  }

  @Test
  void approvalThatNobodyCarriedOutForAnHour_isAskedForAgain() {
    fixes.submit("r1", unasked("F-1", "SHOP-1", true));
    Plan plan = fixes.find("F-1").orElseThrow().plan();
    fixes.decide("F-1", new Decision.Approved("ann", plan.digest()), plan.digest());

    now = now.plus(Duration.ofMinutes(59));
    fixes.expire(plan);
    assertThat(fixes.decision(plan)).isPresent();

    now = now.plus(Duration.ofMinutes(2));
    fixes.expire(plan);
    assertThat(fixes.decision(plan)).isEmpty();
    assertThat(new AuditLog(clock).before(store, Long.MAX_VALUE, 1))
        .extracting(AuditLog.Entry::action)
        .containsExactly("expired");
    assertThat(fixes.decide("F-1", new Decision.Approved("bob", plan.digest()), plan.digest()))
        .isEqualTo(new Fixes.Answer.Recorded());
  }

  private Optional<Grant> of(PatchClass patches) {
    return grants.ofService(patches.service()).stream()
        .filter(grant -> grant.of().equals(patches))
        .findFirst();
  }

  private void decide(int n, Decision decision) {
    new EventStore(store, new Feed(store, clock), Crashes.BY_TYPE, issue -> {})
        .accept(new Batch("test", List.of(Crashes.event("e" + n, "logfile", "E" + n)), null));
    fixes.submit("r" + n, unasked("F-" + n, "SHOP-" + n, true));
    fixes.decide("F-" + n, decision, "digest of F-" + n);
  }

  private static Plan unasked(String fix, String issueId) {
    return unasked(fix, issueId, false);
  }

  private static Plan unasked(String fix, String issueId, boolean asked) {
    Issue issue = Crashes.issue(issueId);
    return Crashes.plan(
        fix, issue, "digest of " + fix, new Standing(TrustLevel.COMMIT, asked, List.of()),
        List.of("Commit"));
  }
}
