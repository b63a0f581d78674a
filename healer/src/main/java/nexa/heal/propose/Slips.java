package nexa.heal.propose;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import nexa.heal.propose.Suspects.Suspect;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Recipe;

/**
 * What one operator would change in places that did not fail. Much could be changed, so it is the
 * best few only, and nothing far away without a reason. The same idiom missed several times in a
 * method is put right everywhere at once.
 */
final class Slips {

  static final int SLIPS_MAX = 12;

  /** What costs more is not worth a try, unless it is a check that may be too strict. */
  private static final int COST_MAX = 22;

  /** What costs more has no other evidence than that the crash is gone. */
  private static final int EVIDENT_COST_MAX = 10;

  private static final String OTHER_RESULT = "computes something else";

  /** What costs no more is an idiom rather than a guess. */
  private static final int IDIOM_COST_MAX = 1;

  private record Slip(Site site, Suggestion suggestion, int placeCost) {
    int cost() {
      return placeCost + suggestion.cost();
    }

    boolean isWorthwhile() {
      return cost() <= COST_MAX || suggestion.risks().contains(RemovedCheckOperator.RISK);
    }
  }

  private Slips() {}

  /** The suggestion with what a reviewer should know of a change that concerns every input. */
  static Suggestion forEveryInput(Suggestion suggestion) {
    return suggestion.risking(
        suggestion.cost() > EVIDENT_COST_MAX ? Patch.GUESS : OTHER_RESULT);
  }

  static void collect(RepairOperator operator, List<Suspect> suspects, Candidates candidates) {
    if (!operator.knows(Site.Kind.SUSPECT)) {
      return;
    }
    Origin origin = new Origin.Operator(operator.name());
    List<Slip> slips =
        suspects.stream()
            .flatMap(suspect -> operator.suggest(suspect.site()).stream()
                .map(it -> new Slip(suspect.site(), it, suspect.cost())))
            .filter(Slip::isWorthwhile)
            .sorted(Comparator.comparingInt(
                slip -> slip.cost() + slip.site().location().frameIndex() * Candidates.FRAME_COST))
            .limit(SLIPS_MAX)
            .toList();
    everywhere(slips, origin, candidates);
    slips.forEach(
        slip -> candidates.add(slip.site(), slip.suggestion(), origin, slip.placeCost()));
  }

  private static void everywhere(List<Slip> slips, Origin origin, Candidates candidates) {
    Map<Recipe, List<Slip>> byRecipe =
        slips.stream()
            .filter(slip -> slip.suggestion().cost() <= IDIOM_COST_MAX)
            .filter(slip -> slip.suggestion().recipe().shape() == Recipe.Shape.REPLACE_CULPRIT)
            .filter(slip -> slip.site().location().frameIndex() == 0)
            .collect(Collectors.groupingBy(
                slip -> slip.suggestion().recipe(), LinkedHashMap::new, Collectors.toList()));
    for (List<Slip> same : byRecipe.values()) {
      if (same.size() > 1) {
        candidates.addTogether(
            same.stream().map(Slip::site).toList(), same.getFirst().suggestion(), origin);
      }
    }
  }
}
