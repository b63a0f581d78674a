package nexa.heal.learn;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import nexa.heal.group.Fingerprints;
import nexa.heal.learn.GitHistory.Changed;
import nexa.heal.learn.GitHistory.Step;
import nexa.heal.propose.ChangedMethods;
import nexa.heal.propose.RecipeLearner;
import nexa.heal.propose.RecipeLearner.Lesson;
import nexa.heal.recall.CaseContext;
import nexa.heal.source.JavaModel;
import nexa.memory.Case;
import nexa.patch.Recipe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns from the commits of a repository that fixed a crash. A commit counts when it changes the body
 * of one or two methods, enough speaks for a crash, and its change is a recipe for other code too.
 */
public final class FixMiner {

  /** The Java that past sources are read as: the newest, which understands what was before it. */
  private static final int RELEASE = Runtime.version().feature();

  private static final int METHODS_MAX = 2;
  private static final Logger LOG = LoggerFactory.getLogger(FixMiner.class);

  private final Clock clock;

  public FixMiner(Clock clock) {
    this.clock = clock;
  }

  /**
   * What is looked at.
   *
   * @param revision where the history ends
   */
  public record Scope(Path repository, String revision, int commitsMax, Duration timeMax) {}

  /**
   * What came of it.
   *
   * @param shallow whether older commits were not cloned
   * @param unfinished whether a bound ended it before the history did
   */
  public record Learned(
      int commits, List<Case> cases, Map<LeftOut, Integer> leftOut, boolean shallow,
      boolean unfinished) {
    public Learned {
      cases = List.copyOf(cases);
      leftOut = Map.copyOf(leftOut);
    }
  }

  /** Looks through a history, and hands on each case as it is found. */
  public Learned learn(Scope scope, Consumer<Case> found) {
    Map<LeftOut, Integer> leftOut = new EnumMap<>(LeftOut.class);
    List<Case> cases = new ArrayList<>();
    Instant end = clock.instant().plus(scope.timeMax());
    int commits = 0;
    try (GitHistory history = GitHistory.open(scope.repository(), scope.revision())) {
      Optional<Step> step = Optional.empty();
      while (commits < scope.commitsMax()
          && clock.instant().isBefore(end)
          && (step = history.next()).isPresent()) {
        commits++;
        Result result = result(history, scope, step.orElseThrow());
        if (result.cases().isEmpty()) {
          leftOut.merge(result.why(), 1, Integer::sum);
        }
        result.cases().forEach(found);
        cases.addAll(result.cases());
      }
      boolean unfinished =
          step.isPresent() && history.next().isPresent();
      LOG.info("repository={} commits={} cases={} leftOut={} unfinished={}", scope.repository(),
          commits, cases.size(), leftOut, unfinished);
      return new Learned(commits, cases, leftOut, history.isShallow(), unfinished);
    }
  }

  /** The cases of a commit, or why there are none. */
  private record Result(List<Case> cases, LeftOut why) {
    static Result none(LeftOut why) {
      return new Result(List.of(), why);
    }
  }

  private static Result result(GitHistory history, Scope scope, Step step) {
    return switch (step) {
      case Step.Skipped(LeftOut why) -> Result.none(why);
      case Step.Change change -> {
        try {
          Result result = result(history, scope, change);
          LOG.debug("commit={} cases={} why={}", change.commit(), result.cases().size(),
              result.why());
          yield result;
        } catch (IOException | RuntimeException e) { // one odd commit must not cost the others' cases
          LOG.warn("commit={} failed", change.commit(), e);
          yield Result.none(LeftOut.UNREADABLE);
        }
      }
    };
  }

  private static Result result(GitHistory history, Scope scope, Step.Change change)
      throws IOException {
    CrashEvidence evidence =
        CrashEvidence.of(
            change.message(), change.testsChanged(), change.tests(), added(change.files()));
    if (!evidence.suffices()) {
      return Result.none(LeftOut.NO_EVIDENCE);
    }
    if (evidence.exceptionTypes().isEmpty()) {
      return Result.none(LeftOut.NO_EXCEPTION);
    }
    Map<Changed, List<Integer>> methods = new HashMap<>();
    for (Changed file : change.files()) {
      switch (ChangedMethods.between(file.before(), file.after())) {
        case ChangedMethods.None _ -> {}
        case ChangedMethods.Unreadable _ -> {
          return Result.none(LeftOut.UNREADABLE);
        }
        case ChangedMethods.Scattered _ -> {
          return Result.none(LeftOut.SCATTERED);
        }
        case ChangedMethods.More _ -> {
          return Result.none(LeftOut.DECLARATIONS);
        }
        case ChangedMethods.Bodies bodies -> methods.put(file, bodies.ordinals());
      }
    }
    int count = methods.values().stream().mapToInt(List::size).sum();
    if (count == 0 || count > METHODS_MAX) {
      return Result.none(count == 0 ? LeftOut.LAYOUT : LeftOut.DECLARATIONS);
    }
    return cases(history, scope, change, methods, evidence);
  }

