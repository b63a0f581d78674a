package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.BEFORE_STATEMENT;
import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;
import static nexa.patch.Recipe.Shape.REPLACE_EXPRESSION;
import static nexa.patch.Recipe.Shape.REPLACE_STATEMENT;

import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;

/** Keeps a null value from being used: by another value, by leaving the method, or by leaving the step out. */
final class NullGuardOperator implements RepairOperator {

  @Override
  public String name() {
    return "null-guard";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.NULL || kind == Site.Kind.NULL_PRODUCED;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    List<Suggestion> suggestions = new ArrayList<>(lookUp(site));
    if (site.kind() == Site.Kind.NULL_PRODUCED) {
      return suggestions;
    }
    suggestions.addAll(equality(site));
    if (site.canRepeat()) {
      suggestions.addAll(otherValue(site));
      suggestions.addAll(leave());
    } else {
      suggestions.addAll(leaveWithVariable(site));
    }
    Contract.exceptionFor(site)
        .ifPresent(type -> suggestions.add(
            Suggestion.of(BEFORE_STATEMENT,
                "if (${culprit} == null) {\n  throw new " + type + "(\"No " + plainName(site)
                    + "\");\n}",
                12, "${culprit} was null, and the method's contract names " + type + ".")));
    return suggestions;
  }

  /** {@code map.get(key)} that is null becomes {@code map.getOrDefault(key, 0)}. */
  private static List<Suggestion> lookUp(Site site) {
    TreePath operand = site.operand();
    boolean lookUp =
        operand != null
            && site.culprit().getLeaf() instanceof MethodInvocationTree call
            && Culprits.nameOf(call).equals("get")
            && call.getArguments().size() == 1
            && new Typing(site.model()).is(operand, "java.util.Map");
    boolean hasDefault =
        lookUp
            && !new NeutralValues(site).insteadOf(site.culprit()).getFirst().source()
                .equals("null");
    return hasDefault
        ? List.of(
            Suggestion.of(REPLACE_CULPRIT, "${operand}.getOrDefault(${argument}, ${default})", -2,
                "${operand} has no entry for a key; ${default} is the value of a missing entry."))
        : List.of();
  }

  private static List<Suggestion> equality(Site site) {
    boolean equals =
        site.expression().getLeaf() instanceof MethodInvocationTree call
            && Culprits.nameOf(call).equals("equals")
            && call.getArguments().size() == 1
            && isReceiver(site, call);
    return equals
        ? List.of(Suggestion.of(REPLACE_EXPRESSION,
            "java.util.Objects.equals(${culprit}, ${argument})", 0,
            "${culprit} was null, and null may be compared too."))
        : List.of();
  }

  private static boolean isReceiver(Site site, MethodInvocationTree call) {
    Tree select = call.getMethodSelect();
    return site.culprit().getParentPath().getLeaf() == select;
  }

  private static List<Suggestion> otherValue(Site site) {
    TypeMirror type = site.model().typeOf(site.expression());
    List<Suggestion> suggestions = new ArrayList<>();
    if (type != null && type.getKind() == TypeKind.BOOLEAN
        && site.expression().getLeaf() != site.culprit().getLeaf()) {
      suggestions.add(Suggestion.of(REPLACE_EXPRESSION, "${culprit} != null && ${expression}", 3,
          "${culprit} was null, of which nothing is true."));
      suggestions.add(Suggestion.of(REPLACE_EXPRESSION, "${culprit} == null || ${expression}", 12,
          "${culprit} was null, which counts as true."));
      return suggestions;
    }
    suggestions
        .add(Suggestion.of(REPLACE_EXPRESSION, "${culprit} == null ? ${default} : ${expression}", 2,
            "${culprit} was null; ${default} stands for what it would have given."));
    return suggestions;
  }

  private static List<Suggestion> leave() {
    return List.of(
        Suggestion.of(REPLACE_STATEMENT, "if (${culprit} != null) {\n  ${statement}\n}", 2,
            "${culprit} was null; the step that needs it is left out."),
        Suggestion.of(BEFORE_STATEMENT, "if (${culprit} == null) {\n  continue;\n}", 1,
            "${culprit} was null; the loop goes on with the next round."),
        Suggestion.of(BEFORE_STATEMENT, "if (${culprit} == null) {\n  return ${default};\n}", 2,
            "${culprit} was null; the method ends early."));
  }

  /** For a culprit that must not be evaluated twice. */
  private static List<Suggestion> leaveWithVariable(Site site) {
    String declaration = "${type} ${variable} = ${culprit};\nif (${variable} == null) {\n  ";
    List<Suggestion> suggestions = new ArrayList<>();
    suggestions.add(Suggestion.of(REPLACE_STATEMENT, declaration + "continue;\n}\n${rewritten}", 3,
        "${culprit} was null; the loop goes on with the next round."));
    suggestions.add(
        Suggestion.of(REPLACE_STATEMENT, declaration + "return ${default};\n}\n${rewritten}", 4,
            "${culprit} was null; the method ends early."));
    suggestions.add(
        Suggestion.of(REPLACE_EXPRESSION, "${culprit} == null ? ${default} : ${expression}", 14,
            "${culprit} was null; ${default} stands for what it would have given."));
    if (site.statement() instanceof TreePath statement
        && !(statement.getLeaf() instanceof VariableTree)) {
      suggestions.add(Suggestion.of(REPLACE_STATEMENT,
          "${type} ${variable} = ${culprit};\nif (${variable} != null) {\n  ${rewritten}\n}", 4,
          "${culprit} was null; the step that needs it is left out."));
    }
    return suggestions;
  }

  /** What a message may call the culprit. */
  private static String plainName(Site site) {
    String source = site.model().text(site.culprit());
    boolean plain = source.chars().allMatch(c -> Character.isJavaIdentifierPart(c) || c == '.');
    return plain && !Set.of("", ".").contains(source) ? source : "value";
  }
}
