package nexa.heal.reproduce;

import java.time.InstantSource;
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
import nexa.heal.reproduce.Trials.Red;
import nexa.heal.reproduce.Trials.Trial;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.source.JavaModel;
import nexa.heal.source.Project;
import nexa.heal.source.Projects.UnreadableProject;
import nexa.heal.source.Workspace;
import nexa.issue.Diagnosis;
import nexa.issue.Reproduction;
import nexa.repair.Reproducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carves a failing test out of captured values. The outermost frame of the service's own code comes
 * first, for its test says most about how the service is used; frames that cannot be rebuilt, such
 * as those with a socket in hand, fall away inwards. What no constructor makes is tried again with a
 * reflective fixture, innermost frame first; of a recursion without end outermost first, where it
 * began.
 */
public final class SnapshotReproducer implements Reproducer {

  private static final Logger LOG = LoggerFactory.getLogger(SnapshotReproducer.class);

  private static final String OVERFLOW = StackOverflowError.class.getName();
  private static final int FRAMES_MAX = 8;
  private static final int TESTS_MAX = 30;

  /** How many tests that passed among others are tried alone, too. */
  private static final int ALONE_MAX = 3;
  private static final int FAILURE_CHARS_MAX = 8 * 1024;
  private static final int REASONS_MAX = 3;
  private static final int COMMIT_CHARS = 12;

  private final Workspace workspace;
  private final Sandbox sandbox;
  private final InstantSource clock;

