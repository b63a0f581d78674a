package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexa.heal.propose.Crash.Side;
import org.jspecify.annotations.Nullable;

/**
 * Keeps an index that goes round from being negative: the remainder of what may be negative, and the step
 * back over the start where the class goes round elsewhere.
 */
final class WrappedIndexOperator implements RepairOperator {

  private static final int FLOOR_COST = -3;
  private static final int WRAP_COST = -3;

  @Override
  public String name() {
    return "wrapped-index";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.INDEX || kind == Site.Kind.INDEX_PRODUCED;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    if (site.crash().side() == Side.ABOVE || !(site.culprit().getLeaf() instanceof BinaryTree it)
        || !Typing.isIntegral(site.model().typeOf(site.culprit()))) {
      return List.of();
    }
    return switch (it.getKind()) {
      case REMAINDER -> List.of(
          Suggestion.of(REPLACE_CULPRIT, "Math.floorMod(${dividend}, ${divisor})", FLOOR_COST,
              "The remainder of a negative ${dividend} is negative; that of the floor is not.")
              .with(Map.of("dividend", text(site, it.getLeftOperand()), "divisor",
                  text(site, it.getRightOperand()))));
      case MINUS -> length(site)
          .map(length -> Suggestion.of(REPLACE_CULPRIT,
              "(${culprit} + ${length}) % ${length}", WRAP_COST,
              "${culprit} was before the start; elsewhere an index goes round there.")
              .with(Map.of("length", length)))
          .stream()
          .toList();
      default -> List.of();
    };
  }

  private static String text(Site site, ExpressionTree operand) {
    Tree plain = operand instanceof ParenthesizedTree it ? it.getExpression() : operand;
    return site.model().text(new TreePath(site.culprit(), plain));
  }

  /** By what other indices of the same operand go round in the class, {@code (i + n) % n}. */
  private static Optional<String> length(Site site) {
    TreePath type = site.culprit();
    while (type != null && !(type.getLeaf() instanceof ClassTree)) {
      type = type.getParentPath();
    }
    if (type == null || site.operand() == null) {
      return Optional.empty();
    }
    String operand = site.model().text(site.operand());
    String[] found = new String[1];
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitArrayAccess(ArrayAccessTree tree, @Nullable Void unused) {
        note(tree.getExpression(), tree.getIndex());
        return super.visitArrayAccess(tree, unused);
      }

      @Override
      public @Nullable Void visitMethodInvocation(MethodInvocationTree tree,
          @Nullable Void unused) {
        TreePath receiver = Culprits.receiver(getCurrentPath());
        if (receiver != null && !tree.getArguments().isEmpty()) {
          note((ExpressionTree) receiver.getLeaf(), tree.getArguments().getFirst());
        }
        return super.visitMethodInvocation(tree, unused);
      }

      private void note(ExpressionTree indexed, ExpressionTree index) {
        if (indexed.toString().equals(operand) && index instanceof BinaryTree round
            && round.getKind() == Tree.Kind.REMAINDER
            && isLongerBy(round.getLeftOperand(), round.getRightOperand().toString())) {
          TreePath divisor = new TreePath(getCurrentPath(), round.getRightOperand());
          found[0] = Rebinding.of(site.model(), divisor, Map.of());
        }
      }
    }.scan(type, null);
    return Optional.ofNullable(found[0]);
  }

  private static boolean isLongerBy(Tree sum, String length) {
    return switch (sum) {
      case ParenthesizedTree it -> isLongerBy(it.getExpression(), length);
      case BinaryTree it when it.getKind() == Tree.Kind.PLUS ->
          it.getRightOperand().toString().equals(length)
              || it.getLeftOperand().toString().equals(length)
              || isLongerBy(it.getLeftOperand(), length);
      default -> false;
    };
  }
}
