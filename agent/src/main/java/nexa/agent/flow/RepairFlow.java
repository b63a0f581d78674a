package nexa.agent.flow;

import java.time.Clock;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import nexa.issue.Diagnosis;
import nexa.issue.Issue;
import nexa.issue.Reproduction;
import nexa.issue.TrustLevel;
import nexa.memory.Case;
import nexa.memory.CaseBase;
import nexa.memory.Match;
import nexa.patch.Patch;
import nexa.patch.Proof;
import nexa.patch.Verdict;
import nexa.repair.Applier;
import nexa.repair.Change;
import nexa.repair.Decision;
import nexa.repair.Journal;
import nexa.repair.Locator;
import nexa.repair.Outcome;
import nexa.repair.Plan;
import nexa.repair.Planner;
import nexa.repair.Proposer;
import nexa.repair.Publisher;
import nexa.repair.Reproducer;
import nexa.repair.Requests;
import nexa.repair.Standing;
import nexa.repair.Swapper;
import nexa.repair.Triage;
import nexa.repair.Trust;
import nexa.repair.Verifier;

/**
 * The whole way of an issue from its source to its fix. Every stage is one durable step: a run that
 * was cut short goes on from the last one recorded.
 */
public final class RepairFlow {

  private static final int RECALLED_MAX = 40;
  private static final int MATCHES_MAX = 5;
  private static final int CANDIDATES_MAX = 150;

  private final Stages stages;
  private final Trust trust;
  private final Clock clock;

  /**
   * What the flow needs, one part a stage.
   *
   * @param context a crash as text for the memory
   * @param change what a patch changes, in the form of {@link Requests.Refused#change}
   */
  public record Stages(
      Locator locator,
      Triage triage,
      Reproducer reproducer,
      Function<Diagnosis, String> context,
      CaseBase memory,
      List<Proposer> proposers,
      Verifier verifier,
      Planner planner,
      Applier applier,
      Publisher publisher,
      Swapper swapper,
      Requests requests,
      BiFunction<Diagnosis, Patch, String> change) {

    public Stages {
      proposers = List.copyOf(proposers);
    }
  }

  public RepairFlow(Stages stages, Trust trust, Clock clock) {
    this.stages = stages;
    this.trust = trust;
    this.clock = clock;
  }

  /**
   * Heals one issue.
   *
   * @throws Journal.Waiting while a person has not decided; call again with the same journal then
   */
  public Outcome repair(Issue issue, Journal journal) {
    Locator.Answer located = journal.step("locate", () -> stages.locator().locate(issue));
    if (!(located instanceof Locator.Answer.Found(Diagnosis diagnosis))) {
      return new Outcome.Abstained(((Locator.Answer.Nowhere) located).reason());
    }

    List<Match> matches = journal.step("recall", () -> recall(diagnosis));
    Triage.Answer cause =
        journal.step("triage", () -> stages.triage().judge(diagnosis, matches));
    if (cause instanceof Triage.Answer.NotCode(Triage.Cause where, String why)) {
      return new Outcome.NotCode(where, why);
    }

    List<Requests.Refused> refused = refused(issue, journal);
    Optional<Requests.Proven> before = before(diagnosis, refused);
    Reproducer.Answer reproduced =
        journal.step("reproduce", () -> reproduce(diagnosis, before));
    if (!(reproduced instanceof Reproducer.Answer.Red(Reproduction reproduction))) {
      return notRed(reproduced);
    }
    if (trust.of(issue) == TrustLevel.OBSERVE) {
      return new Outcome.Abstained(
          "Service " + issue.service()
              + " is at trust level observe: reproduced, and no patch sought.");
    }

    List<Patch> candidates =
        journal.step("propose", () -> propose(diagnosis, matches, refused, before));
    List<Verdict> verdicts =
        journal.step("verify", () -> verify(diagnosis, reproduction, candidates, refused, before));
    List<Verdict.Plausible> plausible = plausible(verdicts);
    if (plausible.isEmpty()) {
      return new Outcome.NoPatch(noPatch(candidates, verdicts));
    }

    Plan plan =
        journal.step("plan", () -> stages.planner().plan(diagnosis, reproduction, plausible));
    return switch (journal.decision(plan)) {
      case Decision.Approved approval -> {
        Standing now = journal.step("trust", () -> trust.of(diagnosis, plan.patch()));
        if (!now.level().includes(plan.standing().level())) {
          yield new Outcome.Abstained(
              "Trust fell from " + plan.standing().level().text() + " to " + now.level().text()
                  + " after this was planned: " + String.join("; ", now.because())
                  + ". Heal the issue again for a plan at that level.");
        }
        if (now.needsTwo() && approval.first() == null) {
          yield new Outcome.Abstained(
              "Two persons have to approve this, and one did: " + String.join("; ", now.fourEyes())
                  + ". Heal the issue again for a plan that says so.");
        }
        Change change = journal.step("apply", () -> stages.applier().apply(plan, approval));
        journal.step(
            "remember", () -> remember(plan, Case.Outcome.APPROVED, change.commit()));
        journal.step("publish", () -> stages.publisher().publish(plan, change));
        if (plan.standing().swaps()) {
          journal.step("swap", () -> stages.swapper().swap(plan, change, approval));
        }
        yield new Outcome.Fixed(plan, change);
      }
      case Decision.Declined refusal -> {
        journal.step("remember", () -> remember(plan, Case.Outcome.REJECTED, ""));
        yield new Outcome.Declined(plan, refusal.reason());
      }
      case Decision.Withdrawn(String reason) -> new Outcome.Declined(plan, reason);
    };
  }

