package nexa.heal.propose;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import nexa.patch.Recipe.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The same expression written once more in the method or in an overload of it. Where the operation
 * itself was the wrong one, it is so in its clones too, and repairing one alone leaves the rest of the
 * bug (Kim et al., "Memories of bug fixes", FSE 2006).
 */
final class Clones {

  private static final int CLONES_MAX = 4;

  /** What a template has that is about the value at hand rather than about the operation. */
  private static final List<String> GUARDS = List.of(" ? ", "${default}", "Math.max", "Math.min");

  private Clones() {}

  /** The sites that are like one, in the order of the source; none when there are too many. */
  static List<Site> of(Site site) {
    TreePath own = Slice.enclosingMethod(site.expression());
    if (own == null || site.expression().getLeaf() instanceof IdentifierTree
        || !(site.expression().getLeaf() instanceof ExpressionTree)
        || !(own.getParentPath().getLeaf() instanceof ClassTree type)) {
      return List.of();
    }
    List<Site> clones = new ArrayList<>();
    for (Tree member : type.getMembers()) {
      if (member instanceof MethodTree method
          && method.getName().equals(((MethodTree) own.getLeaf()).getName())) {
        collect(site, new TreePath(own.getParentPath(), method), clones);
      }
    }
    return clones.size() > CLONES_MAX ? List.of() : clones;
  }

  /** Whether a suggestion does another operation, rather than guard the value of one. */
  static boolean concern(Suggestion suggestion) {
    Shape shape = suggestion.recipe().shape();
    String template = suggestion.concrete().template();
    return (shape == Shape.REPLACE_EXPRESSION || shape == Shape.REPLACE_CULPRIT)
        && GUARDS.stream().noneMatch(template::contains);
  }

  private static void collect(Site site, TreePath method, List<Site> clones) {
    String code = Syntax.of(site.expression().getLeaf());
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void scan(@Nullable Tree tree, @Nullable Void unused) {
        if (tree != null && tree != site.expression().getLeaf()
            && tree.getKind() == site.expression().getLeaf().getKind()
            && Syntax.of(tree).equals(code)) {
          keep(new TreePath(getCurrentPath(), tree));
        }
        return super.scan(tree, unused);
      }

      private void keep(TreePath expression) {
        TreePath culprit = alike(site.expression(), site.culprit(), expression);
        TreePath operand =
            site.operand() == null ? null : alike(site.expression(), site.operand(), expression);
        if (culprit != null && (operand == null) == (site.operand() == null)) {
          clones.add(
              new Site(site.model(), site.crash(), site.location(), site.kind(), culprit, operand,
                  expression, site.exact(), site.fault(), site.distance()));
        }
      }
    }.scan(method, null);
  }

  /** What stands in another tree where a part stands in its whole; null when that is not in it. */
  private static @Nullable TreePath alike(TreePath whole, TreePath part, TreePath other) {
    if (part.getLeaf() == whole.getLeaf()) {
      return other;
    }
    TreePath above =
        part.getParentPath() == null ? null : alike(whole, part.getParentPath(), other);
    int at =
        above == null ? -1 : Syntax.parts(part.getParentPath().getLeaf()).indexOf(part.getLeaf());
    Tree found = above == null || at < 0 ? null : Syntax.parts(above.getLeaf()).get(at);
    return above == null || found == null || found.getKind() != part.getLeaf().getKind()
        ? null : new TreePath(above, found);
  }
}
