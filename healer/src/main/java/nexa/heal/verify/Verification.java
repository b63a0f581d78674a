package nexa.heal.verify;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.source.Project;
import nexa.issue.Diagnosis;
import nexa.issue.Reproduction;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checks of one crash's candidates in one session, cheapest first: a first look at each, which sends
 * most away; then the whole suite for the best that are left, until enough are plausible; then mutants
 * of these.
 */
final class Verification {

  private static final Logger log = LoggerFactory.getLogger(Verification.class);

  /** How many green candidates without doubt end the looking. */
  private static final int GREEN_ENOUGH = 12;

  /** How many doubtful ones are proven when nothing better is there. */
  private static final int DOUBTFUL_MAX = 2;

  private final Sandbox.Session session;
  private final Sandbox sandbox;
  private final Diagnosis diagnosis;
  private final Reproduction reproduction;
  private final Project project;
  private final VerifierLimits limits;
  private final InstantSource clock;
  private final Instant deadline;
  private final Precedent precedent;

  Verification(
      Sandbox sandbox,
      Sandbox.Session session,
      Diagnosis diagnosis,
      Reproduction reproduction,
      Project project,
      VerifierLimits limits,
      InstantSource clock,
      Instant deadline) {
    this.sandbox = sandbox;
    this.session = session;
    this.diagnosis = diagnosis;
    this.reproduction = reproduction;
    this.project = project;
    this.limits = limits;
    this.clock = clock;
    this.deadline = deadline;
    this.precedent = new Precedent(project);
  }

