package nexa.agent.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.issue.Diagnosis;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import nexa.issue.Location;
import nexa.issue.Reproduction;
import nexa.issue.TrustLevel;
import nexa.memory.Case;
import nexa.memory.CaseBase;
import nexa.memory.Match;
import nexa.patch.Edit;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Proof;
import nexa.patch.Recipe;
import nexa.patch.Verdict;
import nexa.repair.Applier;
import nexa.repair.BlastRadius;
import nexa.repair.Change;
import nexa.repair.Decision;
import nexa.repair.FakeJournal;
import nexa.repair.Journal;
import nexa.repair.Locator;
import nexa.repair.Outcome;
import nexa.repair.Plan;
import nexa.repair.Proposer;
import nexa.repair.Published;
import nexa.repair.Reproducer;
import nexa.repair.Requests;
import nexa.repair.Standing;
import nexa.repair.Swapped;
import nexa.repair.Triage;
import nexa.repair.Trust;
import nexa.repair.Verifier;
import org.junit.jupiter.api.Test;

class RepairFlowTest {

  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
  private static final Frame FRAME = new Frame("com.example.Cart", "total", "Cart.java", 7);
  private static final Reproduction RED =
      new Reproduction("CartTest.java", "", "CartTest#total", 0, 2, Reproduction.From.SNAPSHOT,
          "red");

  private static final Patch ONE = patch("p1", "x");

  /** Commits of a repository whose commit carries the plan's digest and is looked up first. */
  private final List<String> commits = new ArrayList<>();
  private final List<Case> cases = new ArrayList<>();
  /** Commits that were pushed. */
  private final List<String> published = new ArrayList<>();

  /** Commits that were swapped into running JVMs. */
  private final List<String> swapped = new ArrayList<>();
  private List<Match> matches = List.of();
  private Triage.Answer cause = new Triage.Answer.Code();
  private Requests requests = Requests.NONE;
  private int reproduced;

  /** Whether there is a second candidate in any case. */
  private boolean two;

  @Test
  void approvedPatch_isCommittedAndRemembered() {
    FakeJournal journal = new FakeJournal();
    journal.decide(new Decision.Approved("ann", "digest"));

    Outcome outcome = flow(TrustLevel.PROPOSE, plausible()).repair(issue(), journal);

    assertThat(outcome).isInstanceOf(Outcome.Fixed.class);
    assertThat(commits).containsExactly("digest");
    assertThat(cases).extracting(Case::outcome).containsExactly(Case.Outcome.APPROVED);
  }

  @Test
  void approvedPatch_isSwappedInOnlyAtHotswap() {
    for (TrustLevel trust : List.of(TrustLevel.PROPOSE, TrustLevel.HOTSWAP)) {
      FakeJournal journal = new FakeJournal();
      journal.decide(new Decision.Approved("ann", "digest"));
      flow(trust, plausible()).repair(issue(), journal);

      assertThat(swapped).hasSize(trust == TrustLevel.HOTSWAP ? 1 : 0);
    }
    assertThat(swapped).containsExactly("commit of digest");
  }

  @Test
  void declinedPatch_isNotAppliedAndRememberedAsRejected() {
    FakeJournal journal = new FakeJournal();
    journal.decide(new Decision.Declined("ann", "too wide"));

    Outcome outcome = flow(TrustLevel.PROPOSE, plausible()).repair(issue(), journal);

    assertThat(outcome).isInstanceOfSatisfying(
        Outcome.Declined.class, declined -> assertThat(declined.reason()).isEqualTo("too wide"));
    assertThat(commits).isEmpty();
    assertThat(cases).extracting(Case::outcome).containsExactly(Case.Outcome.REJECTED);
  }

  @Test
  void withdrawnPatch_isNotAppliedAndNothingIsLearnedOfIt() {
    FakeJournal journal = new FakeJournal();
    journal.decide(new Decision.Withdrawn("F-1 was merged by eve."));

    Outcome outcome = flow(TrustLevel.PROPOSE, plausible()).repair(issue(), journal);

    assertThat(outcome).isInstanceOfSatisfying(
        Outcome.Declined.class,
        declined -> assertThat(declined.reason()).isEqualTo("F-1 was merged by eve."));
    assertThat(commits).isEmpty();
    assertThat(cases).isEmpty();
  }

