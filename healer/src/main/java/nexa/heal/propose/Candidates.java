package nexa.heal.propose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import nexa.heal.propose.Splicer.Splice;
import nexa.patch.Edit;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Recipe;

/**
 * Candidate patches while they are collected. The cheapest come first: those that keep the
 * computation going by what the code itself does elsewhere, then those that leave a step out, last
 * those that only silence the crash.
 */
final class Candidates {

  private static final int FRAME_COST = 5;
  private static final int UNNAMED_COST = 8;
  private static final int DISTANCE_COST = 3;

  /** To return from inside a loop throws away what its other rounds would do. */
  private static final int LOST_LOOP_COST = 12;

  /** Less of a loss where a round of the loop ends the method anyway. */
  private static final int LEFT_LOOP_COST = 2;

  private record Costed(Patch patch, int cost) {}

  private final List<Costed> costed = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  /** Adds what a recipe makes at a site. */
  void add(Site site, Recipe recipe, Origin origin, String rationale, int cost) {
    add(site, new Suggestion(recipe, rationale, cost, Map.of(), List.of(), List.of()), origin, 0);
  }

  /** Adds what a suggestion makes at a site. */
  void add(Site site, Suggestion suggestion, Origin origin, int placeCost) {
    Splicer splicer = new Splicer(site);
    Recipe recipe = suggestion.concrete();
    boolean twice =
        recipe.template().indexOf("${culprit}") != recipe.template().lastIndexOf("${culprit}")
            && !site.canRepeat();
    for (Splice splice : splicer.splices(recipe)) {
      Risks risks = Risks.of(recipe, splice.neutral(), twice);
      int whole = suggestion.cost() + placeCost + risks.cost()
          + site.location().frameIndex() * FRAME_COST
          + site.distance() * DISTANCE_COST
          + (site.exact() ? 0 : UNNAMED_COST)
          + loopCost(site, recipe, splice);
      Patch patch =
          Patch.of(together(splice.edits(), suggestion.also()), suggestion.recipe(), origin,
              splicer.sentence(suggestion.sentence(), splice.neutral()),
              Stream.concat(risks.names().stream(), suggestion.risks().stream()).toList());
      if (seen.add(patch.id())) {
        costed.add(new Costed(patch, whole));
      }
    }
  }

  private static List<Edit> together(List<Edit> edits, List<Edit> also) {
    return Stream.concat(edits.stream(), also.stream())
        .sorted(Comparator.comparing(Edit::file).thenComparingInt(Edit::start))
        .toList();
  }

  private static int loopCost(Site site, Recipe recipe, Splice splice) {
    if (!recipe.template().contains("return") || site.loop() == null) {
      return 0;
    }
    boolean left = new NeutralValues(site).loopReturns().contains(splice.neutral().source());
    return left ? LEFT_LOOP_COST : LOST_LOOP_COST;
  }

  /** The best of them, best first. */
  List<Patch> best(int max) {
    return costed.stream()
        .sorted(Comparator.comparingInt(Costed::cost))
        .limit(max)
        .map(Costed::patch)
        .toList();
  }
}
