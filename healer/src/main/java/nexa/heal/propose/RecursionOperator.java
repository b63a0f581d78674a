package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.BEFORE_STATEMENT;
import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;
import static nexa.patch.Recipe.Shape.REPLACE_STATEMENT;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import nexa.heal.propose.InScope.Binding;
import nexa.heal.propose.InScope.Variable;
import nexa.heal.source.JavaModel;
import nexa.patch.Patch;
import org.jspecify.annotations.Nullable;

/**
 * Ends a recursion that does not end: a method that calls itself with what it was given meant its
 * superclass or the object it delegates to; one that calls itself with less needs to see the end.
 */
final class RecursionOperator implements RepairOperator {

  private static final String OVERFLOW = "java.lang.StackOverflowError";
  private static final int DELEGATE_COST = 0;
  private static final int END_COST = 3;
  private static final int STEP_COST = 6;
  private static final int BASE_CASE_COST = 8;

  @Override
  public String name() {
    return "recursion";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.SUSPECT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    TreePath method = site.crash().type().equals(OVERFLOW) ? site.callable() : null;
    if (method == null || !(method.getLeaf() instanceof MethodTree)
        || !(site.model().trees().getElement(method) instanceof ExecutableElement element)) {
      return List.of();
    }
    if (site.culprit().getLeaf() instanceof MethodInvocationTree) {
      Call call = Call.of(site.model(), site.culprit());
      return call == null || !call.method().equals(element) ? List.of() : selfCall(site, call);
    }
    Set<Integer> changed = changedParameters(site.model(), method, element);
    if (changed.isEmpty()) {
      return List.of();
    }
    return switch (site.culprit().getLeaf()) {
      case BinaryTree test -> end(site, test);
      case ExpressionStatementTree it when isVisit(site, it) -> visited(site, it);
      default -> baseCases(site, method, element, changed);
    };
  }

  private static List<Suggestion> selfCall(Site site, Call call) {
    List<Suggestion> suggestions = new ArrayList<>();
    boolean unchanged = isUnchanged(call);
    if (unchanged) {
      delegates(site, call, suggestions);
    }
    for (Suggestion step : steps(site, call)) {
      suggestions.add(unchanged ? step : step.risking(Patch.GUESS)); // it may end for other inputs
    }
    return suggestions;
  }

  /** Whether the call hands on exactly the parameters, to the same object. */
  private static boolean isUnchanged(Call call) {
    TreePath receiver = Culprits.receiver(call.path());
    if (receiver != null && !receiver.getLeaf().toString().equals("this")) {
      return false;
    }
    List<? extends VariableElement> parameters = call.method().getParameters();
    for (int i = 0; i < call.arguments().size(); i++) {
      if (i >= parameters.size() || !(call.arguments().get(i).getLeaf() instanceof IdentifierTree)
          || !parameters.get(i)
              .equals(call.model().trees().getElement(call.arguments().get(i)))) {
        return false;
      }
    }
    return true;
  }

  private static void delegates(Site site, Call call, List<Suggestion> suggestions) {
    String own = call.calling(call.name());
    String tail = own.startsWith("this.") ? own.substring("this.".length()) : own;
    if (!call.isStatic() && isInSuperclass(call)) {
      suggestions.add(delegate("super." + tail, DELEGATE_COST,
          "The method calls itself where it means that of its superclass."));
    }
    for (Variable variable : InScope.at(site.model(), site.culprit()).variables()) {
      if (variable.binding() == Binding.FIELD && hasTheMethod(call, variable)) {
        suggestions.add(delegate(variable.name() + "." + tail, DELEGATE_COST + 1,
            "The method calls itself where it means that of " + variable.name() + "."));
      }
    }
  }

  private static Suggestion delegate(String source, int cost, String rationale) {
    return Suggestion.of(REPLACE_CULPRIT, "${delegate}", cost, rationale)
        .with(Map.of("delegate", source));
  }

  private static boolean isInSuperclass(Call call) {
    JavaModel model = call.model();
    if (!(call.method().getEnclosingElement() instanceof TypeElement owner)
        || !(model.types().asElement(owner.getSuperclass()) instanceof TypeElement above)) {
      return false;
    }
    return ElementFilter.methodsIn(model.elements().getAllMembers(above)).stream()
        .anyMatch(it -> model.elements().overrides(call.method(), it, owner)
            && !it.getModifiers().contains(Modifier.ABSTRACT));
  }

  private static boolean hasTheMethod(Call call, Variable variable) {
    JavaModel model = call.model();
    return variable.type() instanceof DeclaredType type
        && type.asElement() instanceof TypeElement element
        && ElementFilter.methodsIn(model.elements().getAllMembers(element)).stream()
            .anyMatch(it -> it.getSimpleName().equals(call.method().getSimpleName())
                && it.getModifiers().contains(Modifier.PUBLIC)
                && model.types().asMemberOf(type, it) instanceof ExecutableType seen
                && takesTheArguments(call, seen));
  }

