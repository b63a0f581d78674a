package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.BEFORE_STATEMENT;
import static nexa.patch.Recipe.Shape.BODY_START;
import static nexa.patch.Recipe.Shape.REPLACE_CONDITION;
import static nexa.patch.Recipe.Shape.REPLACE_EXPRESSION;
import static nexa.patch.Recipe.Shape.REPLACE_STATEMENT;

import com.sun.source.tree.TypeCastTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Casts only what is an instance of the type. */
final class SafeCastOperator implements RepairOperator {

  private static final Map<String, String> PRIMITIVES =
      Map.of("Integer", "int", "Long", "long", "Double", "double", "Float", "float", "Short",
          "short", "Byte", "byte", "Boolean", "boolean");
  private static final Set<String> NUMBERS =
      Set.of("java.lang.Integer", "java.lang.Long", "java.lang.Double", "java.lang.Float",
          "java.lang.Short", "java.lang.Byte", "java.math.BigDecimal", "java.math.BigInteger");

  private static final Set<String> WIDE = Set.of("long", "double");

  @Override
  public String name() {
    return "safe-cast";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.CAST;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    if (!site.canRepeat()) {
      return List.of();
    }
    List<Suggestion> suggestions = new ArrayList<>(conversions(site));
    suggestions.addAll(List.of(
        Suggestion.of(REPLACE_CONDITION, "${culprit} instanceof ${type} && ${expression}", 1,
            "${culprit} was no ${type}, of which the condition does not hold."),
        Suggestion.of(BEFORE_STATEMENT,
            "if (!(${culprit} instanceof ${type})) {\n  return ${default};\n}", 2,
            "${culprit} was no ${type}; the method ends early."),
        Suggestion.of(BEFORE_STATEMENT, "if (!(${culprit} instanceof ${type})) {\n  continue;\n}",
            1,
            "${culprit} was no ${type}; the loop goes on with the next round."),
        Suggestion.of(BODY_START,
            "if (!(${culprit} instanceof ${type})) {\n  return ${default};\n}", 3,
            "${culprit} was no ${type}; the method ends before it does anything."),
        Suggestion.of(REPLACE_STATEMENT, "if (${culprit} instanceof ${type}) {\n  ${statement}\n}",
            2,
            "${culprit} was no ${type}; the step that needs one is left out."),
        Suggestion.of(REPLACE_EXPRESSION,
            "${culprit} instanceof ${type} ? ${expression} : ${default}", 3,
            "${culprit} was no ${type}; ${default} stands for one.")));
    return suggestions;
  }

  /** What a number or text of one type becomes in another, where the message tells what was there. */
  private static List<Suggestion> conversions(Site site) {
    if (!(site.expression().getLeaf() instanceof TypeCastTree cast)) {
      return List.of();
    }
    String wanted = cast.getType().toString();
    String found = site.crash().castFrom();
    String primitive = PRIMITIVES.get(wanted);
    boolean number = primitive != null && !wanted.equals("Boolean");
    if (wanted.equals("String") && found.startsWith("java.lang.")) {
      return List.of(Suggestion.of(REPLACE_EXPRESSION, "String.valueOf(${culprit})", -6,
          "${culprit} was no text, but can be written as one."));
    }
    if (number && NUMBERS.contains(found)) {
      String fitting = NumericPlace.of(site).filter(WIDE::contains).orElse(primitive);
      return List.of(
          Suggestion.of(REPLACE_EXPRESSION, "((Number) ${culprit})." + fitting + "Value()", -8,
              "${culprit} was a number of another type, which can be turned into this."));
    }
    if (primitive != null && found.equals("java.lang.String")) {
      String parser = wanted + ".parse" + Character.toUpperCase(primitive.charAt(0))
          + primitive.substring(1);
      return List.of(Suggestion.of(REPLACE_EXPRESSION, parser + "(${culprit}.toString())", -6,
          "${culprit} was the value as a text, which can be read."));
    }
    return List.of();
  }
}
