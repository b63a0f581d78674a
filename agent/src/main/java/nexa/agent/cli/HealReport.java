package nexa.agent.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Function;
import nexa.agent.flow.MemoryJournal;
import nexa.heal.reproduce.Bisection;
import nexa.heal.source.GitBlame;
import nexa.issue.Diagnosis;
import nexa.issue.Issue;
import nexa.issue.Reproduction;
import nexa.patch.Edit;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Proof;
import nexa.patch.Verdict;
import nexa.repair.Locator;
import nexa.repair.Outcome;
import nexa.repair.Plan;
import nexa.repair.Reproducer;
import nexa.repair.Triage;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code nexa heal -o json}; its names are fixed by the contract.
 *
 * @param introduced the commit that brought the crash, proven by {@code --bisect}
 * @param introducedReason why there is none, when it was asked for
 */
record HealReport(
    String schema,
    @Nullable IssueReport issue,
    List<LocationReport> locations,
    List<CommitReport> suspects,
    @Nullable CommitReport introduced,
    @Nullable String introducedReason,
    String verdict,
    String reason,
    @Nullable ReproductionReport reproduction,
    @Nullable PatchReport patch,
    List<PatchReport> alternatives,
    @Nullable VerificationReport verification,
    @Nullable String branch,
    @Nullable String commit,
    Durations durations) {

  static final String SCHEMA = "nexa.heal/1";
  private static final int LOCATIONS_MAX = 5;

  /** The crash. */
  record IssueReport(String fingerprint, String exceptionType, String topFrame) {}

  /** A method that was looked at. */
  record LocationReport(String className, String method, String file, int line) {}

  /** A commit, such as one that last changed a line of the crash. */
  record CommitReport(String commit, String subject, String time) {}

  /** The failing test. */
  record ReproductionReport(String testClass, String source, int redRuns, String from) {}

  /** A patch. {@code hotSwappable} says whether it could go into a running JVM. */
  record PatchReport(
      String digest,
      String diff,
      List<String> files,
      OriginReport origin,
      boolean hotSwappable,
      List<String> risk) {}

  /** Where a patch came from. */
  record OriginReport(String kind, String name) {}

  /** What the sandbox saw; of a run without a plausible patch only how many were tried. */
  record VerificationReport(
      int candidates,
      int plausible,
      int testsRun,
      @Nullable SuiteReport suite,
      @Nullable SandboxReport sandbox) {}

  /** The suite on the deployed commit and on the patched one. */
  record SuiteReport(Proof.Suite before, Proof.Suite after) {}

  /** The sandbox that ran it. */
  record SandboxReport(String kind, String digest) {}

  /** Seconds. */
  record Durations(double total, double reproduce, double propose, double verify) {}

  /**
   * The report of a run that reached its end.
   *
   * @param suspects the commits behind the lines of a crash
   * @param diffs the diff of a patch alone
   * @param swappable whether a patch could go into a running JVM
   */
  static HealReport of(
      Issue issue,
      Outcome outcome,
      MemoryJournal journal,
      Function<Diagnosis, List<GitBlame.Change>> suspects,
      Function<Patch, String> diffs,
      BiPredicate<Diagnosis, Patch> swappable,
      Duration total) {
    Plan plan =
        switch (outcome) {
          case Outcome.Fixed fixed -> fixed.plan();
          case Outcome.Declined declined -> declined.plan();
          case Outcome.NotReproduced ignored -> null;
          case Outcome.NoPatch ignored -> null;
          case Outcome.NotCode ignored -> null;
          case Outcome.Abstained ignored -> null;
        };
    String verdict =
        switch (outcome) {
          case Outcome.Fixed ignored -> "fixed";
          case Outcome.Declined ignored -> "abstained";
          case Outcome.NotReproduced ignored -> "not-reproduced";
          case Outcome.NoPatch ignored -> "no-patch";
          case Outcome.NotCode ignored -> "not-code";
          case Outcome.Abstained ignored -> "abstained";
        };
    String reason =
        switch (outcome) {
          case Outcome.Fixed fixed -> fixed.plan().patch().rationale();
          case Outcome.Declined declined -> declined.reason();
          case Outcome.NotReproduced(String why) -> why;
          case Outcome.NoPatch(String why) -> why;
          case Outcome.NotCode(Triage.Cause ignored, String why) -> why;
          case Outcome.Abstained(String why) -> why;
        };
    return new HealReport(
        SCHEMA,
        issueReport(issue),
        locations(journal),
        suspects(journal, suspects),
        null,
        null,
        verdict,
        reason,
        reproduction(journal),
        plan == null
            ? null
            : patchReport(
                plan.patch(), plan.diff(), swappable.test(plan.diagnosis(), plan.patch())),
        alternatives(plan, journal).stream()
            .map(patch -> patchReport(patch, diffs.apply(patch),
                isSwappable(patch, journal, swappable)))
            .toList(),
        verificationReport(plan, journal),
        outcome instanceof Outcome.Fixed fixed ? fixed.change().branch() : null,
        outcome instanceof Outcome.Fixed fixed ? fixed.change().commit() : null,
        durations(journal, total));
  }

  /** The runners-up; without a plan the patches that were green and not sure enough to be shown as a fix. */
  private static List<Patch> alternatives(@Nullable Plan plan, MemoryJournal journal) {
    if (plan != null) {
      return plan.alternatives();
    }
    List<Patch> doubtful = new ArrayList<>();
    for (Object verdict : journal.result("verify", List.class).orElse(List.of())) {
      if (verdict instanceof Verdict.Doubtful doubt) {
        doubtful.add(doubt.patch());
      }
    }
    return doubtful;
  }

  private static boolean isSwappable(
      Patch patch, MemoryJournal journal, BiPredicate<Diagnosis, Patch> swappable) {
    return journal
        .result("locate", Locator.Answer.Found.class)
        .filter(found -> swappable.test(found.diagnosis(), patch))
        .isPresent();
  }

  /** The report of a run that could not begin or broke off. */
  static HealReport stopped(String verdict, String reason, Duration total) {
    return unfinished(
        null, List.of(), verdict, reason, null, new Durations(seconds(total), 0, 0, 0));
  }

  /** The report of a run that was broken off on its way, with what it had found. */
  static HealReport late(Issue issue, MemoryJournal journal, String reason, Duration total) {
    return unfinished(
        issueReport(issue), locations(journal), "error", reason, reproduction(journal),
        durations(journal, total));
  }

  private static HealReport unfinished(
      @Nullable IssueReport issue,
      List<LocationReport> locations,
      String verdict,
      String reason,
      @Nullable ReproductionReport reproduction,
      Durations durations) {
    return new HealReport(
        SCHEMA, issue, locations, List.of(), null, null, verdict, reason, reproduction, null,
        List.of(), null, null, null, durations);
  }

  /** This, and what {@code --bisect} found: a commit that is proven is the first suspect. */
  HealReport with(Bisection.Answer answer, Duration total) {
    return switch (answer) {
      case Bisection.Answer.Unknown(String why) -> with(suspects, null, why, total);
      case Bisection.Answer.Introduced found -> {
        CommitReport proven =
            new CommitReport(found.commit(), found.subject(), found.made().toString());
        List<CommitReport> first = new ArrayList<>(suspects);
        first.removeIf(suspect -> suspect.commit().equals(proven.commit()));
        first.addFirst(proven);
        yield with(first, proven, null, total);
      }
    };
  }

  private HealReport with(
      List<CommitReport> suspected, @Nullable CommitReport by, @Nullable String why,
      Duration total) {
    return new HealReport(
        schema, issue, locations, suspected, by, why, verdict, reason, reproduction, patch,
        alternatives, verification, branch, commit,
        new Durations(
            seconds(total), durations.reproduce(), durations.propose(), durations.verify()));
  }

  boolean fixed() {
    return verdict.equals("fixed");
  }

  private static IssueReport issueReport(Issue issue) {
    return new IssueReport(
        issue.fingerprint().value(), issue.exceptionType(), issue.topFrame().toString());
  }

  /** The likeliest methods, each once. */
  private static List<LocationReport> locations(MemoryJournal journal) {
    Map<String, LocationReport> methods = new LinkedHashMap<>();
    journal
        .result("locate", Locator.Answer.Found.class)
        .map(found -> found.diagnosis().suspects())
        .orElse(List.of())
        .forEach(
            at -> methods.putIfAbsent(
                at.className() + "#" + at.method(),
                new LocationReport(at.className(), at.method(), at.file(), at.line())));
    return methods.values().stream().limit(LOCATIONS_MAX).toList();
  }

  private static List<CommitReport> suspects(
      MemoryJournal journal, Function<Diagnosis, List<GitBlame.Change>> suspects) {
    return journal
        .result("locate", Locator.Answer.Found.class)
        .map(found -> suspects.apply(found.diagnosis()))
        .orElse(List.of())
        .stream()
        .map(
            change -> new CommitReport(
                change.commit(), change.subject(), change.made().toString()))
        .toList();
  }

  private static @Nullable ReproductionReport reproduction(MemoryJournal journal) {
    return journal
        .result("reproduce", Reproducer.Answer.Red.class)
        .map(Reproducer.Answer.Red::reproduction)
        .map(HealReport::reproductionReport)
        .orElse(null);
  }

  private static ReproductionReport reproductionReport(Reproduction reproduction) {
    String testId = reproduction.testId();
    int hash = testId.indexOf('#');
    return new ReproductionReport(
        hash < 0 ? testId : testId.substring(0, hash),
        reproduction.source(),
        reproduction.redRuns(),
        reproduction.from().name().toLowerCase(Locale.ROOT));
  }

  private static PatchReport patchReport(Patch patch, String diff, boolean hotSwappable) {
    List<String> files =
        List.copyOf(new TreeSet<>(patch.edits().stream().map(Edit::file).toList()));
    OriginReport origin =
        switch (patch.origin()) {
          case Origin.Operator operator -> new OriginReport("operator", operator.name());
          case Origin.Recalled recalled -> new OriginReport("recalled", recalled.name());
          case Origin.Revert revert -> new OriginReport("revert", revert.name());
          case Origin.Model model -> new OriginReport("model", model.name());
        };
    return new PatchReport(patch.id(), diff, files, origin, hotSwappable, patch.risks());
  }

  private static @Nullable VerificationReport verificationReport(
      @Nullable Plan plan, MemoryJournal journal) {
    int candidates = journal.result("propose", List.class).map(List::size).orElse(0);
    if (plan == null) {
      return journal.result("verify", List.class).isEmpty()
          ? null
          : new VerificationReport(candidates, 0, 0, null, null);
    }
    Proof proof = plan.proof();
    return new VerificationReport(
        candidates,
        1 + plan.alternatives().size(),
        proof.after().passed() + proof.after().failed() + proof.after().skipped(),
        new SuiteReport(proof.before(), proof.after()),
        sandboxReport(proof.sandbox()));
  }

  /** The identity begins with the kind and ends with the digest of the profile. */
  private static SandboxReport sandboxReport(String identity) {
    int space = identity.indexOf(' ');
    return new SandboxReport(
        space < 0 ? identity : identity.substring(0, space),
        identity.substring(identity.lastIndexOf(' ') + 1));
  }

  private static Durations durations(MemoryJournal journal, Duration total) {
    return new Durations(
        seconds(total),
        seconds(journal.duration("reproduce")),
        seconds(journal.duration("propose")),
        seconds(journal.duration("verify")));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
