package nexa.heal.propose;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import java.util.Optional;

/**
 * The tests that tell a site's bad value from a good one, as templates.
 *
 * @param bad true of the value that made the crash
 * @param good its opposite
 */
record Fault(String bad, String good) {

  /** The tests for the way in which a site's culprit was bad, empty when it cannot be tested. */
  static Optional<Fault> of(Site site) {
    return Optional.ofNullable(switch (site.fault()) {
      case NULL -> new Fault("${culprit} == null", "${culprit} != null");
      case INDEX -> bounds(site);
      case LENGTH -> new Fault("${culprit} < 0", "${culprit} >= 0");
      case DIVISOR -> new Fault("${isZero}", "${isNotZero}");
      case CAST ->
          new Fault("!(${culprit} instanceof ${type})", "${culprit} instanceof ${type}");
      case EMPTY -> new Fault("${isEmpty}", "${isPresent}");
      default -> null;
    });
  }

  /** The tests of an index that the message and the call ask for. */
  static Fault bounds(Site site) {
    boolean inclusive = mayEqualSize(site);
    boolean literal = site.culprit().getLeaf() instanceof LiteralTree;
    String above = literal
        ? "${size} " + (inclusive ? "<" : "<=") + " ${culprit}"
        : "${culprit} " + (inclusive ? ">" : ">=") + " ${size}";
    String notAbove = literal
        ? "${size} " + (inclusive ? ">=" : ">") + " ${culprit}"
        : "${culprit} " + (inclusive ? "<=" : "<") + " ${size}";
    return switch (site.crash().side()) {
      case BELOW -> below(site);
      case ABOVE -> new Fault(above, notAbove);
      case UNKNOWN -> literal
          ? new Fault(above, notAbove)
          : new Fault("${culprit} < 0 || " + above, "${culprit} >= 0 && " + notAbove);
    };
  }

  /** {@code i - 1} is below zero where {@code i} is below one, which reads better. */
  private static Fault below(Site site) {
    return site.culprit().getLeaf() instanceof BinaryTree difference
        && difference.getKind() == Tree.Kind.MINUS
        && difference.getRightOperand() instanceof LiteralTree
            ? new Fault("${left} < ${right}", "${left} >= ${right}")
            : new Fault("${culprit} < 0", "${culprit} >= 0");
  }

  /** Whether the size itself is a good index, as it is for the end of a range. */
  static boolean mayEqualSize(Site site) {
    return switch (site.culprit().getParentPath().getLeaf()) {
      case MethodInvocationTree call ->
          FailingOperations.RANGE_CALLS.contains(Culprits.nameOf(call))
              || call.getArguments().size() > 2;
      case NewClassTree _ -> true;
      default -> false;
    };
  }
}
