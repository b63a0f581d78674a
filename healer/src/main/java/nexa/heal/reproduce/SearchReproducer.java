package nexa.heal.reproduce;

import com.sun.source.util.TreePath;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import nexa.heal.reproduce.GuessedCalls.Target;
import nexa.heal.reproduce.SearchRounds.Hit;
import nexa.heal.reproduce.Trials.Red;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.source.JavaModel;
import nexa.heal.source.Project;
import nexa.heal.source.Projects.UnreadableProject;
import nexa.heal.source.Workspace;
import nexa.issue.Diagnosis;
import nexa.issue.Location;
import nexa.issue.Reproduction;
import nexa.repair.Reproducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for a call that fails like the service did, where nothing but the stack trace is known. It
 * calls the methods of the trace with small values and goes on from those that came nearest, many in
 * one run, within a time and a number of calls. After EvoCrash (Soltani, Panichella and van Deursen,
 * 2017), with the constants of the code and of the message in place of its many generations. The
 * same seed makes the same calls.
 */
public final class SearchReproducer implements Reproducer {

  /** The seed that is used unless another is asked for. */
  public static final long SEED = 1;

  private static final Logger LOG = LoggerFactory.getLogger(SearchReproducer.class);
  private static final int TARGETS_MAX = 6;
  private static final int CONFIRMED_MAX = 5;
  private static final int FAILURE_CHARS_MAX = 8 * 1024;

  private final Workspace workspace;
  private final Sandbox sandbox;
  private final InstantSource clock;
  private final Duration budget;
  private final long seed;

  /**
   * @param budget how long to look, the start of the sandbox left aside
   */
  public SearchReproducer(
      Workspace workspace, Sandbox sandbox, InstantSource clock, Duration budget, long seed) {
    this.workspace = workspace;
    this.sandbox = sandbox;
    this.clock = clock;
    this.budget = budget;
    this.seed = seed;
  }

  @Override
  public Answer reproduce(Diagnosis diagnosis) {
    try {
      Project project = workspace.project(diagnosis);
      Optional<TestStyle> style = TestStyle.of(project);
      if (style.isEmpty() || project.testRoots().isEmpty()) {
        return new Answer.Abstained(TestStyle.NONE);
      }
      JavaModel model = workspace.model(diagnosis);
      Symbols symbols = new Symbols(model);
      List<Target> targets = targets(symbols, diagnosis);
      if (targets.isEmpty()) {
        return new Answer.Abstained(
            "No method of the trace can be called from a test, so inputs could not be searched for.");
      }
      TestSource source =
          new TestSource(
              diagnosis, project, style.get(), symbols,
              "Repeats crash %s with values found by a search with seed " + seed + ".");
      GuessedCalls calls = new GuessedCalls(symbols, Hints.of(model, diagnosis), project);
      try (Sandbox.Session session = sandbox.open(project)) {
        Optional<String> obstacle = session.obstacle(diagnosis.locations().getFirst().file());
        if (obstacle.isPresent()) {
          return SnapshotReproducer.doesNotBuild(diagnosis, obstacle.get());
        }
        SearchRounds rounds =
            new SearchRounds(diagnosis, model, session, source, calls, symbols, seed);
        return searched(diagnosis, new Trials(diagnosis, model, session), rounds, targets);
      }
    } catch (UnreadableProject | Sandbox.Unavailable e) {
      return new Answer.Abstained(String.valueOf(e.getMessage()));
    }
  }

  private Answer searched(
      Diagnosis diagnosis, Trials trials, SearchRounds rounds, List<Target> targets) {
    Instant deadline = clock.instant().plus(budget);
    while (clock.instant().isBefore(deadline) && rounds.hasMore()) {
      List<Hit> hits = rounds.next(targets);
      LOG.info(
          "issue={} search=round seed={} calls={} hits={}",
          diagnosis.issue().fingerprint(), seed, rounds.calls(), hits.size());
      List<Hit> best =
          hits.stream()
              .sorted(
                  Comparator.comparingInt((Hit hit) -> -hit.guess().target().frameIndex())
                      .thenComparing(hit -> hit.test().source().length()))
              .limit(CONFIRMED_MAX)
              .toList();
      for (Hit hit : best) {
        Optional<Red> red = trials.confirmed(hit.test());
        if (red.isPresent()) {
          return new Answer.Red(reproduction(red.get()));
        }
      }
    }
    return new Answer.NotRed(
        rounds.calls() + " calls of " + names(targets) + " were tried with small values (seed "
            + seed + "), none failed like the service. Captured values would show which it had.");
  }

  private static String names(List<Target> targets) {
    return String.join(", ", targets.stream().map(Target::name).distinct().toList());
  }

  private static Reproduction reproduction(Red red) {
    CallTest test = red.test();
    return new Reproduction(
        test.file(), test.source(), test.testId(), test.frameIndex(), Trials.RED_RUNS,
        Reproduction.From.SEARCH,
        red.failure().substring(0, Math.min(red.failure().length(), FAILURE_CHARS_MAX)));
  }

  /** The methods of the trace that a test may call, outermost first. */
  private static List<Target> targets(Symbols symbols, Diagnosis diagnosis) {
    Map<ExecutableElement, Target> targets = new LinkedHashMap<>();
    for (Location place : diagnosis.locations().reversed()) {
      Optional<TreePath> path = symbols.model().methodAt(place);
      if (path.isPresent()
          && symbols.model().trees().getElement(path.get()) instanceof ExecutableElement method) {
        TypeElement type = symbols.owner(method);
        if (isCallable(symbols, type, method)) {
          targets.put(method, new Target(place.frameIndex(), type, method));
        }
      }
    }
    List<Target> all = new ArrayList<>(targets.values());
    return all.subList(Math.max(0, all.size() - TARGETS_MAX), all.size());
  }

  private static boolean isCallable(Symbols symbols, TypeElement type, ExecutableElement method) {
    boolean constructor = method.getKind() == ElementKind.CONSTRUCTOR;
    boolean isMain =
        method.getSimpleName().contentEquals("main")
            && method.getModifiers().contains(Modifier.STATIC);
    return !isMain
        && !method.getModifiers().contains(Modifier.PRIVATE)
        && (constructor || method.getKind() == ElementKind.METHOD)
        && !(constructor && type.getModifiers().contains(Modifier.ABSTRACT))
        && !(constructor && symbols.isInner(type))
        && symbols.isNameable(type, symbols.packageOf(type));
  }
}