  /** What people wanted otherwise of earlier fixes; a step where there is something, so that it is seen. */
  private List<Requests.Refused> refused(Issue issue, Journal journal) {
    List<Requests.Refused> refused = stages.requests().refused(issue);
    return refused.isEmpty() ? refused : journal.step("asked", () -> refused);
  }

  /** What an earlier run proved and nobody refused, empty where all of it was. */
  private Optional<Requests.Proven> before(Diagnosis diagnosis, List<Requests.Refused> refused) {
    return refused.isEmpty()
        ? Optional.empty()
        : stages.requests()
            .proven(diagnosis)
            .map(
                proven -> new Requests.Proven(
                    proven.reproduction(),
                    proven.plausible().stream()
                        .filter(each -> refusal(diagnosis, each.patch(), refused).isEmpty())
                        .toList()))
            .filter(left -> !left.plausible().isEmpty());
  }

  /** The refused fix that a patch would be once more. */
  private Optional<Requests.Refused> refusal(
      Diagnosis diagnosis, Patch patch, List<Requests.Refused> refused) {
    if (refused.isEmpty()) {
      return Optional.empty();
    }
    String change = stages.change().apply(diagnosis, patch);
    return refused.stream().filter(each -> each.change().equals(change)).findFirst();
  }

  private Reproducer.Answer reproduce(Diagnosis diagnosis, Optional<Requests.Proven> before) {
    return before.<Reproducer.Answer>map(
        proven -> new Reproducer.Answer.Red(proven.reproduction()))
        .orElseGet(() -> stages.reproducer().reproduce(diagnosis));
  }

  private static Outcome notRed(Reproducer.Answer answer) {
    return switch (answer) {
      case Reproducer.Answer.Red red -> throw new IllegalArgumentException("red: " + red);
      case Reproducer.Answer.NotRed(String reason) -> new Outcome.NotReproduced(reason);
      case Reproducer.Answer.Abstained(String reason) -> new Outcome.Abstained(reason);
    };
  }

  /** Of the cases with one recipe and one outcome the most alike speaks for all. */
  private List<Match> recall(Diagnosis diagnosis) {
    Set<List<Object>> seen = new HashSet<>();
    return stages
        .memory()
        .recall(
            diagnosis.issue().exceptionType(), stages.context().apply(diagnosis), RECALLED_MAX)
        .stream()
        .filter(match -> seen.add(List.of(match.past().recipe(), match.past().outcome())))
        .limit(MATCHES_MAX)
        .toList();
  }

