package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.BEFORE_STATEMENT;
import static nexa.patch.Recipe.Shape.REPLACE_STATEMENT;

import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeMirror;
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

  private static final Set<String> PREPARATIONS =
      Set.of("init", "initialise", "initialize", "load", "ensure", "check", "open", "start",
          "prepare", "reset", "validate", "require", "clear", "connect", "compile", "sort");

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
    Set<String> failing = Suspects.namesOnLine(site);
    Set<Element> fields = Suspects.fieldsOnLine(site);
    Map<String, Suggestion> suggestions = new LinkedHashMap<>();
    for (TreePath sibling : Siblings.of(model, method)) {
      boolean elsewhere = sibling.getParentPath().getLeaf() != method.getParentPath().getLeaf();
      boolean named =
          ((MethodTree) sibling.getLeaf()).getName()
              .equals(((MethodTree) method.getLeaf()).getName());
      Map<Element, String> names = Siblings.roles(model, sibling, method);
      int cost = named ? COUNTERPART_COST : SIBLING_COST;
      for (GuardClause clause : GuardClause.of(model, sibling)) {
        for (String template : fits(clause, method, elsewhere) ? told(clause, names, method, fields)
            : List.<String>of()) {
          if (!hasIt(body, template)
              && (clause.call() != null ? prepares(clause, named) : mentions(template, failing))) {
            suggestions.merge(template, suggestion(template, sibling, cost),
                (first, again) -> cheaper(first));
          }
        }
      }
    }
    return suggestions.values().stream()
        .sorted(Comparator.comparingInt(Suggestion::cost))
        .limit(SUGGESTIONS_MAX)
        .toList();
  }

  /** Whether a call makes things ready: by its name, or because the like method calls it too. */
  private static boolean prepares(GuardClause clause, boolean named) {
    Call call = clause.call() == null ? null : Call.of(clause.model(), clause.call());
    return call != null
        && (named || (call.arguments().isEmpty()
            && Names.words(call.name()).stream().anyMatch(PREPARATIONS::contains)));
  }

  /** The clause in the method's own words; a call's argument may be any parameter of its type. */
  private static List<String> told(
      GuardClause clause, Map<Element, String> names, TreePath method, Set<Element> failing) {
    JavaModel model = clause.model();
    List<String> told = new ArrayList<>();
    String same = clause.template(names);
    if (same != null) {
      told.add(same);
    }
    Map<Element, String> moved = movedFields(clause, names, failing);
    String ofOther = moved.isEmpty() ? null : clause.template(moved);
    if (ofOther != null) {
      told.add(ofOther);
    }
    Call call = clause.call() == null ? null : Call.of(model, clause.call());
    if (call != null && call.arguments().size() == 1
        && model.trees().getElement(method) instanceof ExecutableElement element) {
      TypeMirror wanted = call.parameterTypes(call.method()).getFirst();
      element.getParameters().stream()
          .filter(it -> InScope.fits(model, it.asType(), wanted))
          .map(it -> call.with(List.of(it.getSimpleName().toString())) + ";")
          .filter(it -> !told.contains(it))
          .forEach(told::add);
    }
    return told;
  }

  /** The names with the one field that the clause is about moved to the one of its type on the failing line. */
  private static Map<Element, String> movedFields(
      GuardClause clause, Map<Element, String> names, Set<Element> failing) {
    JavaModel model = clause.model();
    List<Element> about = clause.fields();
    if (about.size() != 1 || failing.contains(about.getFirst())) {
      return Map.of();
    }
    List<Element> alike =
        failing.stream()
            .filter(it -> model.types().isSameType(it.asType(), about.getFirst().asType()))
            .toList();
    if (alike.size() != 1) {
      return Map.of();
    }
    Map<Element, String> moved = new HashMap<>(names);
    moved.put(about.getFirst(), alike.getFirst().getSimpleName().toString());
    return moved;
  }

  /** Whether the check is about anything that the failing line names. */
  private static boolean mentions(String template, Set<String> names) {
    String condition = template.lines().findFirst().orElse("");
    for (int i = 0; i < condition.length(); i++) {
      int start = i;
      while (i < condition.length() && Character.isJavaIdentifierPart(condition.charAt(i))) {
        i++;
      }
      if (names.contains(condition.substring(start, i))) {
        return true;
      }
    }
    return false;
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