  /** A verdict for each candidate that was looked at. */
  List<Verdict> of(List<Patch> patches) {
    List<Verdict> verdicts = new ArrayList<>();
    Optional<String> obstacle = session.obstacle(diagnosis.locations().getFirst().file());
    if (obstacle.isPresent()) {
      return rejected(patches, "the deployed commit does not compile here: " + obstacle.get());
    }
    try (ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(1, session.parallelRuns()))) {
      Optional<FirstLook> look = FirstLook.of(session, reproduction);
      List<Candidate> green = looked(threads, look, candidates(patches), verdicts);
      if (green.isEmpty()) {
        return verdicts;
      }
      switch (Suite.open(
          session, diagnosis, reproduction, project, sandbox.identity(), clock)) {
        case Suite.Opened.Unusable unusable ->
            verdicts.addAll(
                rejected(green.stream().map(Candidate::patch).toList(), unusable.reason()));
        case Suite.Opened.Usable usable ->
            verdicts.addAll(proven(threads, look, usable.suite(), green));
      }
    }
    return verdicts;
  }

  private static List<Verdict> rejected(List<Patch> patches, String reason) {
    return patches.stream().<Verdict>map(patch -> new Verdict.Rejected(patch, reason)).toList();
  }

  private List<Candidate> candidates(List<Patch> patches) {
    List<Candidate> candidates = new ArrayList<>();
    for (Patch patch : patches) {
      candidates.add(
          new Candidate(
              patch, candidates.size(), project.tree().patched(patch.edits()), doubt(patch)));
    }
    return candidates;
  }

  /** Why a patch that only silences the crash is no fix, empty when it does more or may do so. */
  private String doubt(Patch patch) {
    if (patch.origin() instanceof Origin.Recalled) {
      return ""; // a person has approved this very change before
    }
    if (patch.risks().contains(Patch.GUESS)) {
      return "computes something else for every input, which only this one crash speaks for";
    }
    return Silencing.of(project.tree(), patch)
        .filter(silencing -> precedent.of(silencing).isEmpty())
        .map(Verification::words)
        .orElse("");
  }

  private static String words(Silencing silencing) {
    String value = silencing.value().isEmpty() ? "nothing" : silencing.value();
    return switch (silencing.kind()) {
      case RETURNS -> "only returns " + value + " instead, which nothing in the code or its"
          + " documentation calls for";
      case DEFAULTS -> "only goes on with " + value + " instead, which nothing in the code or its"
          + " documentation calls for";
      case SKIPS, SKIPS_IN_LOOP -> "only leaves out what crashed, and nothing in the code or its"
          + " documentation says that it may be left out";
      case SWALLOWS -> "only catches the exception and goes on";
      case UNCHECKS -> "takes a check away that the code makes on purpose";
    };
  }

  /** The candidates that are green at first look, best first; the others get their verdict. */
  private List<Candidate> looked(
      ExecutorService threads,
      Optional<FirstLook> look,
      List<Candidate> candidates,
      List<Verdict> verdicts) {
    if (look.isEmpty()) {
      return candidates.stream().sorted(Candidate.BEST_FIRST).toList();
    }
    Instant start = clock.instant();
    List<Candidate> green = new ArrayList<>();
    int width = Math.max(1, session.parallelRuns()) * 4;
    int at = 0;
    while (at < candidates.size() && clock.instant().isBefore(deadline) && !isEnough(green)) {
      List<Candidate> batch = candidates.subList(at, Math.min(at + width, candidates.size()));
      List<FirstLook.Answer> answers =
          all(threads, batch, candidate -> look.get().at(candidate.files()));
      for (int i = 0; i < batch.size(); i++) {
        Candidate candidate = batch.get(i);
        switch (answers.get(i)) {
          case FirstLook.Answer.Red(String reason) ->
              verdicts.add(new Verdict.Rejected(candidate.patch(), reason));
          case FirstLook.Answer.Other(String ignored, String reason) ->
              green.add(candidate.doubted(reason));
          case FirstLook.Answer.Green ignored -> green.add(candidate);
          case FirstLook.Answer.Unknown ignored -> green.add(candidate);
        }
      }
      at += batch.size();
    }
    log.info(
        "verify issue={} looks={} green={} neighbours={} millis={}",
        diagnosis.issue().fingerprint(),
        at,
        green.size(),
        look.get().neighbours(),
        start.until(clock.instant()).toMillis());
    return green.stream().sorted(Candidate.BEST_FIRST).toList();
  }

  private static boolean isEnough(List<Candidate> green) {
    return green.stream().filter(candidate -> !candidate.isDoubtful()).count() >= GREEN_ENOUGH;
  }

  private List<Verdict> proven(
      ExecutorService threads, Optional<FirstLook> look, Suite suite, List<Candidate> green) {
    List<Verdict> verdicts = new ArrayList<>();
    List<Candidate> sure = green.stream().filter(each -> !each.isDoubtful()).toList();
    List<Candidate> doubtful = green.stream().filter(Candidate::isDoubtful).toList();
    long plausible =
        prove(threads, look, suite, sure, limits.plausibleMax(), verdicts);
    if (plausible == 0) {
      prove(threads, look, suite, doubtful, DOUBTFUL_MAX, verdicts);
    } else {
      doubtful.forEach(
          each -> verdicts.add(new Verdict.Rejected(each.patch(), each.doubt())));
    }
    return verdicts;
  }

  /** Runs the suite on candidates until enough have kept it; how many have. */
  private long prove(
      ExecutorService threads,
      Optional<FirstLook> look,
      Suite suite,
      List<Candidate> candidates,
      int enough,
      List<Verdict> verdicts) {
    int width = Math.max(1, session.parallelRuns());
    long kept = 0;
    for (int at = 0; at < candidates.size() && kept < enough
        && clock.instant().isBefore(deadline); at += width) {
      List<Candidate> batch = candidates.subList(at, Math.min(at + width, candidates.size()));
      List<Verdict> settled = all(threads, batch, candidate -> verdict(look, suite, candidate));
      verdicts.addAll(settled);
      kept += settled.stream().filter(each -> !(each instanceof Verdict.Rejected)).count();
    }
    return kept;
  }

  private Verdict verdict(Optional<FirstLook> look, Suite suite, Candidate candidate) {
    return switch (suite.of(candidate.files())) {
      case Suite.Answer.Lost(String reason) -> new Verdict.Rejected(candidate.patch(), reason);
      case Suite.Answer.Kept kept when candidate.isDoubtful() ->
          new Verdict.Doubtful(candidate.patch(), kept.proof(), candidate.doubt());
      case Suite.Answer.Kept kept ->
          new Verdict.Plausible(flagged(look, suite, candidate).patch(), kept.proof());
    };
  }

  /** A patch of which a part could be wrong without a test noticing says so. */
  private Candidate flagged(Optional<FirstLook> look, Suite suite, Candidate candidate) {
    for (Mutant mutant : Mutant.of(project.tree(), candidate.patch())) {
      if (clock.instant().isBefore(deadline) && !isNoticed(look, suite, mutant.files())) {
        return candidate.withRisk("no test would notice " + mutant.what());
      }
    }
    return candidate;
  }

  private static boolean isNoticed(
      Optional<FirstLook> look, Suite suite, Map<String, String> mutant) {
    boolean atOnce =
        look.isPresent()
            && switch (look.get().at(mutant)) {
              case FirstLook.Answer.Red ignored -> true;
              case FirstLook.Answer.Other ignored -> true;
              case FirstLook.Answer.Green ignored -> false;
              case FirstLook.Answer.Unknown ignored -> false;
            };
    return atOnce || suite.notices(mutant);
  }

  private static <A, B> List<B> all(
      ExecutorService threads, List<A> items, Function<A, B> work) {
    List<Future<B>> pending =
        items.stream().map(item -> threads.submit(() -> work.apply(item))).toList();
    List<B> results = new ArrayList<>();
    for (Future<B> each : pending) {
      try {
        results.add(each.get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while a candidate was checked", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException("A candidate could not be checked", e.getCause());
      }
    }
    return results;
  }
}
