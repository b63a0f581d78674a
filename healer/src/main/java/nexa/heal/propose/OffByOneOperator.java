package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import nexa.heal.propose.Crash.Side;
import nexa.patch.Patch;

/** Moves a bound or an index by one: what a comparison includes, where a loop starts, what is added. */
final class OffByOneOperator implements RepairOperator {

  private static final String ONE_TOO_FAR = "${culprit} lets the index go one step too far.";
  private static final String ONE_OFF = "${culprit} is beside the index that is meant.";

  /** What a loop costs that begins one later; other indices are used for more than what failed. */
  private static final int FIRST_COST = 2;

  @Override
  public String name() {
    return "off-by-one";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return switch (kind) {
      case COMPARISON_IN, COMPARISON_OUT, INDEX, INDEX_PRODUCED -> true;
      default -> false;
    };
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    return switch (site.kind()) {
      case COMPARISON_IN -> comparison(site, true);
      case COMPARISON_OUT -> comparison(site, false);
      case INDEX_PRODUCED -> index(site).stream()
          .map(it -> it.cost() > FIRST_COST ? Slips.forEveryInput(it) : it)
          .toList();
      default -> index(site);
    };
  }

  /**
   * @param in whether the comparison held on the way to the failing expression
   */
  private static List<Suggestion> comparison(Site site, boolean in) {
    if (!(site.culprit().getLeaf() instanceof BinaryTree tree) || !isIntegral(site, tree)) {
      return List.of();
    }
    boolean inclusive = tree.getKind() == Tree.Kind.LESS_THAN_EQUAL
        || tree.getKind() == Tree.Kind.GREATER_THAN_EQUAL;
    boolean less = tree.getKind() == Tree.Kind.LESS_THAN_EQUAL
        || tree.getKind() == Tree.Kind.LESS_THAN;
    String other = (less ? "<" : ">") + (inclusive ? "" : "=");
    List<Suggestion> suggestions = new ArrayList<>();
    if (inclusive == in) {
      suggestions.add(Suggestion.of(REPLACE_CULPRIT, "${left} " + other + " ${right}", 0,
          ONE_TOO_FAR));
    }
    boolean literalZero = isNumber(tree.getRightOperand(), 0);
    if (!literalZero && less == in) {
      Suggestion earlier =
          Suggestion.of(REPLACE_CULPRIT, "${left} " + same(tree) + " ${right} - 1", in ? 3 : 6,
              ONE_TOO_FAR);
      suggestions.add(
          usesNext(site, tree.getLeftOperand()) ? earlier : earlier.risking(Patch.GUESS));
    }
    if (literalZero && in && !less && !inclusive) {
      suggestions.add(
          Suggestion.of(REPLACE_CULPRIT, "${left} > 1", 8, ONE_TOO_FAR));
    }
    return suggestions;
  }

  /** Whether the method goes by what is one behind an index, so that the last one has nothing behind it. */
  private static boolean usesNext(Site site, Tree index) {
    TreePath method = site.callable();
    String text = method == null ? "" : method.getLeaf().toString();
    return text.contains("[" + index + " + 1]") || text.contains("(" + index + " + 1)");
  }

  private static boolean isIntegral(Site site, BinaryTree tree) {
    return Typing.isIntegral(site.model().typeOf(
        new TreePath(site.culprit(), tree.getRightOperand())))
        && Typing.isIntegral(site.model().typeOf(
            new TreePath(site.culprit(), tree.getLeftOperand())));
  }

  private static String same(BinaryTree tree) {
    return switch (tree.getKind()) {
      case LESS_THAN -> "<";
      case LESS_THAN_EQUAL -> "<=";
      case GREATER_THAN -> ">";
      default -> ">=";
    };
  }

  private static List<Suggestion> index(Site site) {
    Tree index = site.culprit().getLeaf();
    Side side = site.crash().side();
    List<Suggestion> suggestions = new ArrayList<>();
    if (side != Side.BELOW) {
      if (index instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS
          && isNumber(sum.getRightOperand(), 1)) {
        suggestions.add(Suggestion.of(REPLACE_CULPRIT, "${left}", 4, ONE_OFF));
      } else if (isSize(index)) {
        suggestions.add(Suggestion.of(REPLACE_CULPRIT, "${culprit} - 1", 1,
            "The last index is one less than ${culprit}."));
      } else if (!(index instanceof LiteralTree) && !(index instanceof BinaryTree)) {
        suggestions.add(shifted("${culprit} - 1", 9));
      }
    }
    if (side != Side.ABOVE) {
      if (index instanceof BinaryTree difference && difference.getKind() == Tree.Kind.MINUS
          && isNumber(difference.getRightOperand(), 1)) {
        suggestions.add(Suggestion.of(REPLACE_CULPRIT, "${left}", 4, ONE_OFF));
      } else if (isNumber(index, 0) && site.kind() == Site.Kind.INDEX_PRODUCED) {
        suggestions.add(Suggestion.of(REPLACE_CULPRIT, "1", FIRST_COST,
            "The first index that is used lies one before where this starts."));
      } else if (!(index instanceof LiteralTree) && !(index instanceof BinaryTree)) {
        suggestions.add(shifted("${culprit} + 1", 10));
      }
    }
    return suggestions;
  }

  /** The index beside the one at hand, for every input. */
  private static Suggestion shifted(String index, int cost) {
    return Suggestion.of(REPLACE_CULPRIT, index, cost, ONE_OFF).risking(Patch.GUESS);
  }

  /** Whether an expression gives the size of something, which is never one of its indices. */
  private static boolean isSize(Tree tree) {
    return switch (tree) {
      case MemberSelectTree select -> select.getIdentifier().contentEquals("length");
      case MethodInvocationTree call -> call.getArguments().isEmpty()
          && Set.of("length", "size").contains(Culprits.nameOf(call));
      default -> false;
    };
  }

  private static boolean isNumber(Tree tree, int number) {
    return tree instanceof LiteralTree literal && literal.getValue() instanceof Integer value
        && value == number;
  }
}