  private static Result cases(
      GitHistory history, Scope scope, Step.Change change, Map<Changed, List<Integer>> methods,
      CrashEvidence evidence)
      throws IOException {
    List<Case> cases = new ArrayList<>();
    Set<Recipe> recipes = new HashSet<>();
    for (Map.Entry<Changed, List<Integer>> entry : methods.entrySet()) {
      Changed file = entry.getKey();
      Map<String, String> around =
          history.around(change.parent(), file.path(), file.before());
      JavaModel before = JavaModel.of(around, List.of(), RELEASE);
      RecipeLearner learner =
          new RecipeLearner(before, file.path(), file.after(), () -> after(around, file));
      for (int ordinal : entry.getValue()) {
        learner
            .lesson(ordinal, evidence.exceptionTypes(), evidence.named())
            .filter(lesson -> recipes.add(lesson.recipe()))
            .map(lesson -> asCase(scope, change, evidence, lesson, recipes.size()))
            .ifPresent(cases::add);
      }
    }
    return new Result(cases, LeftOut.NO_RECIPE);
  }

  private static JavaModel after(Map<String, String> around, Changed file) {
    Map<String, String> sources = new HashMap<>(around);
    sources.put(file.path(), file.after());
    return JavaModel.of(sources, List.of(), RELEASE);
  }

  /** The id is the commit's, so that what is learned again replaces what was. */
  private static Case asCase(
      Scope scope, Step.Change change, CrashEvidence evidence, Lesson lesson, int number) {
    String commit = change.commit();
    return new Case(
        "learned-" + commit.substring(0, 12) + (number > 1 ? "-" + number : ""),
        String.valueOf(scope.repository().getFileName()),
        Fingerprints.of(lesson.issue().stackTrace(), List.of()).value(),
        lesson.issue().exceptionType(),
        CaseContext.learned(
            CaseContext.of(lesson.issue(), lesson.line()),
            subject(change.message()), evidence.found()),
        lesson.recipe(),
        lesson.operator(),
        Case.Outcome.APPROVED,
        commit,
        change.made());
  }

  private static String subject(String message) {
    return message.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst()
        .orElse("");
  }

  /** The new lines, without the words that the old ones had as well. */
  private static String added(List<Changed> files) {
    StringBuilder added = new StringBuilder();
    for (Changed file : files) {
      Map<String, Integer> gone = counted(words(newLines(file.after(), file.before())));
      for (String word : words(newLines(file.before(), file.after()))) {
        boolean named = Character.isJavaIdentifierPart(word.charAt(0));
        if (!named || gone.merge(word, -1, Integer::sum) < 0) {
          added.append(word).append(' ');
        }
      }
    }
    return added.toString();
  }

  private static Map<String, Integer> counted(List<String> texts) {
    Map<String, Integer> counts = new HashMap<>();
    texts.forEach(it -> counts.merge(it, 1, Integer::sum));
    return counts;
  }

  /** The lines of code that a text has and another has not. */
  private static String newLines(String old, String now) {
    Map<String, Integer> known = counted(old.lines().map(String::strip).toList());
    return now.lines().map(String::strip)
        .filter(line -> !isComment(line))
        .filter(line -> known.merge(line, -1, Integer::sum) < 0)
        .collect(Collectors.joining("\n"));
  }

  /** Names and numbers whole, all else by the character. */
  private static List<String> words(String source) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < source.length()) {
      int start = at;
      while (at < source.length() && Character.isJavaIdentifierPart(source.charAt(at))) {
        at++;
      }
      at = Math.max(at, start + 1);
      String word = source.substring(start, at);
      if (!word.isBlank()) {
        words.add(word);
      }
    }
    return words;
  }

  private static boolean isComment(String line) {
    return line.startsWith("*") || line.startsWith("/*") || line.startsWith("//")
        || line.startsWith("import ");
  }
}
