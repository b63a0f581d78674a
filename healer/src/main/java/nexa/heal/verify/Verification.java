package nexa.heal.verify;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.source.ParsedSource;
import nexa.heal.source.Project;
import nexa.heal.verify.Candidate.Grounds;
import nexa.issue.Diagnosis;
import nexa.issue.Location;
import nexa.issue.Reproduction;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Proof;
import nexa.patch.Verdict;
import nexa.repair.Thoughts.End;
import nexa.repair.Thoughts.Thought;
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

  /** How many calls like the one that crashed must be well for them to tell what a patch does. */
  private static final int WELL_MIN = 2;

  /** How many calls must go through a guessed change and give the same as before to speak for it. */
  private static final int PASSING_MIN = 3;

  /** Operators that may do no more than ask one condition more before they go on as before. */
  private static final Set<String> GUARDING =
      Set.of("null-guard", "bounds-guard", "missing-condition");

  /** Operators whose change gives the same as before wherever the old code gave anything. */
  private static final Set<String> CAREFUL =
      Set.of("wider-number", "midpoint", "mutable-copy", "concurrent-modification",
          "iterator-removal", "safe-cast", "merged-key", "null-safe-call", "safe-parse",
          "absent-index", "wrapped-index", "bounds-guard", "null-guard", "backward-loop",
          "null-argument", "same-rounding");

  private static final String NEVER_CAME =
      "changes what is computed where neither a test nor a call like the one that crashed ever came";

  /** How long others are proven once there is a fix. */
  private static final Duration RUNNERS_UP_MAX = Duration.ofSeconds(20);

  /** How many doubtful ones are proven when nothing better is there. */
  private static final int DOUBTFUL_MAX = 2;

  private final Sandbox.Session session;
  private final Sandbox sandbox;
  private final Diagnosis diagnosis;
  private final Reproduction reproduction;
  private final Project project;
  private final ParsedTree parsed;
  private final VerifierLimits limits;
  private final InstantSource clock;
  private final Instant deadline;
  private final CandidateThoughts told;
  private final Precedent precedent;
  private final Doubts doubts;
  private final boolean isPromised;

  Verification(
      Sandbox sandbox,
      Sandbox.Session session,
      Diagnosis diagnosis,
      Reproduction reproduction,
      Project project,
      ParsedTree parsed,
      VerifierLimits limits,
      InstantSource clock,
      Instant deadline,
      CandidateThoughts told) {
    this.sandbox = sandbox;
    this.session = session;
    this.diagnosis = diagnosis;
    this.reproduction = reproduction;
    this.project = project;
    this.parsed = parsed;
    this.limits = limits;
    this.clock = clock;
    this.deadline = deadline;
    this.told = told;
    this.isPromised = isPromised(diagnosis, parsed);
    this.precedent = new Precedent(project, diagnosis.issue().exceptionType());
    this.doubts = new Doubts(diagnosis, reproduction, parsed);
  }

  /** Whether the method that crashed documents another exception for what it was given. */
  private static boolean isPromised(Diagnosis diagnosis, ParsedTree parsed) {
    Location place = diagnosis.locations().getFirst();
    ParsedSource source = parsed.of(place.file());
    return source
        .methodAtLine(place.line())
        .filter(
            method -> Promise.isDocumented(source, method, diagnosis.issue().exceptionType()))
        .isPresent();
  }

  /** A verdict for each candidate that was looked at, of those that came furthest first. */
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
      switch (baseline()) {
        case Suite.Opened.Unusable unusable ->
            verdicts.addAll(
                0, rejected(green.stream().map(Candidate::patch).toList(), unusable.reason()));
        case Suite.Opened.Usable usable ->
            verdicts.addAll(0, proven(threads, look, usable.suite(), green));
      }
    }
    return verdicts;
  }

  /** The tests of the deployed commit. */
  private Suite.Opened baseline() {
    Thought thought = told.baseline();
    Suite.Opened opened =
        Suite.open(session, diagnosis, reproduction, project, sandbox, clock);
    switch (opened) {
      case Suite.Opened.Usable usable -> thought.end(End.OK, Map.of());
      case Suite.Opened.Unusable(String reason) ->
          thought.end(End.REFUSED, Map.of("reason", reason));
    }
    return opened;
  }

  private static List<Verdict> rejected(List<Patch> patches, String reason) {
    return patches.stream().<Verdict>map(patch -> new Verdict.Rejected(patch, reason)).toList();
  }

  private List<Candidate> candidates(List<Patch> patches) {
    List<Candidate> candidates = new ArrayList<>();
    for (Patch patch : patches) {
      candidates.add(candidate(patch, candidates.size()));
    }
    return candidates;
  }

  /** A patch that only silences the crash is no fix, unless something in the program calls for it. */
  private Candidate candidate(Patch patch, int order) {
    Optional<Silencing> silencing =
        Boundary.isMoved(project.tree(), patch)
            ? Optional.empty() // the condition is there already, and was meant so
            : Silencing.of(parsed, patch);
    Optional<Precedent.Reason> reason =
        silencing
            .flatMap(precedent::of)
            .filter(found -> found.isStrong() || !isPromised && !doubts.isSearchedInstead());
    String doubt = doubts.of(patch, silencing, reason.isPresent());
    Grounds grounds =
        silencing.isEmpty()
            ? GUARDING.contains(patch.origin().name()) ? Grounds.GUARDED : Grounds.COMPUTED
            : reason.filter(Precedent.Reason::isStrong).isPresent()
                ? Grounds.CALLED_FOR
                : Grounds.GENERAL;
    Candidate candidate =
        new Candidate(patch, order, project.tree().patched(patch.edits()), grounds,
            silencing.filter(Silencing::goesOn).isPresent(), doubt);
    return doubt.isEmpty() || !(patch.origin() instanceof Origin.Recalled)
        ? candidate
        : candidate.asRisk(); // a person approved this change at another place
  }

  private boolean isOverflow() {
    return diagnosis.issue().exceptionType().equals("java.lang.StackOverflowError");
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
    Map<Candidate, String> guesses = new LinkedHashMap<>();
    String refused = "";
    int width = Math.max(1, session.parallelRuns()) * 4;
    int at = 0;
    while (at < candidates.size() && clock.instant().isBefore(deadline) && !isEnough(green)) {
      List<Candidate> batch = candidates.subList(at, Math.min(at + width, candidates.size()));
      List<FirstLook.Answer> answers =
          all(threads, batch, candidate -> look(look.get(), candidate));
      for (int i = 0; i < batch.size(); i++) {
        Candidate candidate = batch.get(i);
        switch (answers.get(i)) {
          case FirstLook.Answer.Red(String reason) ->
              verdicts.add(new Verdict.Rejected(candidate.patch(), reason));
          case FirstLook.Answer.Other(String ignored, String reason) ->
              green.add(
                  Boundary.isSwapped(project.tree(), candidate.patch())
                      ? candidate // the old condition could hold for nothing
                      : candidate.doubted(reason));
          case FirstLook.Answer.Green(String seen) -> {
            green.add(candidate);
            refused = candidate.goesOn() && refused.isEmpty() ? promised(seen) : refused;
            if (candidate.doubt().equals(Doubts.GUESSED)) {
              guesses.put(candidate, seen);
            }
          }
          case FirstLook.Answer.Unknown ignored -> green.add(candidate);
        }
      }
      at += batch.size();
    }
    green = Rivals.doubted(diagnosis.issue().exceptionType(), refused,
        told(look.get(), guesses, green));
    log.info(
        "verify issue={} looks={} green={} neighbours={} millis={}",
        diagnosis.issue().fingerprint(),
        at,
        green.size(),
        look.get().neighbours(),
        start.until(clock.instant()).toMillis());
    return green.stream().sorted(Candidate.BEST_FIRST).toList();
  }

  /** A first look; one that is red is all there is to a candidate. */
  private FirstLook.Answer look(FirstLook look, Candidate candidate) {
    told.begin(candidate.patch());
    FirstLook.Answer answer = look.at(candidate.files());
    if (answer instanceof FirstLook.Answer.Red(String reason)) {
      told.end(new Verdict.Rejected(candidate.patch(), reason));
    }
    return answer;
  }

  /**
   * A guess is none any more when calls that were well go through the change and give the same as before,
   * unless another such guess does something else.
   */
  private List<Candidate> told(
      FirstLook look, Map<Candidate, String> guesses, List<Candidate> green) {
    if (Set.copyOf(guesses.values()).size() != 1) {
      return green;
    }
    return green.stream()
        .map(each -> guesses.containsKey(each) && isPassed(look, each) ? each.undoubted() : each)
        .toList();
  }

  private boolean isPassed(FirstLook look, Candidate candidate) {
    return Mutant.failing(project.tree(), candidate.patch())
        .filter(mutant -> look.failing(mutant.files()) >= PASSING_MIN)
        .isPresent();
  }

  /** The promised exception that the call ends in, empty when it returns. */
  private String promised(String seen) {
    String first = seen.lines().findFirst().orElse("");
    int end = first.lastIndexOf('"'); // it is seen as a text, its type
    String type = end < 1 ? "" : first.substring(first.lastIndexOf('"', end - 1) + 1, end);
    return reproduction.source().contains("catch (" + type + " promised)") ? type : "";
  }

  private static boolean isEnough(List<Candidate> green) {
    return green.stream().filter(candidate -> !candidate.isDoubtful()).count() >= GREEN_ENOUGH;
  }

  private List<Verdict> proven(
      ExecutorService threads, Optional<FirstLook> look, Suite suite, List<Candidate> green) {
    List<Candidate> sure = green.stream().filter(each -> !each.isDoubtful()).toList();
    List<Candidate> doubtful = green.stream().filter(Candidate::isDoubtful).toList();
    List<Judged> judged = prove(threads, look, suite, sure, limits.plausibleMax());
    List<Verdict> verdicts = new ArrayList<>();
    if (judged.stream().anyMatch(each -> each.verdict() instanceof Verdict.Plausible)) {
      doubtful.forEach(each -> verdicts.add(new Verdict.Rejected(each.patch(), each.doubt())));
    } else {
      judged.addAll(prove(threads, look, suite, doubtful, DOUBTFUL_MAX));
    }
    judged.sort(Comparator.comparing(Judged::candidate, Candidate.BEST_FIRST));
    verdicts.addAll(0, judged.stream().map(Judged::verdict).toList());
    return verdicts;
  }

  /**
   * Runs the suite on candidates until enough have kept it, or one has and others would take too long. A
   * long suite has all room for itself, so that the best candidate is not kept waiting.
   */
  private List<Judged> prove(
      ExecutorService threads,
      Optional<FirstLook> look,
      Suite suite,
      List<Candidate> candidates,
      int enough) {
    List<Judged> judged = new ArrayList<>();
    int width = suite.isLong() ? 1 : Math.max(1, session.parallelRuns());
    Instant last = deadline;
    for (int at = 0; at < candidates.size() && kept(judged) < enough
        && clock.instant().isBefore(last); at += width) {
      List<Candidate> batch = candidates.subList(at, Math.min(at + width, candidates.size()));
      judged.addAll(all(threads, batch, candidate -> judged(look, suite, candidate)));
      if (last.equals(deadline) && kept(judged) > 0) {
        Instant runnersUp = clock.instant().plus(RUNNERS_UP_MAX).minus(suite.took());
        last = runnersUp.isBefore(deadline) ? runnersUp : deadline;
      }
    }
    return judged;
  }

  private static long kept(List<Judged> judged) {
    return judged.stream()
        .filter(each -> !(each.verdict() instanceof Verdict.Rejected))
        .count();
  }

  private Judged judged(Optional<FirstLook> look, Suite suite, Candidate candidate) {
    return switch (run(suite, candidate)) {
      case Suite.Answer.Lost(String reason) ->
          new Judged(candidate, new Verdict.Rejected(candidate.patch(), reason));
      case Suite.Answer.Kept kept when candidate.isDoubtful() -> Judged.doubtful(candidate, kept);
      case Suite.Answer.Kept kept when !isKnown(look, suite, candidate) ->
          Judged.doubtful(candidate.doubted(NEVER_CAME), kept);
      case Suite.Answer.Kept kept -> {
        Candidate flagged = flagged(look, suite, candidate);
        yield new Judged(flagged, new Verdict.Plausible(flagged.patch(), kept.proof()));
      }
    };
  }

  private Suite.Answer run(Suite suite, Candidate candidate) {
    Thought thought = told.suite(candidate.patch());
    Suite.Answer answer = suite.of(candidate.files());
    switch (answer) {
      case Suite.Answer.Lost(String reason) ->
          thought.end(End.REFUSED, Map.of("reason", reason));
      case Suite.Answer.Kept(Proof proof) ->
          thought.end(
              End.OK,
              Map.of(
                  "passed", proof.before().passed() + " → " + proof.after().passed(),
                  "failed", Integer.toString(proof.after().failed())));
    }
    return answer;
  }

  /** Whether anything besides the crash shows what a patch does that computes something else. */
  private boolean isKnown(Optional<FirstLook> look, Suite suite, Candidate candidate) {
    boolean hasWell = look.isPresent() && look.get().well() >= WELL_MIN;
    if (hasWell
        || !candidate.computes()
        || CAREFUL.contains(candidate.patch().origin().name())
        || !isOverflow() && Boundary.isMoved(project.tree(), candidate.patch())) {
      return true;
    }
    return Mutant.failing(project.tree(), candidate.patch())
        .map(mutant -> suite.knows(mutant.files()))
        .orElse(true);
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
        if (e.getCause() instanceof Sandbox.Unavailable gone) {
          throw gone;
        }
        throw new IllegalStateException("A candidate could not be checked", e.getCause());
      }
    }
    return results;
  }

  /** A candidate and what became of it. */
  private record Judged(Candidate candidate, Verdict verdict) {

    static Judged doubtful(Candidate candidate, Suite.Answer.Kept kept) {
      return new Judged(
          candidate, new Verdict.Doubtful(candidate.patch(), kept.proof(), candidate.doubt()));
    }
  }
}