  @Test
  void planOfTwo_isNotAppliedOnOnePersonsWord() {
    RepairFlow flow =
        flow(
            new FixedTrust(TrustLevel.PROPOSE, TrustLevel.PROPOSE, List.of("security code")),
            plausible());
    FakeJournal alone = new FakeJournal();
    alone.decide(new Decision.Approved("ann", "digest"));

    assertThat(flow.repair(issue(), alone)).isInstanceOf(Outcome.Abstained.class);
    assertThat(commits).isEmpty();

    FakeJournal both = new FakeJournal();
    both.decide(
        new Decision.Approved(
            "bob", "digest", null, false, new Decision.Approved.First("ann", false)));
    assertThat(flow.repair(issue(), both)).isInstanceOf(Outcome.Fixed.class);
  }

  @Test
  void fixThatAnotherWasAskedFor_isRememberedAndNeverProposedAgain() {
    two = true;
    requests = asked(List.of());

    assertThatThrownBy(() -> flow(TrustLevel.PROPOSE, all()).repair(issue(), planned()))
        .isInstanceOf(Journal.Waiting.class);

    assertThat(plans).singleElement()
        .satisfies(plan -> assertThat(plan.patch().id()).isEqualTo("p2"));
    assertThat(heard).containsExactly("smaller, please");
    assertThat(reproduced).isEqualTo(1);
  }

  @Test
  void runnersUpThatStand_comeNextWithoutAnotherSearch() {
    requests = asked(List.of(plausible(ONE), plausible(patch("p3", "z"))));

    assertThatThrownBy(
        () -> flow(
            TrustLevel.PROPOSE, (diagnosis, reproduction, patches) -> {
              throw new AssertionError("they were verified before");
            }).repair(issue(), planned()))
        .isInstanceOf(Journal.Waiting.class);

    assertThat(plans).singleElement()
        .satisfies(plan -> assertThat(plan.patch().id()).isEqualTo("p3"));
    assertThat(reproduced).isZero();
  }

  @Test
  void noOtherCandidate_isSaid() {
    requests = asked(List.of(plausible(ONE)));

    assertThat(flow(TrustLevel.PROPOSE, all()).repair(issue(), new FakeJournal()))
        .isEqualTo(
            new Outcome.NoPatch(
                "None of 1 candidates passed; the one that came furthest: is the change of F-1, and"
                    + " a person asked for another"));
    assertThat(reproduced).as("what stood was all refused").isEqualTo(1);
  }

  @Test
  void runAfterARequest_mayDieAnywhere() {
    for (int point = 1; point < 14; point++) {
      requests = asked(List.of(plausible(ONE), plausible(patch("p3", "z"))));
      plans.clear();
      FakeJournal journal = planned();
      journal.dieAt(point);
      RepairFlow flow = flow(TrustLevel.PROPOSE, all());
      try {
        flow.repair(issue(), journal);
      } catch (FakeJournal.Death | Journal.Waiting early) {
        journal.revive();
      }
      assertThatThrownBy(() -> flow.repair(issue(), journal)).isInstanceOf(Journal.Waiting.class);
      assertThat(plans.getLast().patch().id()).isEqualTo("p3");
    }
  }

  private final List<Plan> plans = new ArrayList<>();

  /** What a source was told that people did not want. */
  private final List<String> heard = new ArrayList<>();

  /** A journal in which nobody decides. */
  private static FakeJournal planned() {
    return new FakeJournal();
  }

  private static Requests asked(List<Verdict.Plausible> proven) {
    return new Requests() {
      @Override
      public List<Refused> refused(Issue issue) {
        return List.of(new Refused("F-1", ONE.id(), "smaller, please"));
      }

      @Override
      public Optional<Proven> proven(Diagnosis diagnosis) {
        return proven.isEmpty() ? Optional.empty() : Optional.of(new Proven(RED, proven));
      }
    };
  }

  private static Verdict.Plausible plausible(Patch patch) {
    Proof.Suite suite = new Proof.Suite(3, 0, 0);
    return new Verdict.Plausible(patch, new Proof("red", "green", suite, suite, "none", "25"));
  }

  /** Finds all of them good. */
  private static Verifier all() {
    return (diagnosis, reproduction, patches) -> patches.stream()
        .<Verdict>map(RepairFlowTest::plausible)
        .toList();
  }

  @Test
  void undecidedPlan_leavesTheRunWaiting() {
    assertThatThrownBy(
        () -> flow(TrustLevel.PROPOSE, plausible()).repair(issue(), new FakeJournal()))
        .isInstanceOf(Journal.Waiting.class);
    assertThat(commits).isEmpty();
  }

