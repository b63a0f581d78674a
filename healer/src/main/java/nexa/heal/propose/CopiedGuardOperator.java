package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.BEFORE_STATEMENT;
import static nexa.patch.Recipe.Shape.REPLACE_STATEMENT;

import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import nexa.heal.source.JavaModel;

/**
 * Guards a method as its siblings are guarded: the overloads, the other methods of its class, and
 * the same method of classes of the same kind.
 */
final class CopiedGuardOperator implements RepairOperator {

  private static final int SUGGESTIONS_MAX = 6;
  private static final int COUNTERPART_COST = 2;
  private static final int SIBLING_COST = 5;
  private static final int CALL_COST = 3;

  @Override
  public String name() {
    return "copied-guard";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.SUSPECT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    TreePath method = GuardClause.methodOpenedBy(site.culprit());
    if (method != null) {
      return clauses(site, method);
    }
    Call call = Call.of(site.model(), site.culprit());
    return call == null ? List.of() : aroundCall(site, call);
  }

  private static List<Suggestion> clauses(Site site, TreePath method) {
    JavaModel model = site.model();
    String body = model.text(method);
    Map<String, Suggestion> suggestions = new LinkedHashMap<>();
    for (TreePath sibling : Siblings.of(model, method)) {
      boolean elsewhere = sibling.getParentPath().getLeaf() != method.getParentPath().getLeaf();
      boolean named =
          ((MethodTree) sibling.getLeaf()).getName()
              .equals(((MethodTree) method.getLeaf()).getName());
      Map<Element, String> names = Siblings.roles(model, sibling, method);
      for (GuardClause clause : GuardClause.of(model, sibling)) {
        String template =
            fits(clause, method, elsewhere) ? clause.template(names) : null;
        if (template != null && !hasIt(body, template)) {
          int cost = named ? COUNTERPART_COST : SIBLING_COST;
          suggestions.merge(template, suggestion(template, sibling, cost),
              (first, again) -> cheaper(first));
        }
      }
    }
    return suggestions.values().stream()
        .sorted(Comparator.comparingInt(Suggestion::cost))
        .limit(SUGGESTIONS_MAX)
        .toList();
  }

  private static boolean fits(GuardClause clause, TreePath method, boolean elsewhere) {
    JavaModel model = clause.model();
    if (elsewhere && Rebinding.namesMembers(model, clause.statement())) {
      return false;
    }
    return model.trees().getElement(clause.method()) instanceof ExecutableElement from
        && model.trees().getElement(method) instanceof ExecutableElement to
        && (from.getModifiers().contains(Modifier.STATIC)
            || !to.getModifiers().contains(Modifier.STATIC))
        && (!clause.returns() || model.types().isSameType(from.getReturnType(), to.getReturnType())
            || (clause.givesBack() && model.types().isSubtype(
                model.types().erasure(from.getReturnType()),
                model.types().erasure(to.getReturnType()))));
  }

  /** Whether the method tests the same already. */
  private static boolean hasIt(String method, String template) {
    String first = template.lines().findFirst().orElse("");
    return method.contains(first.endsWith(" {") ? first.substring(0, first.length() - 2) : first);
  }

  private static Suggestion suggestion(String template, TreePath sibling, int cost) {
    return Suggestion.of(BEFORE_STATEMENT, "${guard}", cost,
        "${sibling} begins with the same check.")
        .with(Map.of("guard", template, "sibling",
            ((MethodTree) sibling.getLeaf()).getName().toString()));
  }

  /** One more sibling that has it makes it likelier. */
  private static Suggestion cheaper(Suggestion suggestion) {
    return new Suggestion(suggestion.recipe(), suggestion.rationale(),
        Math.max(0, suggestion.cost() - 1), suggestion.parts(), suggestion.risks(),
        suggestion.also());
  }

  /** The condition that another call of the same method stands under. */
  private static List<Suggestion> aroundCall(Site site, Call call) {
    List<Suggestion> suggestions = new ArrayList<>();
    for (String condition : GuardedCalls.conditions(site, call)) {
      suggestions.add(
          Suggestion.of(REPLACE_STATEMENT, "if (${guard}) {\n  ${statement}\n}", CALL_COST,
              "Elsewhere " + call.name() + " is called only if ${guard}.")
              .with(Map.of("guard", condition)));
    }
    return suggestions;
  }
}