  /** Every source's candidates in the order of the sources, equal patches once. */
  private List<Patch> propose(
      Diagnosis diagnosis, List<Match> matches, List<Requests.Refused> refused,
      Optional<Requests.Proven> before) {
    if (before.isPresent()) {
      return before.get().plausible().stream().map(Verdict.Plausible::patch).toList();
    }
    return stages.proposers().stream()
        .flatMap(proposer -> proposer.propose(diagnosis, matches, refused).stream())
        .collect(
            Collectors.toMap(
                Patch::id, patch -> patch, (first, again) -> first, LinkedHashMap::new))
        .values()
        .stream()
        .sorted(Comparator.comparing(patch -> wasTurnedDown(patch, matches)))
        .limit(CANDIDATES_MAX)
        .toList();
  }

  /** What a person rejected, or the watch took back, for a crash like this one comes last. */
  private static boolean wasTurnedDown(Patch patch, List<Match> matches) {
    return matches.stream()
        .map(Match::past)
        .anyMatch(
            past -> past.outcome() != Case.Outcome.APPROVED
                && past.recipe().equals(patch.recipe()));
  }

  private List<Verdict> verify(
      Diagnosis diagnosis, Reproduction reproduction, List<Patch> candidates,
      List<Requests.Refused> refused, Optional<Requests.Proven> before) {
    List<? extends Verdict> verdicts =
        before.isPresent()
            ? before.get().plausible()
            : stages.verifier().verify(diagnosis, reproduction, candidates);
    return verdicts.stream().map(verdict -> shown(diagnosis, verdict, refused)).toList();
  }

  /** A good patch is not shown if it is of a class that is only observed, or people wanted another one. */
  private Verdict shown(
      Diagnosis diagnosis, Verdict verdict, List<Requests.Refused> refused) {
    if (!(verdict instanceof Verdict.Plausible(Patch patch, Proof proof))) {
      return verdict;
    }
    if (trust.of(diagnosis, patch).level() == TrustLevel.OBSERVE) {
      return new Verdict.Rejected(
          patch, patch.origin().trailer() + " is at trust level observe here");
    }
    return refusal(diagnosis, patch, refused)
        .<Verdict>map(
            same -> new Verdict.Rejected(
                patch, "is the change of " + same.fix() + ", and a person asked for another"))
        .orElse(verdict);
  }

  private static List<Verdict.Plausible> plausible(List<Verdict> verdicts) {
    return verdicts.stream()
        .filter(Verdict.Plausible.class::isInstance)
        .map(Verdict.Plausible.class::cast)
        .toList();
  }

  private static String noPatch(List<Patch> candidates, List<Verdict> verdicts) {
    if (candidates.isEmpty()) {
      return "No operator and no remembered case fits this crash.";
    }
    List<Verdict.Doubtful> doubtful =
        verdicts.stream()
            .filter(Verdict.Doubtful.class::isInstance)
            .map(Verdict.Doubtful.class::cast)
            .toList();
    if (!doubtful.isEmpty()) {
      Verdict.Doubtful first = doubtful.getFirst();
      return "No candidate is sure to be right. "
          + doubtful.size()
          + " of "
          + candidates.size()
          + " stop the crash and lose no test; the first: "
          + first.patch().rationale()
          + " But it "
          + first.reason()
          + ".";
    }
    String last =
        verdicts.stream()
            .filter(Verdict.Rejected.class::isInstance)
            .map(verdict -> ((Verdict.Rejected) verdict).reason())
            .findFirst()
            .orElse("none was looked at");
    return "None of " + candidates.size() + " candidates passed; the one that came furthest: "
        + last;
  }

  private Case remember(Plan plan, Case.Outcome outcome, String commit) {
    Issue issue = plan.diagnosis().issue();
    Case closed =
        new Case(
            plan.id(),
            issue.service(),
            issue.fingerprint().value(),
            issue.exceptionType(),
            stages.context().apply(plan.diagnosis()),
            plan.patch().recipe(),
            plan.patch().origin().name(),
            outcome,
            commit,
            clock.instant());
    stages.memory().remember(closed);
    return closed;
  }
}
