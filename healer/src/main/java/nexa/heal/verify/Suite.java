package nexa.heal.verify;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.sandbox.Sandbox.TestRun;
import nexa.heal.sandbox.Sandbox.Tests;
import nexa.heal.source.Project;
import nexa.issue.Diagnosis;
import nexa.issue.Location;
import nexa.issue.Reproduction;
import nexa.patch.Proof;
import nexa.patch.TestOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The project's own tests with the reproduction among them, on the deployed commit and on patched ones:
 * the whole suite, or where that cannot be run the tests near the crash.
 */
final class Suite {

  private static final Logger log = LoggerFactory.getLogger(Suite.class);

  /** From here on tests that reach the change are run before the whole suite is. */
  private static final Duration LONG = Duration.ofSeconds(10);

  /** How much slower than the deployed commit a patched one may be before it counts as endless. */
  private static final Duration SLOWER_BY = Duration.ofSeconds(10);

  private static final int SLOWER_TIMES = 3;
  private static final int REACHING_MAX = 40;

  /**
   * The whole suite, the same without tests at which it broke off, the tests near the crash, and those of
   * the classes that crashed alone.
   */
  private static final int ATTEMPTS_MAX = 5;

  /** How often tests that seem broken run again on the deployed commit. */
  private static final int REPEATS_MAX = 8;

  private static final Duration REPEAT_FOR = Duration.ofSeconds(15);

  /** So many do not break by chance. */
  private static final int REPEATED_MAX = 10;

  /** How the end of a run begins that took more memory than the container has. */
  private static final String NO_ROOM = "out of memory";

  private final Sandbox.Session session;
  private final Reproduction reproduction;
  private final Project project;
  private final Sandbox sandbox;
  private final Baseline baseline;
  private final String redLog;
  private final String note;
  private final InstantSource clock;
  private final ReadWriteLock room = new ReentrantReadWriteLock();
  private final Set<String> unsteady = new TreeSet<>();
  /** Test classes that need no more runs to tell which of their tests are unsteady. */
  private final Set<String> settled = new HashSet<>();
  private boolean repeated;

  private Suite(
      Sandbox.Session session,
      Reproduction reproduction,
      Project project,
      Sandbox sandbox,
      Baseline baseline,
      String redLog,
      String note,
      InstantSource clock) {
    this.session = session;
    this.reproduction = reproduction;
    this.project = project;
    this.sandbox = sandbox;
    this.baseline = baseline;
    this.redLog = redLog;
    this.note = note;
    this.clock = clock;
  }

  /** What the deployed commit is good for. */
  sealed interface Opened {

    /** Patches can be held against it. */
    record Usable(Suite suite) implements Opened {}

    /** No patch can be checked. */
    record Unusable(String reason) implements Opened {}
  }

  /** What a suite said of a patched program. */
  sealed interface Answer {

    /** Green, and no test lost. */
    record Kept(Proof proof) implements Answer {}

    /** No good. */
    record Lost(String reason) implements Answer {}
  }

  /** Runs the suite on the deployed commit. */
  static Opened open(
      Sandbox.Session session,
      Diagnosis diagnosis,
      Reproduction reproduction,
      Project project,
      Sandbox sandbox,
      InstantSource clock) {
    TestRun run = new TestRun.Broken("no tests");
    String note = "";
    Tests tests = Tests.of(List.of());
    Set<String> endless = new TreeSet<>();
    Duration most = session.runMax();
    Instant begun = clock.instant();
    for (int i = 0; i < ATTEMPTS_MAX; i++) {
      Instant start = clock.instant();
      run =
          session.run(
              overlay(reproduction, Map.of()), tests,
              most.multipliedBy(2).dividedBy(3), most.dividedBy(4)); // a patched one may be slower
      Duration took = Duration.between(start, clock.instant());
      log(reproduction, 0, tests, took, run);
      if (run instanceof TestRun.Ran ran) {
        Baseline baseline = Baseline.of(tests, ran.outcomes(), reproduction.testId(), took);
        String said = note;
        return baseline
            .redLog()
            .<Opened>map(
                red -> new Opened.Usable(
                    new Suite(
                        session, reproduction, project, sandbox, baseline, red, said, clock)))
            .orElseGet(
                () -> new Opened.Unusable(
                    "the reproduction is not red on the deployed commit"));
      }
      if (run instanceof TestRun.Broken broken && broken.test() != null) {
        endless.add(outermost(broken.test()));
      }
      boolean isWhole = tests.only().isEmpty();
      boolean hasTime =
          Duration.between(begun, clock.instant()).multipliedBy(2).compareTo(most) <= 0;
      Tests fewer =
          isWhole && hasTime && !tests.without().containsAll(endless)
              ? new Tests(List.of(), List.copyOf(endless))
              : Tests.of(near(diagnosis, project, reproduction, endless, !isWhole));
      if (fewer.equals(tests)) {
        break;
      }
      tests = fewer;
      note = "; the whole suite cannot be run here (" + reason(run) + "), so these are "
          + (tests.only().isEmpty() ? "all tests" : "the tests near the crash")
          + (endless.isEmpty() ? "" : " without " + String.join(", ", endless));
    }
    return new Opened.Unusable(
        "the tests cannot be run on the deployed commit: " + reason(run));
  }

