package nexa.heal.propose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import nexa.heal.propose.Suspects.Suspect;
import nexa.heal.source.JavaModel;
import nexa.heal.source.Workspace;
import nexa.issue.Diagnosis;
import nexa.memory.Match;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.repair.Proposer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Proposes what the repair operators make of a crash. */
public final class OperatorProposer implements Proposer {

  static final int CANDIDATES_MAX = 100;

  private static final Logger LOG = LoggerFactory.getLogger(OperatorProposer.class);

  private final Function<Diagnosis, JavaModel> models;
  private final List<RepairOperator> operators;

  public OperatorProposer(Workspace workspace) {
    this(workspace::model, Operators.ALL);
  }

  OperatorProposer(Function<Diagnosis, JavaModel> models, List<RepairOperator> operators) {
    this.models = models;
    this.operators = List.copyOf(operators);
  }

  @Override
  public String name() {
    return "operators";
  }

  @Override
  public List<Patch> propose(Diagnosis diagnosis, List<Match> matches) {
    JavaModel model = models.apply(diagnosis);
    List<Site> sites = Culprits.of(model, diagnosis);
    List<Suspect> suspects = Suspects.of(model, diagnosis);
    Candidates candidates = new Candidates();
    int failures = 0;
    for (RepairOperator operator : operators) {
      try {
        collect(operator, sites, candidates);
        Slips.collect(operator, suspects, candidates);
      } catch (RuntimeException e) { // one operator's mistake must not cost the others' candidates
        failures++;
        LOG.warn("operator={} fingerprint={} failed", operator.name(),
            diagnosis.issue().fingerprint(), e);
      }
    }
    List<Patch> best = candidates.best(CANDIDATES_MAX);
    LOG.info(
        "proposer=operators fingerprint={} sites={} suspects={} candidates={} failedOperators={}",
        diagnosis.issue().fingerprint(), sites.size(), suspects.size(), best.size(), failures);
    return best;
  }

  private static void collect(RepairOperator operator, List<Site> sites, Candidates candidates) {
    Origin origin = new Origin.Operator(operator.name());
    for (Site site : sites) {
      if (operator.knows(site.kind())) {
        List<Suggestion> suggestions = operator.suggest(site);
        suggestions.forEach(suggestion -> candidates.add(site, suggestion, origin, 0));
        withClones(operator, origin, site, suggestions, candidates);
      }
    }
  }

  /** The suggestions once more for a site and its clones together, where the operator says the same of these. */
  private static void withClones(
      RepairOperator operator, Origin origin, Site site, List<Suggestion> suggestions,
      Candidates candidates) {
    List<Suggestion> general =
        suggestions.stream().filter(it -> it.also().isEmpty() && Clones.concern(it)).toList();
    if (general.isEmpty()) {
      return;
    }
    Map<Site, List<Suggestion>> clones = new LinkedHashMap<>();
    Clones.of(site).forEach(clone -> clones.put(clone, operator.suggest(clone)));
    for (Suggestion suggestion : general) {
      List<Site> sites = new ArrayList<>(List.of(site));
      clones.forEach(
          (clone, said) -> {
            if (said.stream().anyMatch(
                it -> it.also().isEmpty() && it.concrete().equals(suggestion.concrete()))) {
              sites.add(clone);
            }
          });
      if (sites.size() > 1) {
        candidates.addTogether(sites, suggestion, origin);
      }
    }
  }
}
