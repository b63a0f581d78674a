package nexa.heal.propose;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The later expressions of a method that use the same value in the same way as the one that failed. */
final class Twins extends TreePathScanner<@Nullable Void, @Nullable Void> {

  private static final int TWINS_MAX = 3;

  private final Site site;
  private final String value;
  private final int after;
  private final List<Site> twins = new ArrayList<>();
  private final List<Tree> statements = new ArrayList<>();

  private Twins(Site site, int after) {
    this.site = site;
    this.value = site.model().text(site.culprit());
    this.after = after;
  }

  /** One for each statement, in the order of the source; none when there are too many. */
  static List<Site> of(Site site) {
    TreePath method = Slice.enclosingMethod(site.culprit());
    TreePath statement = site.statement();
    if (method == null || statement == null) {
      return List.of();
    }
    Twins scanner = new Twins(site, site.model().end(site.unit(), statement.getLeaf()));
    scanner.scan(method, null);
    return scanner.twins.size() > TWINS_MAX ? List.of() : List.copyOf(scanner.twins);
  }

  @Override
  public @Nullable Void visitArrayAccess(ArrayAccessTree tree, @Nullable Void unused) {
    if (site.kind() == Site.Kind.INDEX) {
      keep(tree.getIndex(), new TreePath(getCurrentPath(), tree.getExpression()));
    }
    return super.visitArrayAccess(tree, unused);
  }

  @Override
  public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void unused) {
    if (site.kind() == Site.Kind.NULL) {
      keep(tree.getExpression(), site.operand());
    }
    return super.visitMemberSelect(tree, unused);
  }

  @Override
  public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree, @Nullable Void unused) {
    return null;
  }

  @Override
  public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
    return null;
  }

  private void keep(ExpressionTree same, @Nullable TreePath operand) {
    TreePath culprit = new TreePath(getCurrentPath(), same);
    if (site.model().start(site.unit(), same) < after
        || !site.model().text(culprit).equals(value)) {
      return;
    }
    Site twin = new Site(site.model(), site.crash(), site.location(), site.kind(), culprit, operand,
        Culprits.chainTop(getCurrentPath()), site.exact());
    TreePath statement = twin.statement();
    if (statement != null && !holdsAny(statement)) {
      statements.add(statement.getLeaf());
      twins.add(twin);
    }
  }

  /** Whether a statement, or one around it, has its twin already. */
  private boolean holdsAny(TreePath statement) {
    Set<Tree> known = Set.copyOf(statements);
    for (TreePath path = statement; path != null; path = path.getParentPath()) {
      if (known.contains(path.getLeaf())) {
        return true;
      }
    }
    return false;
  }
}