  private static boolean takesTheArguments(Call call, ExecutableType method) {
    List<? extends TypeMirror> types = method.getParameterTypes();
    if (types.size() != call.arguments().size()) {
      return false;
    }
    for (int i = 0; i < types.size(); i++) {
      if (!call.accepts(types.get(i), call.arguments().get(i))) {
        return false;
      }
    }
    return true;
  }

  /** A number that is handed on as it is may have to come one nearer to the end. */
  private static List<Suggestion> steps(Site site, Call call) {
    List<Suggestion> suggestions = new ArrayList<>();
    for (int i = 0; i < call.arguments().size(); i++) {
      TreePath argument = call.arguments().get(i);
      if (argument.getLeaf() instanceof IdentifierTree
          && Typing.isIntegral(site.model().typeOf(argument))) {
        for (String step : List.of(" + 1", " - 1")) {
          List<String> changed = new ArrayList<>(call.argumentSources());
          changed.set(i, changed.get(i) + step);
          suggestions.add(
              Suggestion.of(REPLACE_CULPRIT, "${step}", STEP_COST,
                  "${culprit} hands on a number that does not come nearer to the end.")
                  .with(Map.of("step", call.with(changed))));
        }
      }
    }
    return suggestions;
  }

  /** An end that is tested for exactly can be missed or stepped over. */
  private static List<Suggestion> end(Site site, BinaryTree test) {
    if (test.getKind() != Tree.Kind.EQUAL_TO
        || !(test.getRightOperand() instanceof LiteralTree literal)
        || !(literal.getValue() instanceof Integer at)) {
      return List.of();
    }
    String left = site.model().text(new TreePath(site.culprit(), test.getLeftOperand()));
    List<Suggestion> suggestions = new ArrayList<>();
    for (int bound : at == 0 ? new int[] {1, 0} : new int[] {at}) {
      suggestions.add(
          Suggestion.of(REPLACE_CULPRIT, "${left} <= " + bound, END_COST,
              "The recursion steps over the end that ${culprit} tests for.")
              .with(Map.of("left", left)));
    }
    return suggestions;
  }

  private static boolean isVisit(Site site, ExpressionStatementTree statement) {
    TreePath set = Culprits.receiver(new TreePath(site.culprit(), statement.getExpression()));
    return set != null
        && statement.getExpression() instanceof MethodInvocationTree call
        && Culprits.nameOf(call).equals("add")
        && new Typing(site.model()).is(set, "java.util.Set");
  }

  /** A set that is told of each visit knows which is not the first. */
  private static List<Suggestion> visited(Site site, ExpressionStatementTree statement) {
    String visit = site.model().text(new TreePath(site.culprit(), statement.getExpression()));
    return List.of(
        Suggestion.of(REPLACE_STATEMENT, "if (!${visit}) {\n  return ${default};\n}", END_COST,
            "${visit} tells whether it was there before; there is no need to go on then.")
            .with(Map.of("visit", visit)));
  }

  private static List<Suggestion> baseCases(
      Site site, TreePath method, ExecutableElement element, Set<Integer> changed) {
    if (GuardClause.methodOpenedBy(site.culprit()) == null) {
      return List.of();
    }
    List<Suggestion> suggestions = new ArrayList<>();
    for (int at : changed) {
      VariableElement parameter = element.getParameters().get(at);
      String name = parameter.getSimpleName().toString();
      String end = endOf(site, parameter);
      if (end != null && !site.model().text(method).contains("if (" + end + ")")) {
        boolean itself =
            site.model().types().isSameType(parameter.asType(), element.getReturnType());
        String value = itself ? name : "${default}";
        suggestions.add(
            Suggestion.of(BEFORE_STATEMENT, "if (${end}) {\n  return " + value + ";\n}",
                BASE_CASE_COST, "The recursion does not end at ${end}.")
                .with(Map.of("end", end)));
      }
    }
    return suggestions;
  }

  /** When there is nothing left of a parameter. */
  private static @Nullable String endOf(Site site, VariableElement parameter) {
    TypeMirror type = parameter.asType();
    String name = parameter.getSimpleName().toString();
    if (type.getKind() == TypeKind.INT || type.getKind() == TypeKind.LONG) {
      return name + " <= 0";
    }
    String size =
        Sizes.of(site.model(), new Variable(name, type, parameter, Binding.PARAMETER, false));
    if (size != null) {
      return size + " <= 1";
    }
    return Typing.isReference(type) ? name + " == null" : null;
  }

  /** Which parameters the method's calls of itself do not just hand on. */
  private static Set<Integer> changedParameters(
      JavaModel model, TreePath method, ExecutableElement element) {
    Set<Integer> changed = new TreeSet<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(MethodInvocationTree call,
          @Nullable Void unused) {
        if (element.equals(model.trees().getElement(getCurrentPath()))) {
          int known = Math.min(call.getArguments().size(), element.getParameters().size());
          for (int i = 0; i < known; i++) {
            String own = element.getParameters().get(i).getSimpleName().toString();
            if (!call.getArguments().get(i).toString().equals(own)) {
              changed.add(i);
            }
          }
        }
        return super.visitMethodInvocation(call, unused);
      }
    }.scan(method, null);
    return changed;
  }
}
