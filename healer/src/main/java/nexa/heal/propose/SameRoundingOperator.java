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

/** Rounds a decimal in the one way of its file: {@code divide(b, SCALE, HALF_UP)} for {@code divide(b)}. */
final class SameRoundingOperator implements RepairOperator {

  private static final int WAYS_MAX = 2;
  private static final int COST = -3;

  @Override
  public String name() {
    return "same-rounding";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.INEXACT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    List<Suggestion> suggestions = asElsewhere(site);
    return suggestions.size() == 1 ? suggestions : List.of();
  }

  /** The ways in which the file rounds elsewhere. */
  static List<Suggestion> asElsewhere(Site site) {
    return site.culprit().getLeaf() instanceof MethodInvocationTree call
        ? ways(site, call).stream()
            .map(way -> Suggestion.of(REPLACE_CULPRIT,
                "${operand}." + Culprits.nameOf(call) + "(${arguments}, ${way})", COST,
                "The value has no exact result; elsewhere it is rounded by ${way}.")
                .with(Map.of("way", way)))
            .toList()
        : List.of();
  }

  /** The arguments by which other calls of the same method say how to round. */
  private static List<String> ways(Site site, MethodInvocationTree call) {
    JavaModel model = site.model();
    int own = call.getArguments().size();
    Set<String> ways = new LinkedHashSet<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(MethodInvocationTree other,
          @Nullable Void unused) {
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
    return ways.stream().limit(WAYS_MAX).toList();
  }
}