  public SnapshotReproducer(Workspace workspace, Sandbox sandbox, InstantSource clock) {
    this.workspace = workspace;
    this.sandbox = sandbox;
    this.clock = clock;
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
        return new Answer.Abstained(TestStyle.NONE);
      }
      JavaModel model = workspace.model(diagnosis);
      CallTestWriter writer =
          new CallTestWriter(
              diagnosis, project, style.get(), new Symbols(model), new ObjectGraph(snapshot));
      return tried(diagnosis, project, model, writer, written(diagnosis, snapshot, writer));
    } catch (UnreadableProject | Sandbox.Unavailable e) {
      return new Answer.Abstained(String.valueOf(e.getMessage()));
    }
  }

  /** Every test that can be written, in the order they are preferred. */
  private static Written written(
      Diagnosis diagnosis, Snapshot snapshot, CallTestWriter writer) {
    Written written = new Written(new ArrayList<>(), new LinkedHashSet<>());
    List<Attempt> calls = calls(diagnosis, snapshot);
    for (Attempt call : calls.reversed()) {
      for (Mode mode : List.of(Mode.PLAIN, Mode.CONSTRUCTORS, Mode.FRESH)) {
        written.add(writer, new Attempt(call.frameIndex(), call.frame(), mode));
      }
    }
    List<Attempt> least = // the inner calls of a recursion were given what it has changed
        isOverflow(diagnosis) ? calls.reversed() : calls;
    for (Mode mode : List.of(Mode.MIXED, Mode.FIELDS)) {
      for (Attempt call : least) {
        written.add(writer, new Attempt(call.frameIndex(), call.frame(), mode));
      }
    }
    return written;
  }

  /** The captured in-app calls, innermost first; of a method that calls itself one, of overloads each. */
  private static List<Attempt> calls(Diagnosis diagnosis, Snapshot snapshot) {
    List<Attempt> calls = new ArrayList<>();
    List<Frame> frames = diagnosis.issue().inAppFrames();
    for (int i = 0; i < frames.size() && calls.size() < FRAMES_MAX; i++) {
      Frame frame = frames.get(i);
      int index = i;
      snapshot.frames().stream()
          .filter(it -> it.className().equals(frame.className())
              && it.method().equals(frame.method())
              && calls.stream().noneMatch(call -> isSameMethod(call.frame(), it)))
          .findFirst()
          .ifPresent(it -> calls.add(new Attempt(index, it, Mode.PLAIN)));
    }
    if (isOverflow(diagnosis)) {
      for (CapturedFrame frame : snapshot.frames()) { // its trace was cut off before some
        if (calls.size() < FRAMES_MAX
            && calls.stream().noneMatch(call -> isSameMethod(call.frame(), frame))) {
          calls.add(new Attempt(frames.size() - 1, frame, Mode.PLAIN));
        }
      }
    }
    return calls;
  }

  private static boolean isSameMethod(CapturedFrame one, CapturedFrame other) {
    return one.className().equals(other.className())
        && one.method().equals(other.method())
        && one.descriptor().equals(other.descriptor());
  }

  private static boolean isOverflow(Diagnosis diagnosis) {
    return diagnosis.issue().stackTrace().root().exceptionType().equals(OVERFLOW);
  }

  private Answer tried(
      Diagnosis diagnosis, Project project, JavaModel model, CallTestWriter writer,
      Written written) {
    if (written.candidates.isEmpty()) {
      return new Answer.Abstained(
          "No captured call can be written as a test: " + some(written.refusals)
              + ". A plainer entry point, or a public constructor, would make it testable.");
    }
    try (Sandbox.Session session = sandbox.open(project)) {
      Optional<String> obstacle = session.obstacle(diagnosis.locations().getFirst().file());
      if (obstacle.isPresent()) {
        return doesNotBuild(diagnosis, obstacle.get());
      }
      Trials trials = new Trials(diagnosis, model, session);
      Map<CallTest, Trial> once =
          trials.once(written.candidates.stream().map(Candidate::test).toList());
      LOG.debug(
          "issue={} refusals={} trials={}", diagnosis.issue().fingerprint(), written.refusals,
          once.entrySet().stream()
              .map(it -> it.getKey().frameIndex() + " " + it.getValue().said())
              .toList());
      int alone = 0;
      for (Candidate candidate : ordered(written.candidates, once)) {
        Trial trial = once.get(candidate.test);
        boolean isRed = trial != null && trial.isRed();
        if (!isRed && ++alone > ALONE_MAX) { // what others left behind may have hidden it
          break;
        }
        Optional<Red> confirmed = trials.confirmed(candidate.test);
        if (confirmed.isPresent()) {
          return new Answer.Red(
              reproduction(
                  new Shrinking(trials, writer, clock)
                      .shrunk(confirmed.get(), candidate.attempt)));
        }
      }
      return notRed(once, model, diagnosis);
    }
  }

  /** The answer to a commit whose own code cannot be compiled. */
  static Answer doesNotBuild(Diagnosis diagnosis, String obstacle) {
    String commit = diagnosis.commit();
    return new Answer.Abstained(
        "The deployed commit " + commit.substring(0, Math.min(COMMIT_CHARS, commit.length()))
            + " does not build: " + obstacle
            + ". Nexa compiles with the JDK's own compiler and the jars of the test class path:"
            + " commit what is missing, or name a commit that builds.");
  }

  /** Those that were red first, then those that passed, each in the order they are preferred. */
  private static List<Candidate> ordered(
      List<Candidate> candidates, Map<CallTest, Trial> once) {
    List<Candidate> ordered = new ArrayList<>();
    for (boolean red : new boolean[] {true, false}) {
      for (Candidate candidate : candidates) {
        Trial trial = once.get(candidate.test);
        if (trial != null && trial.isRed() == red && (red || trial.passed())) {
          ordered.add(candidate);
        }
      }
    }
    return ordered;
  }

  private static Answer notRed(
      Map<CallTest, Trial> once, JavaModel model, Diagnosis diagnosis) {
    Set<String> answers = new LinkedHashSet<>();
    once.forEach(
        (test, trial) -> answers.add(
            test.call() + " " + (trial.isRed() ? "failed among others, not alone" : trial.said())));
    Optional<String> chance = Chance.in(model, diagnosis);
    return new Answer.NotRed(
        once.size()
            + " tests were made of the captured calls, none failed like the service: "
            + some(answers) + "." + chance.map(it -> " " + it).orElse(""));
  }

  private static Reproduction reproduction(Red red) {
    CallTest test = red.test();
    return new Reproduction(
        test.file(),
        test.source(),
        test.testId(),
        test.frameIndex(),
        Trials.RED_RUNS,
        Reproduction.From.SNAPSHOT,
        red.failure().substring(0, Math.min(red.failure().length(), FAILURE_CHARS_MAX)));
  }

  private static String some(Set<String> reasons) {
    return String.join("; ", reasons.stream().limit(REASONS_MAX).toList());
  }

  /** How a test was made: of which call, and by what means. */
  record Attempt(int frameIndex, CapturedFrame frame, Mode mode) {}

  private record Candidate(CallTest test, Attempt attempt) {}

  /** The tests that could be written, and why others could not. */
  private record Written(List<Candidate> candidates, Set<String> refusals) {

    void add(CallTestWriter writer, Attempt attempt) {
      try {
        CallTest test = writer.write(attempt.frameIndex(), attempt.frame(), attempt.mode());
        if (candidates.size() < TESTS_MAX
            && candidates.stream().noneMatch(it -> it.test.source().equals(test.source()))) {
          candidates.add(new Candidate(test, attempt));
        }
      } catch (CannotRebuild e) {
        refusals.add(e.reason());
      }
    }
  }
}
