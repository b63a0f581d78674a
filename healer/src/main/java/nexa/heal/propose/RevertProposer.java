package nexa.heal.propose;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import nexa.heal.source.GitBlame;
import nexa.heal.source.GitBlame.Change;
import nexa.heal.source.GitBlame.Hunk;
import nexa.heal.source.JavaModel;
import nexa.heal.source.Workspace;
import nexa.issue.Diagnosis;
import nexa.issue.Location;
import nexa.memory.Match;
import nexa.patch.Edit;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Recipe;
import nexa.repair.Proposer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proposes to take back what the last commits changed at the failing lines. An old change is not taken back:
 * what it brought is in use, and a crash that new would have come before.
 */
public final class RevertProposer implements Proposer {

  static final int CANDIDATES_MAX = 6;

  /** How long before the deployed commit a change may have been made. */
  private static final Duration AGE_MAX = Duration.ofDays(30);

  private static final int FRAMES_MAX = 3;
  private static final int LINES_MAX = 25;
  private static final int COMMIT_DIGITS = 10;

  /** A change taken back has no holes: it is of its place alone. */
  private static final Recipe RECIPE =
      new Recipe(Recipe.Shape.REPLACE_STATEMENT, "${reverted}");

  private static final Logger LOG = LoggerFactory.getLogger(RevertProposer.class);

  private final BiFunction<Diagnosis, Location, List<Change>> blame;
  private final Function<Diagnosis, JavaModel> models;

  public RevertProposer(Workspace workspace, Clock clock) {
    this(
        (diagnosis, at) -> new GitBlame(workspace.repository(diagnosis), clock)
            .changes(diagnosis.commit(), at.file(), at.line()),
        workspace::model);
  }

  /**
   * @param blame the last changes at a location
   */
  RevertProposer(BiFunction<Diagnosis, Location, List<Change>> blame,
      Function<Diagnosis, JavaModel> models) {
    this.blame = blame;
    this.models = models;
  }

  @Override
  public String name() {
    return "revert";
  }

  @Override
  public List<Patch> propose(Diagnosis diagnosis, List<Match> matches) {
    JavaModel model = models.apply(diagnosis);
    Map<String, Patch> patches = new LinkedHashMap<>();
    for (Location location : diagnosis.locations().stream().limit(FRAMES_MAX).toList()) {
      for (Change change : blame.apply(diagnosis, location)) {
        if (change.age().compareTo(AGE_MAX) > 0) {
          continue;
        }
        for (Patch patch : reverts(model.text(location.file()), location.file(), change)) {
          patches.putIfAbsent(patch.id(), patch);
        }
      }
    }
    LOG.info("proposer=revert fingerprint={} candidates={}", diagnosis.issue().fingerprint(),
        patches.size());
    return patches.values().stream().limit(CANDIDATES_MAX).toList();
  }

  /** The hunk at the line alone, then all that the commit changed in the file. */
  private static List<Patch> reverts(String text, String file, Change change) {
    List<Patch> patches = new ArrayList<>();
    List<Hunk> hunks = change.hunks();
    for (List<Hunk> taken : hunks.size() > 1 ? List.of(hunks.subList(0, 1), hunks)
        : List.of(hunks)) {
      long lines =
          taken.stream().mapToLong(it -> it.to() - it.from() + it.before().lines().count()).sum();
      if (lines <= 2 * LINES_MAX) {
        patches.add(patch(text, file, change, taken));
      }
    }
    return patches;
  }

  private static Patch patch(String text, String file, Change change, List<Hunk> hunks) {
    String commit = change.commit().substring(0, COMMIT_DIGITS);
    List<Edit> edits =
        hunks.stream()
            .map(it -> new Edit(file, lineStart(text, it.from()), lineStart(text, it.to()),
                it.before()))
            .sorted(Comparator.comparingInt(Edit::start))
            .toList();
    return Patch.of(edits, RECIPE, new Origin.Revert(commit),
        "Commit " + commit + " (" + Sentence.quoted(change.subject())
            + ") was the last to change the failing lines; this takes its change back.",
        List.of("takes back a change"));
  }

  /** Where a line starts, in characters; the end of the text for the line behind the last. */
  private static int lineStart(String text, int line) {
    int at = 0;
    for (int i = 0; i < line; i++) {
      int next = text.indexOf('\n', at);
      if (next < 0) {
        return text.length();
      }
      at = next + 1;
    }
    return at;
  }
}
