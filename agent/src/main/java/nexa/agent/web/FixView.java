package nexa.agent.web;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import nexa.agent.store.Effects.Effect;
import nexa.agent.store.Fixes;
import nexa.agent.store.Reviews;
import nexa.agent.store.Swaps;
import nexa.issue.Issue;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.repair.BlastRadius;
import nexa.repair.Change;
import nexa.repair.Plan;
import nexa.repair.Standing;
import org.jspecify.annotations.Nullable;

/**
 * A fix as the API shows it.
 *
 * @param commit the deployed commit that the fix is made on
 * @param trust how far it goes, and why
 * @param reach who runs through what it changes
 * @param change the commit that holds the fix, null until it was carried out
 * @param effect what it did to its issue, null before it runs
 * @param confirm whether its approval must repeat its id, as it goes into running JVMs
 * @param approvals how many persons have to approve it, and who did
 * @param swaps the running JVMs it went into, the newest first
 * @param publication where it was brought to, null when it stays in its repository
 * @param reviews what people said of it, the newest first
 * @param replaces the fix in whose place somebody asked for this one, null for none
 * @param successor what became of it when somebody asked for another one, null when nobody did
 */
record FixView(
    String id,
    String issue,
    String service,
    String title,
    String status,
    String digest,
    @Nullable String decidedBy,
    @Nullable String reason,
    String commit,
    String branch,
    PatchView patch,
    ReproductionView reproduction,
    Standing trust,
    BlastRadius reach,
    List<String> actions,
    List<PatchView> alternatives,
    @Nullable Change change,
    @Nullable EffectView effect,
    boolean confirm,
    ApprovalsView approvals,
    List<LedgerView> swaps,
    @Nullable PublicationView publication,
    List<Reviews.Review> reviews,
    @Nullable String replaces,
    @Nullable SuccessorView successor) {

  /**
   * What became of the wish for another fix.
   *
   * @param fix the one that was found, null while there is none
   * @param state sought, found, none, or moot when another than what was found was merged
   * @param because why none was found or is wanted, null while that is not so
   */
  record SuccessorView(
      String by, String reason, Instant time, @Nullable String fix, String state,
      @Nullable String because) {}

  /** A patch without its edits. */
  record PatchView(OriginView origin, String rationale, List<String> files, List<String> risks) {
    static PatchView of(Patch patch) {
      return new PatchView(
          new OriginView(kind(patch.origin()), patch.origin().name()),
          patch.rationale(),
          patch.edits().stream().map(edit -> edit.file()).distinct().toList(),
          patch.risks());
    }
  }

  /**
   * What a fix did.
   *
   * @param since when it ran everywhere
   * @param before how often its issue happened in the {@code hoursBefore} hours before
   * @param after how often since
   */
  record EffectView(
      String state, Instant since, long before, double hoursBefore, long after, String reason) {

    static EffectView of(Effect effect) {
      return new EffectView(
          effect.state().text(), effect.since(), effect.before(), effect.hoursBefore(),
          effect.after(), effect.reason());
    }
  }

  /**
   * The approvals of a fix.
   *
   * @param needed 1 or 2 different persons'
   * @param because why two
   * @param first the first of two, null while there is none
   * @param refusal why the approval of whoever asks would not be taken as the second, null where it would
   *     or none is waited for
   */
  record ApprovalsView(
      int needed, List<String> because, @Nullable FirstView first, @Nullable String refusal) {

    static ApprovalsView of(Fixes.Fix fix, @Nullable String refusal) {
      List<String> because = fix.plan().standing().fourEyes();
      Fixes.First first = fix.first();
      return new ApprovalsView(
          because.isEmpty() ? 1 : 2, because,
          first == null
              ? null
              : new FirstView(first.by().name(), first.time(), first.until()),
          refusal);
    }
  }

  /**
   * The first approval of two.
   *
   * @param until when it holds no longer without a second
   */
  record FirstView(String by, Instant time, Instant until) {}

  /** Where a patch came from. */
  record OriginView(String kind, String name) {}

  /** The test that failed first. */
  record ReproductionView(String testId, String file, String from, int redRuns) {}

  static FixView of(
      Fixes.Fix fix, @Nullable Change change, @Nullable Effect effect, List<Swaps.Entry> swaps,
      @Nullable PublicationView publication, List<Reviews.Review> reviews,
      @Nullable String refusal, @Nullable String replaces, @Nullable SuccessorView successor) {
    Plan plan = fix.plan();
    Issue issue = plan.diagnosis().issue();
    return new FixView(
        fix.id(),
        fix.issue(),
        issue.service(),
        issue.title(),
        fix.status(),
        fix.digest(),
        fix.decidedBy(),
        fix.reason(),
        plan.diagnosis().commit(),
        plan.branch(),
        PatchView.of(plan.patch()),
        new ReproductionView(
            plan.reproduction().testId(),
            plan.reproduction().file(),
            plan.reproduction().from().name().toLowerCase(Locale.ROOT),
            plan.reproduction().redRuns()),
        plan.standing(),
        plan.reach(),
        plan.actions(),
        plan.alternatives().stream().map(PatchView::of).toList(),
        change,
        effect == null ? null : EffectView.of(effect),
        plan.standing().swaps() && fix.status().equals("waiting"),
        ApprovalsView.of(fix, refusal),
        swaps.stream().map(LedgerView::of).toList(),
        publication,
        reviews,
        replaces,
        successor);
  }

  static String kind(Origin origin) {
    return switch (origin) {
      case Origin.Operator operator -> "operator";
      case Origin.Recalled recalled -> "recalled";
      case Origin.Revert revert -> "revert";
      case Origin.Model model -> "model";
    };
  }
}
