package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_RUN;
import static nexa.patch.Recipe.Shape.REPLACE_STATEMENT;

import java.util.ArrayList;
import java.util.List;
import nexa.heal.propose.Splicer.Splice;
import nexa.patch.Edit;
import nexa.patch.Recipe;

/** Leaves out all the statements that need a bad value, where leaving out one of them is not enough. */
final class LeaveOutOperator implements RepairOperator {

  @Override
  public String name() {
    return "leave-out";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return switch (kind) {
      case NULL, INDEX, LENGTH, DIVISOR, CAST, EMPTY -> true;
      default -> false;
    };
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    Fault fault = site.canRepeat() ? Fault.of(site).orElse(null) : null;
    List<Suggestion> suggestions = new ArrayList<>();
    if (fault == null) {
      return suggestions;
    }
    if (StatementRun.of(site) != null) {
      suggestions.add(Suggestion.of(REPLACE_RUN, "if (" + fault.good() + ") {\n  ${run}\n}", 2,
          "${culprit} could not be used; the steps that need it are left out."));
    }
    Recipe alone =
        new Recipe(REPLACE_STATEMENT, "if (" + fault.good() + ") {\n  ${statement}\n}");
    List<Edit> twins = edits(site, alone);
    if (!twins.isEmpty()) {
      suggestions.add(Suggestion.of(alone.shape(), alone.template(), 3,
          "${culprit} could not be used; each step that needs it is left out.").also(twins));
    }
    return suggestions;
  }

  /** The same change at the statements behind it that use the same value in the same way. */
  private static List<Edit> edits(Site site, Recipe recipe) {
    List<Edit> edits = new ArrayList<>();
    for (Site twin : Twins.of(site)) {
      List<Splice> splices = new Splicer(twin).splices(recipe);
      if (splices.isEmpty()) {
        return List.of();
      }
      edits.addAll(splices.getFirst().edits());
    }
    return edits;
  }
}