  @Test
  void rejectedCandidates_giveNoPatch() {
    Outcome outcome =
        flow(TrustLevel.PROPOSE,
            (d, r, patches) -> List.of(new Verdict.Rejected(patches.getFirst(), "still red")))
            .repair(issue(), new FakeJournal());

    assertThat(outcome)
        .isEqualTo(
            new Outcome.NoPatch(
                "None of 1 candidates passed; the one that came furthest: still red"));
  }

  @Test
  void recipeThatWasTurnedDown_comesLast() {
    matches =
        List.of(
            new Match(
                new Case("c", "shop", "f", "NPE", "", ONE.recipe(), "null-guard",
                    Case.Outcome.REJECTED, "", Instant.EPOCH),
                0.9));
    List<Patch> asked = new ArrayList<>();

    flow(TrustLevel.PROPOSE, (d, r, patches) -> {
      asked.addAll(patches);
      return List.of();
    }).repair(issue(), new FakeJournal());

    assertThat(asked).extracting(Patch::id).containsExactly("p2", "p1");
  }

  @Test
  void doubtfulCandidates_giveNoPatchWithTheDoubt() {
    Proof.Suite suite = new Proof.Suite(3, 0, 0);
    Outcome outcome =
        flow(TrustLevel.PROPOSE,
            (d, r, patches) -> List.of(
                new Verdict.Doubtful(
                    patches.getFirst(), new Proof("red", "green", suite, suite, "none", "25"),
                    "only returns 0 instead")))
            .repair(issue(), new FakeJournal());

    assertThat(outcome).isInstanceOfSatisfying(
        Outcome.NoPatch.class,
        none -> assertThat(none.reason()).contains("why", "But it only returns 0 instead."));
    assertThat(commits).isEmpty();
  }

  @Test
  void crashOutsideTheCode_isNotPatched() {
    cause = new Triage.Answer.NotCode(Triage.Cause.DOWNSTREAM, "the database did not answer");

    Outcome outcome = flow(TrustLevel.PROPOSE, plausible()).repair(issue(), new FakeJournal());

    assertThat(outcome)
        .isEqualTo(new Outcome.NotCode(Triage.Cause.DOWNSTREAM, "the database did not answer"));
  }

  @Test
  void observedService_isReproducedAndNotPatched() {
    Outcome outcome =
        flow(TrustLevel.OBSERVE, (d, r, patches) -> {
          throw new AssertionError("verified");
        })
            .repair(issue(), new FakeJournal());

    assertThat(outcome).isInstanceOf(Outcome.Abstained.class);
  }

  @Test
  void trustThatFellSinceThePlan_carriesNothingOut() {
    FakeJournal journal = new FakeJournal();
    journal.decide(new Decision.Approved("ann", "digest"));

    Outcome outcome =
        flow(new FixedTrust(TrustLevel.HOTSWAP, TrustLevel.COMMIT), plausible())
            .repair(issue(), journal);

    assertThat(outcome)
        .isEqualTo(
            new Outcome.Abstained(
                "Trust fell from hotswap to commit after this was planned: it was said."
                    + " Heal the issue again for a plan at that level."));
    assertThat(commits).isEmpty();
    assertThat(swapped).isEmpty();
  }

  @Test
  void goodPatchOfAnObservedClass_isNotShown() {
    Outcome outcome =
        flow(new FixedTrust(TrustLevel.PROPOSE, TrustLevel.OBSERVE), plausible())
            .repair(issue(), new FakeJournal());

    assertThat(outcome).isInstanceOfSatisfying(
        Outcome.NoPatch.class,
        none -> assertThat(none.reason())
            .endsWith("operator:null-guard is at trust level observe here"));
  }

  @Test
  void runCutAtAnyPoint_endsTheSameWithOneCommit() {
    int points = 0;
    for (boolean died = true; died; points++) {
      commits.clear();
      cases.clear();
      FakeJournal journal = new FakeJournal();
      journal.decide(new Decision.Approved("ann", "digest"));
      journal.dieAt(points);
      RepairFlow flow = flow(TrustLevel.PROPOSE, plausible());
      died = dies(flow, journal);
      journal.revive();

      Outcome outcome = flow.repair(issue(), journal);

      assertThat(outcome).isInstanceOf(Outcome.Fixed.class);
      assertThat(commits).containsExactly("digest");
      assertThat(cases.stream().map(Case::id).distinct()).hasSize(1);
    }
    assertThat(points).isGreaterThan(2 * 8);
  }

