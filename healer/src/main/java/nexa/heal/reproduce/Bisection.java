package nexa.heal.reproduce;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import nexa.heal.reproduce.CommitTrial.Said;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.source.CommitLine;
import nexa.heal.source.CommitLine.Commit;
import nexa.heal.source.CommitLine.Line;
import nexa.heal.source.Project;
import nexa.heal.source.Workspace;
import nexa.issue.Diagnosis;
import nexa.issue.Reproduction;

/**
 * Finds the commit that brought a crash: the one on which the reproduction fails, and before which it
 * passes. When that is a merge, the search goes on among what it merged. Deterministic, as far as
 * time allows.
 */
public final class Bisection {

  private static final int RUNS_MAX = 12;
  private static final int ID_DIGITS = 10;
  private static final Set<String> BUILD_FILES =
      Set.of("pom.xml", "build.gradle", "build.gradle.kts", "gradle.properties",
          "libs.versions.toml");

  private final Workspace workspace;
  private final Sandbox sandbox;
  private final Clock clock;

  /** What came of a search. */
  public sealed interface Answer {

    /**
     * The crash came with a commit.
     *
     * @param runs how many commits were tried
     */
    record Introduced(String commit, String subject, Instant made, int runs) implements Answer {}

    /** It could not be told. */
    record Unknown(String reason) implements Answer {}
  }

  public Bisection(Workspace workspace, Sandbox sandbox, Clock clock) {
    this.workspace = workspace;
    this.sandbox = sandbox;
    this.clock = clock;
  }

  /**
   * Searches the history of the deployed commit.
   *
   * @param likely commits to ask first, the likeliest first
   * @param timeMax no run begins later than that
   */
  public Answer find(
      Diagnosis diagnosis, Reproduction reproduction, List<String> likely, Duration timeMax) {
    CommitTrial trial = new CommitTrial(diagnosis, reproduction, workspace, sandbox);
    Predicate<String> matters = matters(workspace.project(diagnosis));
    try (CommitLine history = CommitLine.open(workspace.repository(diagnosis), matters)) {
      return new Search(trial, history, likely, clock.instant().plus(timeMax))
          .from(history.behind(diagnosis.commit()));
    } catch (Sandbox.Unavailable | UncheckedIOException e) {
      return new Answer.Unknown(String.valueOf(e.getMessage()));
    }
  }

  /** Sources outside the tests' folders, wherever they lay once, resources and the build. */
  private static Predicate<String> matters(Project project) {
    List<String> tests =
        Stream.concat(project.testRoots().stream(), project.testResources().stream()).toList();
    List<String> resources = project.mainResources();
    return path -> !isUnder(tests, path)
        && (path.endsWith(".java")
            || isUnder(resources, path)
            || BUILD_FILES.contains(path.substring(path.lastIndexOf('/') + 1)));
  }

  private static boolean isUnder(List<String> roots, String path) {
    return roots.stream().anyMatch(root -> path.startsWith(root + "/"));
  }

  /** One search, with what it may still cost. */
  private final class Search {
    private final CommitTrial trial;
    private final CommitLine history;
    private final List<String> likely;
    private final Instant end;
    private final Map<String, Said> tried = new HashMap<>();

    Search(CommitTrial trial, CommitLine history, List<String> likely, Instant end) {
      this.trial = trial;
      this.history = history;
      this.likely = List.copyOf(likely);
      this.end = end;
    }

    Answer from(Line line) {
      if (line.commits().isEmpty()) {
        return new Answer.Unknown("No commit behind the deployed one changed code.");
      }
      Bracket bracket = narrowed(line.commits());
      if (!isFound(bracket)) {
        return new Answer.Unknown(reason(line, bracket));
      }
      Commit commit = line.commits().get(bracket.crashing());
      while (commit.parents().size() == 2) {
        Optional<Commit> merged = merged(commit);
        if (merged.isEmpty()) {
          break;
        }
        commit = merged.get();
      }
      return new Answer.Introduced(commit.id(), commit.subject(), commit.made(), tried.size());
    }

    /** Which of the commits that a merge brought the crash came with; empty when only the merge is sure. */
    private Optional<Commit> merged(Commit merge) {
      List<Commit> side =
          history.behind(merge.parents().getLast(), merge.parents().getFirst()).commits();
      if (side.isEmpty() || !mayRun() || run(side.getFirst()) != Said.CRASHES) {
        return Optional.empty();
      }
      Bracket bracket = narrowed(side);
      return isFound(bracket) ? Optional.of(side.get(bracket.crashing())) : Optional.empty();
    }

    private Bracket narrowed(List<Commit> commits) {
      List<Integer> places =
          likely.stream()
              .map(commit -> history.bringing(commits, commit))
              .filter(index -> index >= 0)
              .distinct()
              .toList();
      Bracket bracket = new Bracket(commits.size(), places);
      OptionalInt next = bracket.next();
      while (next.isPresent() && mayRun()) {
        bracket.put(next.getAsInt(), run(commits.get(next.getAsInt())));
        next = bracket.next();
      }
      return bracket;
    }

    private boolean mayRun() {
      return tried.size() < RUNS_MAX
          && clock.instant().isBefore(end)
          && !Thread.currentThread().isInterrupted();
    }

    private Said run(Commit commit) {
      return tried.computeIfAbsent(commit.id(), trial::at);
    }

    private static boolean isFound(Bracket bracket) {
      return bracket.isPassingKnown() && bracket.passing() == bracket.crashing() + 1;
    }

    private String reason(Line line, Bracket bracket) {
      List<Commit> commits = line.commits();
      String crashing = named(commits.get(bracket.crashing()));
      boolean cutShort = bracket.next().isPresent();
      String spent =
          cutShort
              ? " The search was cut short after " + tried.size() + " commits: it tries " + RUNS_MAX
                  + " at most, in the time it is given."
              : "";
      if (bracket.isPassingKnown()) {
        String silent =
            bracket.silent() == 0
                ? ""
                : ", of which " + bracket.silent()
                    + " could not be judged (the test does not compile there, or fails otherwise)";
        return "The crash came after " + named(commits.get(bracket.passing()))
            + " and is there at " + crashing + ". Commits between: "
            + (bracket.passing() - bracket.crashing() - 1) + silent + "." + spent;
      }
      String back = "The crash is there as far back as " + crashing;
      if (cutShort) {
        return back + "." + spent;
      }
      if (bracket.silent() > 0) {
        return back + " (" + commits.get(bracket.crashing()).subject()
            + "), which may have brought what crashes, or only its name: none of the "
            + bracket.silent()
            + " older commits tried, the one before it among them, could be judged (the test does not"
            + " compile there, or fails otherwise).";
      }
      return switch (line.end()) {
        case FIRST_COMMIT -> back + ", with which the history begins.";
        case CLONE -> back
            + ", where this shallow clone ends: fetch the rest with git fetch --unshallow.";
        case FORK, BOUND ->
            back + ", " + commits.size() + " changes of code ago; older ones are not"
                + " tried.";
      };
    }

    private static String named(Commit commit) {
      return commit.id().substring(0, ID_DIGITS);
    }
  }
}
