package nexa.heal.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import nexa.event.OneLine;
import nexa.heal.source.Project;
import nexa.heal.source.SourceTree;
import nexa.issue.Diagnosis;
import nexa.issue.Issue;
import nexa.issue.Reproduction;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.patch.Patch;
import nexa.patch.Verdict;
import nexa.repair.BlastRadius;
import nexa.repair.Plan;
import nexa.repair.Planner;
import nexa.repair.Standing;
import nexa.repair.Trust;

/**
 * Plans one commit on a branch of its own, the best patch and the test that shows the crash, and what
 * follows it at the level the patch is trusted at.
 */
public final class GitPlanner implements Planner {

  private static final int ALTERNATIVES_MAX = 5;
  private static final int ID_CHARS_MAX = 40;
  private static final int SLUG_CHARS_MAX = 48;

  private final Function<Diagnosis, Project> projects;
  private final Function<String, Service> services;
  private final Trust trust;
  private final BiFunction<Diagnosis, Patch, BlastRadius> reach;
  private final Further further;
  private final ToIntFunction<Issue> refused;

  /** What would be done after the commit, in words and in order. */
  @FunctionalInterface
  public interface Further {
    List<String> of(Diagnosis diagnosis, Patch patch, Standing standing);
  }

  /**
   * @param projects reads the service's project at the diagnosis's commit
   * @param services the service of a name
   * @param reach who runs through what a patch changes
   * @param refused how many of an issue's fixes people wanted otherwise: each has its name to itself
   */
  public GitPlanner(
      Function<Diagnosis, Project> projects,
      Function<String, Service> services,
      Trust trust,
      BiFunction<Diagnosis, Patch, BlastRadius> reach,
      Further further,
      ToIntFunction<Issue> refused) {
    this.projects = projects;
    this.services = services;
    this.trust = trust;
    this.reach = reach;
    this.further = further;
    this.refused = refused;
  }

  @Override
  public Plan plan(
      Diagnosis diagnosis, Reproduction reproduction, List<Verdict.Plausible> plausible) {
    Verdict.Plausible best = plausible.getFirst();
    SourceTree tree = projects.apply(diagnosis).tree();
    int round = 1 + refused.applyAsInt(diagnosis.issue());
    String branch = branch(diagnosis.issue()) + (round == 1 ? "" : "-" + round);
    String diff = UnifiedDiff.of(tree, best.patch(), reproduction);
    Standing standing = trust.of(diagnosis, best.patch());
    List<String> actions = actions(diagnosis, reproduction, best.patch(), branch, standing);
    Plan plan = new Plan(
        "F-" + diagnosis.issue().id() + (round == 1 ? "" : "." + round),
        "",
        diagnosis,
        reproduction,
        best.patch(),
        best.proof(),
        diff,
        branch,
        standing,
        reach.apply(diagnosis, best.patch()),
        actions,
        plausible.stream().skip(1).limit(ALTERNATIVES_MAX).map(Verdict.Plausible::patch).toList());
    return plan.withDigest(Evidence.digest(plan));
  }

  private List<String> actions(
      Diagnosis diagnosis, Reproduction reproduction, Patch patch, String branch,
      Standing standing) {
    List<String> files =
        patch.edits().stream().map(edit -> OneLine.of(edit.file(), 200)).distinct().toList();
    List<String> actions = new ArrayList<>();
    actions.add(
        "Commit the patch to "
            + String.join(", ", files)
            + " and the test "
            + OneLine.of(reproduction.file(), 200)
            + " to branch "
            + branch
            + " on top of "
            + diagnosis.commit());
    actions.add("Record the evidence as a note on that commit in " + Evidence.NOTES);
    if (standing.level().includes(TrustLevel.COMMIT)) {
      actions.add(
          "Move branch " + services.apply(diagnosis.issue().service()).branch()
              + " to that commit, if it still is at " + diagnosis.commit()
              + " and no working copy has it checked out");
    }
    actions.addAll(further.of(diagnosis, patch, standing));
    return actions;
  }

  private static String branch(Issue issue) {
    String slug = slug(issue.title(), SLUG_CHARS_MAX);
    return GitApplier.BRANCHES + slug(issue.id(), ID_CHARS_MAX)
        + (slug.isEmpty() ? "" : "-" + slug);
  }

  /** Lower-case letters, digits and single dashes: safe in a ref, a path and a shell. */
  private static String slug(String text, int charsMax) {
    StringBuilder slug = new StringBuilder();
    for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
      boolean kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (kept) {
        slug.append(c);
      } else if (!slug.isEmpty() && slug.charAt(slug.length() - 1) != '-') {
        slug.append('-');
      }
      if (slug.length() == charsMax) {
        break;
      }
    }
    return slug.toString().endsWith("-") ? slug.substring(0, slug.length() - 1) : slug.toString();
  }
}
