package nexa.heal.reproduce;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nexa.event.CapturedFrame;
import nexa.event.Frame;
import nexa.event.Snapshot;
import nexa.heal.reproduce.CallContext.Mode;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.sandbox.Sandbox.TestRun;
import nexa.heal.source.Project;
import nexa.heal.source.Projects.UnreadableProject;
import nexa.heal.source.Workspace;
import nexa.issue.Diagnosis;
import nexa.issue.Reproduction;
import nexa.patch.TestOutcome;
import nexa.repair.Reproducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carves a failing test out of captured values. The outermost frame of the service's own code comes
 * first, for its test says most about how the service is used; frames that cannot be rebuilt, such
 * as those with a socket in hand, fall away inwards. What no constructor makes is tried again with a
 * reflective fixture, innermost frame first.
 */
public final class SnapshotReproducer implements Reproducer {

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotReproducer.class);
  private static final int FRAMES_MAX = 8;
  private static final int TESTS_MAX = 12;
  private static final int RED_RUNS = 2;
  private static final int FAILURE_CHARS_MAX = 8 * 1024;
  private static final int REASONS_MAX = 3;

  private final Workspace workspace;
  private final Sandbox sandbox;

  public SnapshotReproducer(Workspace workspace, Sandbox sandbox) {
    this.workspace = workspace;
    this.sandbox = sandbox;
  }

  @Override
  public Answer reproduce(Diagnosis diagnosis) {
    Snapshot snapshot = diagnosis.issue().snapshot();
    if (snapshot == null || snapshot.frames().isEmpty()) {
      return new Answer.Abstained(
          "There are no captured values of " + diagnosis.issue().id()
              + " yet: a service that runs with the Nexa agent captures them at its next crash, and"
              + " nexa heal --run does so with a command that crashes.");
    }
    try {
      Project project = workspace.project(diagnosis);
      Optional<TestStyle> style = TestStyle.of(project);
      if (style.isEmpty() || project.testRoots().isEmpty()) {
        return new Answer.Abstained(
            "The project has no JUnit among its dependencies, so a test could not be committed: add"
                + " org.junit.jupiter:junit-jupiter in scope test.");
      }
      Symbols symbols = new Symbols(workspace.model(diagnosis));
      CallTestWriter writer =
          new CallTestWriter(diagnosis, project, style.get(), symbols, new ObjectGraph(snapshot));
      return tried(diagnosis, project, symbols, written(diagnosis, snapshot, writer));
    } catch (UnreadableProject | Sandbox.Unavailable e) {
      return new Answer.Abstained(String.valueOf(e.getMessage()));
    }
  }

  /** Every test that can be written, in the order they are to be tried. */
  private static Written written(Diagnosis diagnosis, Snapshot snapshot, CallTestWriter writer) {
    Written written = new Written(new ArrayList<>(), new LinkedHashSet<>());
    List<Call> calls = calls(diagnosis, snapshot);
    for (Call call : calls.reversed()) {
      written.add(writer, call, Mode.PLAIN);
      written.add(writer, call, Mode.CONSTRUCTORS);
    }
    for (Call call : calls) {
      written.add(writer, call, Mode.FIELDS);
    }
    return written;
  }

  /** The captured in-app calls, innermost first. */
  private static List<Call> calls(Diagnosis diagnosis, Snapshot snapshot) {
    List<Call> calls = new ArrayList<>();
    List<Frame> frames = diagnosis.issue().inAppFrames();
    Set<CapturedFrame> seen = new LinkedHashSet<>();
    for (int i = 0; i < frames.size() && calls.size() < FRAMES_MAX; i++) {
      Optional<CapturedFrame> captured =
          snapshot.frame(frames.get(i).className(), frames.get(i).method());
      if (captured.isPresent() && seen.add(captured.get())) {
        calls.add(new Call(i, captured.get()));
      }
    }
    return calls;
  }

  private Answer tried(Diagnosis diagnosis, Project project, Symbols symbols, Written written) {
    if (written.tests.isEmpty()) {
      return new Answer.Abstained(
          "No captured call can be written as a test: " + some(written.refusals)
              + ". A plainer entry point, or a public constructor, would make it testable.");
    }
    Set<String> answers = new LinkedHashSet<>();
    try (Sandbox.Session session = sandbox.open(project)) {
      if (!session.buildErrors().isEmpty()) {
        return new Answer.Abstained(
            "The deployed commit " + diagnosis.commit() + " does not build: "
                + session.buildErrors().get(0)
                + ". Nexa compiles with the JDK's own compiler and the jars of the test class path.");
      }
      for (CallTest test : written.tests) {
        Trial trial = trial(diagnosis, symbols, session, test);
        LOG.info(
            "issue={} test={} frame={} redRuns={} said={}",
            diagnosis.issue().fingerprint(), test.testId(), test.frameIndex(), trial.redRuns,
            trial.redRuns == RED_RUNS ? "red" : trial.said);
        if (trial.redRuns == RED_RUNS) {
          return new Answer.Red(reproduction(test, trial));
        }
        answers.add(test.call() + " " + trial.said);
      }
    }
    return new Answer.NotRed(
        written.tests.size()
            + " tests were made of the captured calls, none failed like the service: "
            + some(answers) + ".");
  }

  private static Reproduction reproduction(CallTest test, Trial trial) {
    return new Reproduction(
        test.file(),
        test.source(),
        test.testId(),
        test.frameIndex(),
        trial.redRuns,
        Reproduction.From.SNAPSHOT,
        trial.said.substring(0, Math.min(trial.said.length(), FAILURE_CHARS_MAX)));
  }

  /** Runs a test until it was red often enough, or once was not. */
  private static Trial trial(
      Diagnosis diagnosis, Symbols symbols, Sandbox.Session session, CallTest test) {
    String failure = "";
    for (int red = 0; red < RED_RUNS; red++) {
      TestRun run =
          session.run(Map.of(test.file(), test.source()), List.of(test.testClass()));
      switch (run) {
        case TestRun.NotCompiled not -> {
          return new Trial(red,
              "did not compile (" + not.errors().stream().findFirst().orElse("") + ")");
        }
        case TestRun.Broken broken -> {
          return new Trial(red, "broke off (" + broken.reason() + ")");
        }
        case TestRun.Ran ran -> {
          TestOutcome outcome =
              ran.outcomes().stream()
                  .filter(it -> it.testId().equals(test.testId()))
                  .findFirst()
                  .orElse(null);
          if (outcome == null || outcome.failure() == null) {
            return new Trial(red, outcome == null ? "did not run" : "passed");
          }
          if (!isRed(diagnosis, symbols, test, outcome.failure())) {
            return new Trial(red, "failed otherwise (" + cause(outcome.failure()) + ")");
          }
          failure = outcome.failure();
        }
      }
    }
    return new Trial(RED_RUNS, failure);
  }

  private static boolean isRed(
      Diagnosis diagnosis, Symbols symbols, CallTest test, String failure) {
    FailureText text =
        new FailureText(failure, name -> symbols.model().fileOf(name).isPresent());
    return text.shows(
        diagnosis.issue().stackTrace().root().exceptionType(),
        diagnosis.issue().topFrame(),
        test.substituted());
  }

  /** The line that names the innermost cause. */
  private static String cause(String failure) {
    return failure
        .lines()
        .filter(line -> line.startsWith("Caused by: "))
        .reduce((first, last) -> last)
        .orElseGet(() -> failure.lines().findFirst().orElse(""));
  }

  private static String some(Set<String> reasons) {
    return String.join("; ", reasons.stream().limit(REASONS_MAX).toList());
  }

  /** A captured call and the place of its frame. */
  private record Call(int frameIndex, CapturedFrame frame) {}

  /** What running a test said: its failure when it was red, else why it was not. */
  private record Trial(int redRuns, String said) {}

  /** The tests that could be written, and why others could not. */
  private record Written(List<CallTest> tests, Set<String> refusals) {

    void add(CallTestWriter writer, Call call, Mode mode) {
      try {
        CallTest test = writer.write(call.frameIndex(), call.frame(), mode);
        if (tests.size() < TESTS_MAX
            && tests.stream().noneMatch(known -> known.source().equals(test.source()))) {
          tests.add(test);
        }
      } catch (CannotRebuild e) {
        refusals.add(e.reason());
      }
    }
  }
}