  /** Runs the suite on a patched program; a long one only once the tests that reach the change are green. */
  Answer of(Map<String, String> patched) {
    String test = reproduction.testId();
    if (isLong()) {
      TestRun few = run(patched, reaching(patched));
      String reason = few instanceof TestRun.Ran ran
          ? Baseline.stillRed(ran.outcomes(), test).or(() -> lostOf(ran.outcomes(), false))
              .orElse("")
          : reason(few);
      if (!reason.isEmpty()) {
        return new Answer.Lost(reason);
      }
    }
    TestRun suite = run(patched, baseline.tests());
    if (suite instanceof TestRun.Ran ran && breaksByChance(patched, ran.outcomes())) {
      suite = run(patched, baseline.tests(), room.writeLock());
    }
    if (!(suite instanceof TestRun.Ran ran)) {
      return new Answer.Lost(reason(suite));
    }
    Optional<String> lost =
        Baseline.stillRed(ran.outcomes(), test).or(() -> lostOf(ran.outcomes(), true));
    return lost.<Answer>map(Answer.Lost::new).orElseGet(() -> new Answer.Kept(proof(ran)));
  }

  /** Whether the tests that a patched program seems to break pass on it when they have the machine to themselves. */
  private boolean breaksByChance(Map<String, String> patched, List<TestOutcome> outcomes) {
    if (Baseline.stillRed(outcomes, reproduction.testId()).isPresent()
        || lostOf(outcomes, true).isEmpty()) {
      return false;
    }
    Set<String> broken = baseline.broken(outcomes, unsteady());
    if (broken.isEmpty() || broken.size() > REPEATED_MAX) {
      return false;
    }
    Tests alone = Tests.of(broken.stream().map(Suite::outermost).distinct().toList());
    return run(patched, alone, room.writeLock()) instanceof TestRun.Ran ran
        && baseline.broken(ran.outcomes(), unsteady()).isEmpty();
  }

  /** Whether the reproduction or a test notices that something is wrong with a program. */
  boolean notices(Map<String, String> wrong) {
    TestRun run = run(wrong, isLong() ? reaching(wrong) : baseline.tests());
    return !(run instanceof TestRun.Ran ran)
        || Baseline.stillRed(ran.outcomes(), reproduction.testId()).isPresent()
        || baseline.lost(ran.outcomes(), unsteady(), false).isPresent();
  }

  /** Whether one of the project's own tests notices. */
  boolean knows(Map<String, String> wrong) {
    TestRun run = run(wrong, isLong() ? reaching(wrong) : baseline.tests());
    return run instanceof TestRun.Ran ran && lostOf(ran.outcomes(), false).isPresent();
  }

  /** How long it takes on the deployed commit. */
  Duration took() {
    return baseline.took();
  }

  /** Whether it takes so long that fewer tests should say no before. */
  boolean isLong() {
    return baseline.took().compareTo(LONG) > 0;
  }

  /** Runs tests beside other runs, and alone when all of them did not find room. */
  private TestRun run(Map<String, String> patched, Tests tests) {
    TestRun beside = run(patched, tests, room.readLock());
    return beside instanceof TestRun.Broken broken && broken.reason().startsWith(NO_ROOM)
        ? run(patched, tests, room.writeLock())
        : beside;
  }

  private TestRun run(Map<String, String> patched, Tests tests, Lock place) {
    Duration timeout = SLOWER_BY.plus(baseline.took().multipliedBy(SLOWER_TIMES));
    place.lock();
    try {
      Instant start = clock.instant();
      TestRun run =
          session.run(
              overlay(reproduction, patched), tests, timeout, session.runMax().dividedBy(2));
      log(reproduction, patched.size(), tests, Duration.between(start, clock.instant()), run);
      return run;
    } finally {
      place.unlock();
    }
  }

  private static void log(
      Reproduction reproduction, int changed, Tests tests, Duration took, TestRun run) {
    log.info(
        "suite test={} changed={} tests={} millis={} said=\"{}\"",
        reproduction.testId(),
        changed,
        tests.only().isEmpty() ? "all" : tests.only().size(),
        took.toMillis(),
        reason(run));
  }

  /** What was lost, tests that do not do the same each time on the deployed commit left out. */
  private synchronized Optional<String> lostOf(List<TestOutcome> outcomes, boolean whole) {
    if (baseline.lost(outcomes, unsteady, whole).isPresent()) {
      settle(outcomes);
    }
    return baseline.lost(outcomes, unsteady, whole);
  }

  private synchronized Set<String> unsteady() {
    return Set.copyOf(unsteady);
  }

