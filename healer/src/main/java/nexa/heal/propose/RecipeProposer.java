package nexa.heal.propose;

import java.util.List;
import java.util.function.Function;
import nexa.heal.propose.Suspects.Suspect;
import nexa.heal.source.JavaModel;
import nexa.heal.source.Workspace;
import nexa.issue.Diagnosis;
import nexa.memory.Case;
import nexa.memory.Match;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.repair.Proposer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Proposes what helped before: transplants the recipes of recalled cases to the crash at hand. */
public final class RecipeProposer implements Proposer {

  static final int CANDIDATES_MAX = 12;

  private static final int RANK_COST = 4;
  private static final Logger LOG = LoggerFactory.getLogger(RecipeProposer.class);

  private final Function<Diagnosis, JavaModel> models;

  public RecipeProposer(Workspace workspace) {
    this(workspace::model);
  }

  RecipeProposer(Function<Diagnosis, JavaModel> models) {
    this.models = models;
  }

  @Override
  public String name() {
    return "recalled";
  }

  @Override
  public List<Patch> propose(Diagnosis diagnosis, List<Match> matches) {
    List<Case> cases =
        matches.stream()
            .map(Match::past)
            .filter(past -> past.outcome() == Case.Outcome.APPROVED)
            .filter(past -> past.exceptionType().equals(diagnosis.issue().exceptionType()))
            .toList();
    if (cases.isEmpty()) {
      return List.of();
    }
    JavaModel model = models.apply(diagnosis);
    List<Site> sites = Culprits.of(model, diagnosis);
    List<Suspect> suspects = Suspects.of(model, diagnosis);
    Candidates candidates = new Candidates();
    int failures = 0;
    for (int i = 0; i < cases.size(); i++) {
      try {
        transplant(cases.get(i), i * RANK_COST, sites, candidates);
        transplantSlip(cases.get(i), i * RANK_COST, suspects, candidates);
      } catch (RuntimeException e) { // one odd recipe must not cost the others' candidates
        failures++;
        LOG.warn("case={} fingerprint={} failed", cases.get(i).id(),
            diagnosis.issue().fingerprint(), e);
      }
    }
    List<Patch> best = candidates.best(CANDIDATES_MAX);
    LOG.info("proposer=recalled fingerprint={} cases={} candidates={} failedCases={}",
        diagnosis.issue().fingerprint(), cases.size(), best.size(), failures);
    return best;
  }

  private static void transplant(Case past, int cost, List<Site> sites, Candidates candidates) {
    Origin origin = new Origin.Recalled(past.id(), past.operator());
    for (Site site : sites) {
      if (hasRole(past, site)) {
        candidates.add(site, past.recipe(), origin, "As in case " + past.id() + ": " + gist(past),
            cost);
      }
    }
  }

  /** A recipe for places that did not fail: its operator says where it fits here, and with which parts. */
  private static void transplantSlip(
      Case past, int cost, List<Suspect> suspects, Candidates candidates) {
    RepairOperator operator =
        Operators.named(past.operator()).filter(it -> it.knows(Site.Kind.SUSPECT)).orElse(null);
    if (operator == null) {
      return;
    }
    Origin origin = new Origin.Recalled(past.id(), past.operator());
    for (Suspect suspect : suspects) {
      operator.suggest(suspect.site()).stream()
          .filter(suggestion -> suggestion.recipe().equals(past.recipe()))
          .forEach(suggestion -> candidates.add(
              suspect.site(), suggestion, origin, suspect.cost() + cost));
    }
  }

  /** Whether the recipe was made for an expression that failed in the same way. */
  private static boolean hasRole(Case past, Site site) {
    return Operators.named(past.operator()).map(operator -> operator.knows(site.kind()))
        .orElse(RecipeLearner.suits(past.operator(), site.kind()));
  }

  private static String gist(Case past) {
    String failed =
        past.recipe().template().contains("${culprit}") ? "${culprit} made the crash; " : "";
    return failed + past.operator() + " solved the like before.";
  }
}
