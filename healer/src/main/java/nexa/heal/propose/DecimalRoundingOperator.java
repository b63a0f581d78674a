package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import com.sun.source.tree.MethodInvocationTree;
import java.util.ArrayList;
import java.util.List;

/** Says how to round where a decimal has no exact quotient or scale. */
final class DecimalRoundingOperator implements RepairOperator {

  private static final List<String> MODES =
      List.of("HALF_UP", "HALF_EVEN", "HALF_DOWN", "DOWN", "UP", "FLOOR", "CEILING");
  private static final List<String> CONTEXTS = List.of("DECIMAL128", "DECIMAL64", "DECIMAL32");

  @Override
  public String name() {
    return "decimal-rounding";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.INEXACT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    String file = site.model().text(site.file());
    String mode = "java.math.RoundingMode." + used(file, "RoundingMode.", MODES);
    if (!(site.culprit().getLeaf() instanceof MethodInvocationTree call)) {
      return List.of();
    }
    List<Suggestion> copied = SameRoundingOperator.asElsewhere(site);
    if (!copied.isEmpty()) {
      return copied.size() == 1 ? List.of() : copied; // the one way is another operator's
    }
    if (Culprits.nameOf(call).equals("setScale")) {
      return List
          .of(Suggestion.of(REPLACE_CULPRIT, "${operand}.setScale(${arguments}, " + mode + ")",
              0, "The value does not fit the scale without rounding."));
    }
    List<Suggestion> suggestions = new ArrayList<>();
    boolean modeUsed = file.contains("RoundingMode.");
    suggestions.add(Suggestion.of(REPLACE_CULPRIT,
        "${operand}.divide(${arguments}, java.math.MathContext."
            + used(file, "MathContext.", CONTEXTS) + ")",
        modeUsed ? 2 : 0, "The quotient has no end; a precision gives it one."));
    suggestions.add(Suggestion.of(REPLACE_CULPRIT,
        "${operand}.divide(${arguments}, " + mode + ")", modeUsed ? 0 : 2,
        "The quotient has no end; it is rounded to the scale of ${operand}."));
    return suggestions;
  }

  /** The constant that the file uses already, else the usual one. */
  private static String used(String file, String type, List<String> constants) {
    return constants.stream().filter(it -> file.contains(type + it)).findFirst()
        .orElse(constants.getFirst());
  }
}
