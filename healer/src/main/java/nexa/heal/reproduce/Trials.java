package nexa.heal.reproduce;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.sandbox.Sandbox.TestRun;
import nexa.heal.source.JavaModel;
import nexa.issue.Diagnosis;
import nexa.patch.TestOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tests to see which fail like the service did. Many go in one run, each in a class of its own;
 * what looks red there counts only once it was red alone, twice in a row.
 */
final class Trials {

  static final int RED_RUNS = 2;
  private static final Logger LOG = LoggerFactory.getLogger(Trials.class);
  private static final String PASSED = "passed";
  private static final int COMPILATIONS_MAX = 6;
  private static final int RUNS_MAX = 40;
  private static final Duration RUN_MAX = Duration.ofSeconds(30);

  private final Diagnosis diagnosis;
  private final JavaModel model;
  private final Sandbox.Session session;
  private int runs;

  /**
   * @param model the project's main sources: what is in them is in-app
   */
  Trials(Diagnosis diagnosis, JavaModel model, Sandbox.Session session) {
    this.diagnosis = diagnosis;
    this.model = model;
    this.session = session;
  }

  /**
   * What one test did.
   *
   * @param isRed whether it failed like the service
   * @param said its failure when it is red, else what it did instead
   */
  record Trial(boolean isRed, String said) {
    boolean passed() {
      return said.equals(PASSED);
    }
  }

  /** A test that was red alone as often as it takes, and how it failed. */
  record Red(CallTest test, String failure) {}

  /** What each test did among all the others. */
  Map<CallTest, Trial> once(List<CallTest> tests) {
    Map<CallTest, Trial> trials = new LinkedHashMap<>();
    List<Numbered> all = new ArrayList<>();
    for (CallTest test : tests) {
      all.add(new Numbered(test, tests.size() == 1 ? test : test.numbered(all.size() + 1)));
    }
    run(all, trials);
    return trials;
  }

  /** Runs a test alone until it was red often enough, or once was not. */
  Optional<Red> confirmed(CallTest test) {
    String failure = "";
    for (int red = 0; red < RED_RUNS; red++) {
      Map<CallTest, Trial> trials = once(List.of(test));
      Trial trial = trials.getOrDefault(test, new Trial(false, "did not run"));
      LOG.info(
          "issue={} test={} frame={} redRuns={} said={}",
          diagnosis.issue().fingerprint(), test.testId(), test.frameIndex(),
          trial.isRed() ? red + 1 : red, trial.isRed() ? "red" : trial.said());
      if (!trial.isRed()) {
        return Optional.empty();
      }
      failure = trial.said();
    }
    return Optional.of(new Red(test, failure));
  }

  /** How a red test failed, without what differs from run to run. */
  Optional<String> signature(String failure) {
    return text(failure)
        .signature(diagnosis.issue().stackTrace().root().exceptionType(),
            diagnosis.issue().topFrame());
  }

  /** Runs those of the tests that compile. */
  private void run(List<Numbered> tests, Map<CallTest, Trial> trials) {
    List<Numbered> open = new ArrayList<>(tests);
    for (int i = 0; i < COMPILATIONS_MAX && !open.isEmpty(); i++) {
      if (++runs > RUNS_MAX) {
        open.forEach(it -> trials.put(it.test, new Trial(false, "was not run")));
        return;
      }
      Map<String, String> overlay = new HashMap<>();
      open.forEach(it -> overlay.put(it.run.file(), it.run.source()));
      List<String> classes = open.stream().map(it -> it.run.testClass()).toList();
      switch (session.run(overlay, classes, RUN_MAX)) {
        case TestRun.NotCompiled not -> leaveOut(not.errors(), open, trials);
        case TestRun.Broken broken -> {
          split(broken.reason(), open, trials);
          return;
        }
        case TestRun.Ran ran -> {
          open.forEach(it -> trials.put(it.test, trial(it.run, ran.outcomes())));
          return;
        }
      }
    }
    open.forEach(it -> trials.put(it.test, new Trial(false, "did not compile")));
  }

  /** Gives up the tests that the compiler complains of, or all when it names none. */
  private static void leaveOut(
      List<String> errors, List<Numbered> open, Map<CallTest, Trial> trials) {
    int before = open.size();
    open.removeIf(
        it -> {
          String file = it.run.file().substring(it.run.file().lastIndexOf('/') + 1);
          Optional<String> error =
              errors.stream().filter(text -> text.contains(file + ":")).findFirst();
          error.ifPresent(text -> trials.put(it.test, uncompiled(text)));
          return error.isPresent();
        });
    if (open.size() == before) {
      String first = errors.stream().findFirst().orElse("the compiler said nothing");
      open.forEach(it -> trials.put(it.test, uncompiled(first)));
      open.clear();
    }
  }

  private static Trial uncompiled(String error) {
    return new Trial(false, "did not compile (" + error + ")");
  }

  /** One test that never ends or takes the JVM down must not speak for the others. */
  private void split(String reason, List<Numbered> open, Map<CallTest, Trial> trials) {
    if (open.size() == 1) {
      trials.put(open.get(0).test, new Trial(false, "broke off (" + reason + ")"));
      return;
    }
    int middle = open.size() / 2;
    run(open.subList(0, middle), trials);
    run(open.subList(middle, open.size()), trials);
  }

  private Trial trial(CallTest test, List<TestOutcome> outcomes) {
    TestOutcome outcome =
        outcomes.stream().filter(it -> it.testId().equals(test.testId())).findFirst().orElse(null);
    String failure = outcome == null ? null : outcome.failure();
    if (failure == null) {
      return new Trial(false, outcome == null ? "did not run" : PASSED);
    }
    boolean isRed =
        text(failure).shows(diagnosis.issue(), test.substituted());
    return isRed
        ? new Trial(true, failure)
        : new Trial(false, "failed otherwise (" + cause(failure) + ")");
  }

  private FailureText text(String failure) {
    return new FailureText(failure, name -> model.fileOf(name).isPresent());
  }

  /** The line that names the innermost cause. */
  private static String cause(String failure) {
    return failure
        .lines()
        .filter(line -> line.startsWith("Caused by: "))
        .reduce((first, last) -> last)
        .orElseGet(() -> failure.lines().findFirst().orElse(""));
  }

  /** A test, and the same under the name it runs by among others. */
  private record Numbered(CallTest test, CallTest run) {}
}