  private static boolean dies(RepairFlow flow, FakeJournal journal) {
    try {
      flow.repair(issue(), journal);
      return false;
    } catch (FakeJournal.Death death) {
      return true;
    }
  }

  private RepairFlow flow(TrustLevel trust, Verifier verifier) {
    return flow(new FixedTrust(trust, trust), verifier);
  }

  /** The same for all patches of a service, and what it is by the time that a plan was approved. */
  private record FixedTrust(TrustLevel service, TrustLevel now, List<String> fourEyes)
      implements
        Trust {

    FixedTrust(TrustLevel service, TrustLevel now) {
      this(service, now, List.of());
    }

    @Override
    public TrustLevel of(Issue issue) {
      return service;
    }

    @Override
    public Standing of(Diagnosis diagnosis, Patch patch) {
      return new Standing(now, true, List.of("it was said"), fourEyes);
    }
  }

  private RepairFlow flow(FixedTrust trusted, Verifier verifier) {
    Locator locator =
        issue -> new Locator.Answer.Found(
            new Diagnosis(
                issue, "c0ffee",
                List.of(new Location("Cart.java", "com.example.Cart", "total", 7, 0))));
    Applier applier =
        (plan, approval) -> {
          if (!commits.contains(plan.digest())) {
            commits.add(plan.digest());
          }
          return new Change(plan.branch(), "commit of " + plan.digest());
        };
    return new RepairFlow(
        new RepairFlow.Stages(
            locator,
            (diagnosis, matches) -> cause,
            diagnosis -> {
              reproduced++;
              return new Reproducer.Answer.Red(RED);
            },
            diagnosis -> "context",
            memory(),
            List.of(candidates()),
            verifier,
            (diagnosis, reproduction, best) -> {
              plans.add(
                  new Plan(
                      "F-1", "digest", diagnosis, reproduction, best.getFirst().patch(),
                      best.getFirst().proof(), "diff", "nexa/shop-1",
                      new Standing(trusted.service(), true, List.of(), trusted.fourEyes()),
                      BlastRadius.UNKNOWN, List.of("commit"), List.of()));
              return plans.getLast();
            },
            applier,
            (plan, change) -> {
              published.add(change.commit());
              return new Published("https://git.example/shop", null);
            },
            (plan, change, approval) -> {
              swapped.add(change.commit());
              return new Swapped(List.of(new Swapped.InJvm(7, null)), null);
            },
            requests,
            (diagnosis, patch) -> patch.id()),
        trusted,
        CLOCK);
  }

  private static Verifier plausible() {
    Proof.Suite suite = new Proof.Suite(3, 0, 0);
    return (diagnosis, reproduction, patches) -> List.of(
        new Verdict.Plausible(
            patches.getFirst(), new Proof("red", "green", suite, suite, "none", "25")));
  }

  private static Patch patch(String id, String template) {
    return new Patch(id, List.of(new Edit("Cart.java", 0, 0, template)),
        new Recipe(Recipe.Shape.BEFORE_STATEMENT, template), new Origin.Operator("null-guard"),
        "why", List.of());
  }

  private Proposer candidates() {
    return new Proposer() {
      @Override
      public String name() {
        return "operators";
      }

      @Override
      public List<Patch> propose(Diagnosis diagnosis, List<Match> matches) {
        return matches.isEmpty() && !two ? List.of(ONE) : List.of(ONE, patch("p2", "y"));
      }

      @Override
      public List<Patch> propose(
          Diagnosis diagnosis, List<Match> matches, List<Requests.Refused> refused) {
        refused.forEach(each -> heard.add(each.reason()));
        return propose(diagnosis, matches);
      }
    };
  }

  private CaseBase memory() {
    return new CaseBase() {
      @Override
      public void remember(Case closed) {
        cases.add(closed);
      }

      @Override
      public List<Match> recall(String exceptionType, String context, int matchesMax) {
        return matches;
      }
    };
  }

  private static Issue issue() {
    StackTrace trace =
        new StackTrace("java.lang.NullPointerException", null, List.of(FRAME), null, List.of());
    return new Issue("SHOP-1", "shop", new Fingerprint("f"), "NPE", trace.exceptionType(), FRAME,
        Issue.Status.OPEN, 1, Instant.EPOCH, Instant.EPOCH, Set.of("javaagent"), "first", null,
        trace, List.of(FRAME), null);
  }
}
