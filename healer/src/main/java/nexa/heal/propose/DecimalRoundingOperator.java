package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/** Says how to round where a decimal has no exact quotient or scale. */
final class DecimalRoundingOperator implements RepairOperator {

  private static final List<String> MODES =
      List.of("HALF_UP", "HALF_EVEN", "HALF_DOWN", "DOWN", "UP", "FLOOR", "CEILING");
  private static final List<String> CONTEXTS = List.of("DECIMAL128", "DECIMAL64", "DECIMAL32");

  private static final int WAYS_MAX = 2;
  private static final int COPIED_COST = -3;

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
    List<Suggestion> copied = asElsewhere(site, call);
    if (!copied.isEmpty()) {
      return copied;
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

  /** The same method is called elsewhere in the file with how to round: {@code divide(b, SCALE, HALF_UP)}. */
  private static List<Suggestion> asElsewhere(Site site, MethodInvocationTree call) {
    JavaModel model = site.model();
    Set<String> ways = new LinkedHashSet<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(MethodInvocationTree other,
          @Nullable Void unused) {
        int own = call.getArguments().size();
        TreePath receiver = Culprits.receiver(getCurrentPath());
        if (Culprits.nameOf(other).equals(Culprits.nameOf(call))
            && other.getArguments().size() > own
            && receiver != null && new Typing(model).is(receiver, "java.math.BigDecimal")) {
          List<String> more = new ArrayList<>();
          other.getArguments().stream().skip(own).forEach(argument -> more.add(
              Rebinding.of(model, new TreePath(getCurrentPath(), argument), Map.of())));
          if (!more.contains(null)) {
            ways.add(String.join(", ", more));
          }
        }
        return super.visitMethodInvocation(other, unused);
      }
    }.scan(new TreePath(site.unit()), null);
    return ways.stream()
        .limit(WAYS_MAX)
        .map(way -> Suggestion.of(REPLACE_CULPRIT,
            "${operand}." + Culprits.nameOf(call) + "(${arguments}, ${way})", COPIED_COST,
            "The value has no exact result; elsewhere it is rounded by ${way}.")
            .with(Map.of("way", way)))
        .toList();
  }

  /** The constant that the file uses already, else the usual one. */
  private static String used(String file, String type, List<String> constants) {
    return constants.stream().filter(it -> file.contains(type + it)).findFirst()
        .orElse(constants.getFirst());
  }
}
