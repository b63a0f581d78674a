package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.List;
import java.util.Map;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import nexa.heal.propose.Crash.Side;
import org.jspecify.annotations.Nullable;

/** Finds the middle of two indices without adding them up, which an {@code int} may not hold. */
final class MidpointOperator implements RepairOperator {

  @Override
  public String name() {
    return "midpoint";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.SUSPECT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    boolean halved = Sizes.matter(site)
        && site.crash().side() == Side.BELOW
        && isInt(site)
        && site.culprit().getLeaf() instanceof BinaryTree quotient
        && quotient.getKind() == Tree.Kind.DIVIDE
        && quotient.getRightOperand() instanceof LiteralTree literal
        && Integer.valueOf(2).equals(literal.getValue());
    TreePath sum = halved ? sum(site) : null;
    if (sum == null || !(sum.getLeaf() instanceof BinaryTree both)) {
      return List.of();
    }
    String low = operand(site, new TreePath(sum, both.getLeftOperand()));
    String high = operand(site, new TreePath(sum, both.getRightOperand()));
    return List.of(Suggestion.of(REPLACE_CULPRIT, "${low} + (${high} - ${low}) / 2", -2,
        "The sum of ${low} and ${high} is larger than an int can be.")
        .with(Map.of("low", low, "high", high)));
  }

  private static boolean isInt(Site site) {
    TypeMirror type = site.model().typeOf(site.culprit());
    return type != null && type.getKind() == TypeKind.INT;
  }

  private static @Nullable TreePath sum(Site site) {
    BinaryTree quotient = (BinaryTree) site.culprit().getLeaf();
    return quotient.getLeftOperand() instanceof ParenthesizedTree it
        && it.getExpression() instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS
            ? new TreePath(new TreePath(site.culprit(), it), sum) : null;
  }

  private static String operand(Site site, TreePath path) {
    String source = site.model().text(path);
    return Precedence.of(path.getLeaf()) > Precedence.SUM ? source : "(" + source + ")";
  }
}