  /**
   * Runs the deployed commit again: all tests once unless that takes long, then the classes of those that
   * seem broken, as often as it takes for one that passes half the time not to pass for a steady one.
   */
  private void settle(List<TestOutcome> outcomes) {
    if (!repeated && !isLong()) {
      repeated = true;
      repeat(baseline.tests(), test -> true);
    }
    Set<String> classes = new TreeSet<>();
    Instant end = clock.instant().plus(REPEAT_FOR);
    for (int i = 0; i < REPEATS_MAX && clock.instant().isBefore(end); i++) {
      Set<String> broken = baseline.broken(outcomes, unsteady);
      broken.removeIf(test -> settled.contains(outermost(test)));
      if (broken.isEmpty() || broken.size() > REPEATED_MAX) {
        return;
      }
      classes.clear();
      broken.forEach(test -> classes.add(outermost(test)));
      repeat(Tests.of(List.copyOf(classes)), test -> classes.contains(outermost(test)));
    }
    settled.addAll(classes);
  }

  private void repeat(Tests tests, Predicate<String> isAsked) {
    if (run(Map.of(), tests) instanceof TestRun.Ran ran) {
      baseline.unlike(ran.outcomes()).stream().filter(isAsked).forEach(unsteady::add);
    }
  }

  private synchronized Proof proof(TestRun.Ran ran) {
    Proof.Suite after = Baseline.suite(ran.outcomes(), reproduction.testId());
    int left = unsteady.size();
    String green =
        reproduction.testId() + " passed, with " + after.passed()
            + " other tests passed and none lost"
            + (left == 0 ? ""
                : "; " + left
                    + " that do not do the same each time on the deployed commit do not count")
            + note;
    return new Proof(
        redLog, green, baseline.suite(), after, sandbox.identity(), sandbox.jdk());
  }

  private static Map<String, String> overlay(
      Reproduction reproduction, Map<String, String> patched) {
    Map<String, String> overlay = new LinkedHashMap<>(patched);
    overlay.put(reproduction.file(), reproduction.source());
    return overlay;
  }

  /** The reproduction, and the test classes of the suite that name a changed class. */
  private Tests reaching(Map<String, String> patched) {
    Set<String> suite =
        baseline.outcomes().keySet().stream().map(Suite::outermost).collect(Collectors.toSet());
    Set<String> names =
        patched.keySet().stream()
            .map(file -> file.substring(file.lastIndexOf('/') + 1))
            .map(name -> name.substring(0, name.length() - ".java".length()))
            .collect(Collectors.toSet());
    Stream<String> classes =
        project.testSources().entrySet().stream()
            .filter(source -> names.stream().anyMatch(source.getValue()::contains))
            .map(Map.Entry::getKey)
            .map(file -> className(Project.below(project.testRoots(), file)))
            .filter(suite::contains)
            .limit(REACHING_MAX);
    return Tests.of(Stream.concat(Stream.of(reproduction.testId()), classes).toList());
  }

  /**
   * The tests of the diagnosed packages, for when the whole suite cannot be run.
   *
   * @param endless classes to leave out, as runs broke off in them
   * @param closest whether to take those only that are named for a diagnosed class
   */
  private static List<String> near(
      Diagnosis diagnosis, Project project, Reproduction reproduction, Set<String> endless,
      boolean closest) {
    Set<String> packages =
        diagnosis.locations().stream()
            .map(Location::file)
            .map(file -> Project.below(project.mainRoots(), folder(file)))
            .collect(Collectors.toSet());
    Stream<String> neighbours =
        project.testSources().keySet().stream()
            .filter(Suite::isTest)
            .map(file -> Project.below(project.testRoots(), file))
            .filter(file -> packages.contains(folder(file)))
            .filter(file -> !closest || isOf(diagnosis, file))
            .map(Suite::className)
            .filter(name -> !endless.contains(name));
    return Stream.concat(neighbours, Stream.of(reproduction.testId())).distinct().toList();
  }

  /** The class in a file of its own that a test is in. */
  private static String outermost(String testId) {
    String name = testId.substring(0, Math.max(0, testId.indexOf('#')));
    return name.substring(0, name.contains("$") ? name.indexOf('$') : name.length());
  }

  private static boolean isOf(Diagnosis diagnosis, String testFile) {
    String name = testFile.substring(testFile.lastIndexOf('/') + 1);
    return diagnosis.locations().stream()
        .map(Location::file)
        .map(file -> file.substring(file.lastIndexOf('/') + 1, file.length() - ".java".length()))
        .anyMatch(name::startsWith);
  }

  private static boolean isTest(String file) {
    return file.endsWith("Test.java") || file.endsWith("Tests.java");
  }

  private static String className(String file) {
    return file.substring(0, file.length() - ".java".length()).replace('/', '.');
  }

  private static String folder(String file) {
    return file.substring(0, Math.max(0, file.lastIndexOf('/')));
  }

  static String reason(TestRun run) {
    return switch (run) {
      case TestRun.Ran ran -> ran.outcomes().size() + " tests ran";
      case TestRun.NotCompiled errors -> "does not compile: " + errors.errors().getFirst();
      case TestRun.Broken broken -> "the run cannot be trusted: " + broken.reason();
    };
  }
}
