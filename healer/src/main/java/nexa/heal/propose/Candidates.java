package nexa.heal.propose;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nexa.heal.propose.NeutralValues.Value;
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

  static final int FRAME_COST = 5;
  private static final int UNNAMED_COST = 8;
  private static final int DISTANCE_COST = 3;

  /** To return from inside a loop throws away what its other rounds would do. */
  private static final int LOST_LOOP_COST = 12;

  /** Less of a loss where a round of the loop ends the method anyway. */
  private static final int LEFT_LOOP_COST = 2;

  /** To leave a method after its first effect leaves half of its work done. */
  private static final int LATE_EXIT_COST = 3;

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
    if (isHoisted(site, recipe)) {
      return;
    }
    for (Splice splice : splicer.splices(recipe)) {
      Risks risks = Risks.of(recipe, splice.neutral(), twice);
      int whole = suggestion.cost() + placeCost + risks.cost()
          + costOf(site)
          + loopCost(site, recipe, splice)
          + (isLate(site, recipe) ? LATE_EXIT_COST : 0);
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

  /** Adds what a suggestion that changes nothing elsewhere makes at several sites of a file, as one patch. */
  void addTogether(List<Site> sites, Suggestion suggestion, Origin origin) {
    Site first = sites.getFirst();
    Recipe recipe = suggestion.concrete();
    List<Edit> edits =
        sites.stream()
            .flatMap(site -> new Splicer(site).splices(recipe).stream().limit(1))
            .flatMap(splice -> splice.edits().stream())
            .distinct()
            .sorted(Comparator.comparingInt(Edit::start))
            .toList();
    boolean disjoint = true;
    for (int i = 1; i < edits.size(); i++) {
      disjoint &= edits.get(i - 1).end() <= edits.get(i).start();
    }
    Patch patch =
        Patch.of(edits, suggestion.recipe(), origin,
            new Splicer(first).sentence(suggestion.sentence(), new Value("", true))
                + " The same stands in line " + linesOf(sites.subList(1, sites.size()))
                + ", where the crash did not come.",
            suggestion.risks());
    if (disjoint && edits.size() >= sites.size() && seen.add(patch.id())) {
      costed.add(new Costed(patch, suggestion.cost() + costOf(first) - 1));
    }
  }

  private static String linesOf(List<Site> sites) {
    return sites.stream()
        .map(it -> it.model().line(it.unit(), it.model().start(it.unit(), it.culprit().getLeaf())))
        .map(String::valueOf)
        .collect(Collectors.joining(", "));
  }

  /** What it costs that a site is far from the crash, or was not named by it. */
  private static int costOf(Site site) {
    return site.location().frameIndex() * FRAME_COST
        + site.distance() * DISTANCE_COST
        + (site.exact() ? 0 : UNNAMED_COST);
  }

  /**
   * Whether a test that ends or leaves out a whole statement is about what only a branch of it computes:
   * then it also stops the other branch, which was well.
   */
  private static boolean isHoisted(Site site, Recipe recipe) {
    boolean whole =
        switch (recipe.shape()) {
          case BEFORE_STATEMENT, BODY_START, REPLACE_STATEMENT, REPLACE_RUN -> true;
          default -> false;
        };
    return whole && site.isInBranch()
        && recipe.template().startsWith("if (") && recipe.template().contains("${");
  }

  /** Whether the method has done something already when the recipe leaves it. */
  private static boolean isLate(Site site, Recipe recipe) {
    TreePath first = new Placement(site).bodyStart();
    TreePath statement = site.statement();
    return recipe.shape() == Recipe.Shape.BEFORE_STATEMENT
        && recipe.template().contains("return")
        && first != null && statement != null && first.getLeaf() != statement.getLeaf()
        && first.getParentPath().getLeaf() instanceof BlockTree body
        && body.getStatements().stream()
            .takeWhile(it -> it != statement.getLeaf())
            .anyMatch(ExpressionStatementTree.class::isInstance);
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
