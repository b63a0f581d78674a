package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.util.TreePath;
import java.util.List;

/** Moves the bound of a check that threw by one, so that it lets the value at the bound through. */
final class RelaxedCheckOperator implements RepairOperator {

  private static final int COST = 18;

  /** The documentation or the message of the check names the value that is let through then. */
  private static final int NAMED_COST = 4;

  @Override
  public String name() {
    return "relaxed-check";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.SUSPECT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    if (site.crash().inLibrary() || site.location().frameIndex() > 0
        || !(site.culprit().getLeaf() instanceof BinaryTree tree) || !Conditions.isRelation(tree)
        || !(tree.getRightOperand() instanceof LiteralTree literal)
        || !(literal.getValue() instanceof Integer bound)
        || Math.abs((long) bound) > 1_000_000
        || !(RemovedCheckOperator.checkOf(site.culprit()) instanceof IfTree check)
        || !RemovedCheckOperator.threw(site, check)) {
      return List.of();
    }
    Relaxed relaxed = switch (tree.getKind()) {
      case LESS_THAN -> new Relaxed("< " + (bound - 1), bound - 1);
      case LESS_THAN_EQUAL -> new Relaxed("< " + bound, bound);
      case GREATER_THAN -> new Relaxed("> " + (bound + 1), bound + 1);
      default -> new Relaxed("> " + bound, bound);
    };
    return List.of(Suggestion.of(REPLACE_CULPRIT, "${left} " + relaxed.test(),
        isNamed(site, check, relaxed.allowed()) ? NAMED_COST : COST,
        "The check that threw may refuse " + relaxed.allowed() + ", which is allowed.")
        .risking("weakens a check"));
  }

  /**
   * A test that refuses one value less.
   *
   * @param allowed that value
   */
  private record Relaxed(String test, int allowed) {}

  private static boolean isNamed(Site site, IfTree check, int value) {
    TreePath callable = site.callable();
    String documentation =
        callable == null ? null : site.model().trees().getDocComment(callable);
    return holdsNumber(check.getThenStatement().toString(), value)
        || (documentation != null && holdsNumber(documentation, value));
  }

  private static boolean holdsNumber(String text, int number) {
    String digits = Integer.toString(number);
    for (int at = text.indexOf(digits); at >= 0; at = text.indexOf(digits, at + 1)) {
      int end = at + digits.length();
      boolean whole = (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
          && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)));
      if (whole) {
        return true;
      }
    }
    return false;
  }
}
