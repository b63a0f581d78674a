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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.sandbox.Sandbox.TestRun;
import nexa.heal.source.Project;
import nexa.issue.Diagnosis;
import nexa.issue.Location;
import nexa.issue.Reproduction;
import nexa.patch.Patch;
import nexa.patch.Proof;
import nexa.patch.TestOutcome;
import nexa.patch.Verdict;
import nexa.repair.Verifier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks candidates in one sandbox session: the reproduction must be red on the deployed commit and
 * green on the patched one, with the same tests run and no green one lost.
 */
public final class SandboxVerifier implements Verifier {

  private static final Logger log = LoggerFactory.getLogger(SandboxVerifier.class);

  /** From here on a candidate first shows the reproduction green before it costs a suite. */
  private static final Duration LONG_SUITE = Duration.ofSeconds(10);

  /** How much slower than the deployed commit a patched one may be before it counts as endless. */
  private static final Duration SLOWER_BY = Duration.ofSeconds(10);

  private static final int SLOWER_TIMES = 3;

  private final Function<Diagnosis, Project> projects;
  private final Sandbox sandbox;
  private final VerifierLimits limits;
  private final InstantSource clock;
  private final PatchPolicy policy = new PatchPolicy();

  /**
   * @param projects the deployed project of a diagnosis
   */
  public SandboxVerifier(
      Function<Diagnosis, Project> projects,
      Sandbox sandbox,
      VerifierLimits limits,
      InstantSource clock) {
    this.projects = projects;
    this.sandbox = sandbox;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * {@inheritDoc}
   *
   * @throws Sandbox.Unavailable when there is no sandbox: then nothing is known of any candidate
   */
  @Override
  public List<Verdict> verify(
      Diagnosis diagnosis, Reproduction reproduction, List<Patch> candidates) {
    Instant deadline = clock.instant().plus(limits.budget());
    Project project = projects.apply(diagnosis);
    Set<String> allowed = allowed(diagnosis, project);
    List<Verdict> verdicts = new ArrayList<>();
    List<Patch> admitted = new ArrayList<>();
    for (Patch patch : distinct(candidates)) {
      policy
          .refusal(project, allowed, patch)
          .ifPresentOrElse(
              reason -> verdicts.add(new Verdict.Rejected(patch, "policy: " + reason)),
              () -> admitted.add(patch));
    }
    if (!admitted.isEmpty()) {
      try (Sandbox.Session session = sandbox.open(project)) {
        Check check = new Check(session, diagnosis, reproduction, project);
        verdicts.addAll(verify(check, admitted, deadline));
      }
    }
    verdicts.forEach(verdict -> log(diagnosis, verdict));
    return ranked(verdicts, candidates);
  }

  /** The diagnosed files, and the main sources of the same packages. */
  private static Set<String> allowed(Diagnosis diagnosis, Project project) {
    Set<String> folders = folders(diagnosis);
    return project.mainSources().keySet().stream()
        .filter(file -> folders.contains(folder(file)))
        .collect(Collectors.toSet());
  }

  private static Set<String> folders(Diagnosis diagnosis) {
    return diagnosis.locations().stream()
        .map(Location::file)
        .map(SandboxVerifier::folder)
        .collect(Collectors.toSet());
  }

  private static String folder(String file) {
    return file.substring(0, Math.max(0, file.lastIndexOf('/')));
  }

  private List<Patch> distinct(List<Patch> candidates) {
    Map<String, Patch> byId = new LinkedHashMap<>();
    candidates.forEach(patch -> byId.putIfAbsent(patch.id(), patch));
    return byId.values().stream().limit(limits.candidatesMax()).toList();
  }

  private List<Verdict> verify(Check check, List<Patch> patches, Instant deadline) {
    Base base = baseline(check);
    return switch (base) {
      case Base.Unusable unusable ->
          patches.stream()
              .<Verdict>map(patch -> new Verdict.Rejected(patch, unusable.reason()))
              .toList();
      case Base.Usable usable -> verify(check, usable, patches, deadline);
    };
  }

  private Base baseline(Check check) {
    List<String> errors = check.session.buildErrors();
    if (!errors.isEmpty()) {
      return new Base.Unusable("the deployed commit does not compile here: " + errors.getFirst());
    }
    TestRun run = new TestRun.Broken("no tests");
    for (List<String> tests : List.of(List.<String>of(), check.neighbouringTests())) {
      Instant start = clock.instant();
      run = check.run(tests);
      if (run instanceof TestRun.Ran ran) {
        Duration took = Duration.between(start, clock.instant());
        Baseline baseline = Baseline.of(tests, ran.outcomes(), check.reproduction.testId(), took);
        return baseline
            .redLog()
            .<Base>map(red -> new Base.Usable(baseline, red))
            .orElseGet(
                () -> new Base.Unusable("the reproduction is not red on the deployed commit"));
      }
    }
    return new Base.Unusable("the tests cannot be run on the deployed commit: " + reason(run));
  }

  private List<Verdict> verify(
      Check check, Base.Usable base, List<Patch> patches, Instant deadline) {
    List<Verdict> verdicts = new ArrayList<>();
    int width = Math.max(1, check.session.parallelRuns());
    String identity = sandbox.identity();
    try (ExecutorService threads = Executors.newFixedThreadPool(width)) {
      for (int at = 0; at < patches.size() && clock.instant().isBefore(deadline); at += width) {
        List<Patch> batch = patches.subList(at, Math.min(at + width, patches.size()));
        List<Future<Verdict>> pending =
            batch.stream()
                .map(patch -> threads.submit(() -> judge(check, base, patch, identity)))
                .toList();
        for (int i = 0; i < batch.size(); i++) {
          verdicts.add(settled(pending.get(i)));
        }
        if (plausible(verdicts) >= limits.plausibleMax()) {
          break;
        }
      }
    }
    return verdicts;
  }

  private static long plausible(List<Verdict> verdicts) {
    return verdicts.stream().filter(Verdict.Plausible.class::isInstance).count();
  }

  private static Verdict settled(Future<Verdict> pending) {
    try {
      return pending.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a candidate was checked", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("A candidate could not be checked", e.getCause());
    }
  }

  private Verdict judge(Check check, Base.Usable base, Patch patch, String identity) {
    Map<String, String> overlay = check.project.tree().patched(patch.edits());
    String test = check.reproduction.testId();
    Baseline baseline = base.baseline();
    Duration timeout = SLOWER_BY.plus(baseline.took().multipliedBy(SLOWER_TIMES));
    if (baseline.took().compareTo(LONG_SUITE) > 0) {
      Optional<String> red = checked(
          check.run(overlay, List.of(test), timeout), run -> Baseline.stillRed(run, test));
      if (red.isPresent()) {
        return new Verdict.Rejected(patch, red.get());
      }
    }
    TestRun suite = check.run(overlay, baseline.tests(), timeout);
    Optional<String> red =
        checked(suite, run -> Baseline.stillRed(run, test).or(() -> baseline.lost(run)));
    if (red.isPresent() || !(suite instanceof TestRun.Ran ran)) {
      return new Verdict.Rejected(patch, red.orElse("did not run"));
    }
    Proof.Suite after = Baseline.suite(ran.outcomes(), test);
    String green = test + " passed, with " + after.passed() + " other tests passed and none lost";
    return new Verdict.Plausible(
        patch, new Proof(base.redLog(), green, baseline.suite(), after, identity));
  }

  private static Optional<String> checked(
      TestRun run, Function<List<TestOutcome>, Optional<String>> demand) {
    return run instanceof TestRun.Ran ran ? demand.apply(ran.outcomes()) : Optional.of(reason(run));
  }

  private static String reason(TestRun run) {
    return switch (run) {
      case TestRun.Ran ran -> ran.outcomes().size() + " tests ran";
      case TestRun.NotCompiled errors -> "does not compile: " + errors.errors().getFirst();
      case TestRun.Broken broken -> "the run cannot be trusted: " + broken.reason();
    };
  }

  /** Plausible ones first, those without risks before those with, else in the order given. */
  private static List<Verdict> ranked(List<Verdict> verdicts, List<Patch> candidates) {
    Comparator<Verdict> order =
        Comparator.<Verdict>comparingInt(verdict -> verdict instanceof Verdict.Plausible ? 0 : 1)
            .thenComparing(verdict -> !verdict.patch().risks().isEmpty())
            .thenComparingInt(verdict -> candidates.indexOf(verdict.patch()));
    return verdicts.stream().sorted(order).toList();
  }

  private static void log(Diagnosis diagnosis, Verdict verdict) {
    String said =
        switch (verdict) {
          case Verdict.Plausible plausible -> "plausible";
          case Verdict.Rejected rejected -> "rejected reason=\"" + rejected.reason() + "\"";
        };
    log.info(
        "verify issue={} patch={} origin={} verdict={}",
        diagnosis.issue().fingerprint(),
        verdict.patch().id(),
        verdict.patch().origin().trailer(),
        said);
  }

  /** What the deployed commit is good for. */
  private sealed interface Base {

    /** Patches can be held against it. */
    record Usable(Baseline baseline, String redLog) implements Base {}

    /** No patch can be checked. */
    record Unusable(String reason) implements Base {}
  }

  /** One verification's session, and what every run in it has in common. */
  private record Check(
      Sandbox.Session session, Diagnosis diagnosis, Reproduction reproduction, Project project) {

    /** Runs tests and the reproduction on the deployed commit. */
    TestRun run(List<String> tests) {
      return session.run(Map.of(reproduction.file(), reproduction.source()), with(tests));
    }

    /** Runs tests and the reproduction on a patched commit. */
    TestRun run(Map<String, String> patched, List<String> tests, Duration timeout) {
      Map<String, String> overlay = new LinkedHashMap<>(patched);
      overlay.put(reproduction.file(), reproduction.source());
      return session.run(overlay, with(tests), timeout);
    }

    private List<String> with(List<String> tests) {
      return tests.isEmpty()
          ? tests
          : Stream.concat(tests.stream(), Stream.of(reproduction.testId())).distinct().toList();
    }

    /** The tests of the diagnosed packages, for when the whole suite cannot be run. */
    List<String> neighbouringTests() {
      Set<String> packages =
          folders(diagnosis).stream()
              .map(folder -> below(project.mainRoots(), folder))
              .collect(Collectors.toSet());
      Stream<String> neighbours =
          project.testSources().keySet().stream()
              .filter(file -> file.endsWith("Test.java") || file.endsWith("Tests.java"))
              .map(file -> below(project.testRoots(), file))
              .filter(file -> packages.contains(folder(file)))
              .map(file -> file.substring(0, file.length() - ".java".length()).replace('/', '.'));
      return Stream.concat(neighbours, Stream.of(reproduction.testId())).distinct().toList();
    }

    private static String below(List<String> roots, String path) {
      return roots.stream()
          .filter(root -> path.startsWith(root + "/"))
          .findFirst()
          .map(root -> path.substring(root.length() + 1))
          .orElse(path);
    }
  }
}
