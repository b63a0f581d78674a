package nexa.heal.propose;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/** The conditions under which a file calls a method elsewhere, told of one call's own arguments. */
final class GuardedCalls {

  private static final int CONDITIONS_MAX = 3;

  private GuardedCalls() {}

  static List<String> conditions(Site site, Call call) {
    Set<String> conditions = new LinkedHashSet<>();
    JavaModel model = site.model();
    var scanner = new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(MethodInvocationTree tree,
          @Nullable Void unused) {
        other(tree);
        return super.visitMethodInvocation(tree, unused);
      }

      @Override
      public @Nullable Void visitNewClass(NewClassTree tree, @Nullable Void unused) {
        other(tree);
        return super.visitNewClass(tree, unused);
      }

      private void other(Tree tree) {
        if (tree != call.path().getLeaf() && conditions.size() < CONDITIONS_MAX
            && call.method().equals(model.trees().getElement(getCurrentPath()))) {
          TreePath condition = conditionOver(getCurrentPath());
          Call other = condition == null ? null : Call.of(model, getCurrentPath());
          if (condition != null && other != null) {
            String told = told(condition, other, call);
            if (told != null && !isUnder(site, told)) {
              conditions.add(told);
            }
          }
        }
      }
    };
    scanner.scan(new TreePath(site.unit()), null);
    return List.copyOf(conditions);
  }

  /** The condition of the {@code if} whose then-branch a call stands in, at most two statements deep. */
  private static @Nullable TreePath conditionOver(TreePath call) {
    TreePath statement = Site.statementOf(call);
    if (statement == null) {
      return null;
    }
    for (TreePath path = statement; path.getParentPath() != null; path = path.getParentPath()) {
      TreePath parent = path.getParentPath();
      if (parent.getLeaf() instanceof IfTree branch) {
        TreePath condition = new TreePath(parent, branch.getCondition());
        return branch.getThenStatement() != path.getLeaf() ? null
            : branch.getCondition() instanceof ParenthesizedTree it
                ? new TreePath(condition, it.getExpression())
                : condition;
      }
      if (!(parent.getLeaf() instanceof BlockTree)) {
        return null;
      }
    }
    return null;
  }

  /** The other call's condition with its arguments replaced by this call's; null when it is about more. */
  static @Nullable String told(TreePath condition, Call other, Call call) {
    Map<Element, String> names = new HashMap<>();
    pair(other.model(), Culprits.receiver(other.path()), Culprits.receiver(call.path()), names);
    for (int i = 0; i < Math.min(other.arguments().size(), call.arguments().size()); i++) {
      pair(other.model(), other.arguments().get(i), call.arguments().get(i), names);
    }
    String source = GuardClause.onOneLine(Rebinding.of(other.model(), condition, names));
    boolean about = mentions(condition, names);
    return source == null || !about ? null : source;
  }

  /** Takes the variables of one call for the other's: {@code a} in {@code a.strip()} for {@code b} in {@code b.strip()}. */
  private static void pair(JavaModel model, @Nullable TreePath theirs, @Nullable TreePath ours,
      Map<Element, String> names) {
    if (theirs == null || ours == null) {
      return;
    }
    if (theirs.getLeaf() instanceof MethodInvocationTree their
        && ours.getLeaf() instanceof MethodInvocationTree our
        && their.getArguments().isEmpty() && our.getArguments().isEmpty()
        && Culprits.nameOf(their).equals(Culprits.nameOf(our))) {
      pair(model, Culprits.receiver(theirs), Culprits.receiver(ours), names);
      return;
    }
    if (theirs.getLeaf() instanceof IdentifierTree
        && Precedence.of(ours.getLeaf()) == Precedence.PRIMARY
        && !(ours.getLeaf() instanceof LiteralTree)
        && Purity.isPure(ours.getLeaf())) {
      Element element = model.trees().getElement(theirs);
      if (element != null && element.getKind().isVariable()) {
        names.putIfAbsent(element, model.text(ours));
      }
    }
  }

  private static boolean mentions(TreePath condition, Map<Element, String> names) {
    Set<String> known = new HashSet<>();
    names.keySet().forEach(it -> known.add(it.getSimpleName().toString()));
    return Site.namesOf(condition.getLeaf()).stream().anyMatch(known::contains);
  }

  /** Whether the site stands under the condition already. */
  private static boolean isUnder(Site site, String condition) {
    for (TreePath path = site.culprit(); path != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof IfTree branch
          && site.model().text(new TreePath(path, branch.getCondition())).contains(condition)) {
        return true;
      }
    }
    return false;
  }
}
