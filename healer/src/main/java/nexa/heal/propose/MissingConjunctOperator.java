package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import nexa.heal.propose.InScope.Variable;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/** Adds to a condition what the like conditions of its class test beforehand. */
final class MissingConjunctOperator implements RepairOperator {

  private static final int SUGGESTIONS_MAX = 4;
  private static final int COST = 8;
  private static final int ALIKE_EVIDENCE = 5;
  private static final int CONDITIONS_MAX = 300;

  @Override
  public String name() {
    return "missing-conjunct";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.SUSPECT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    TreePath type = isCondition(site.culprit()) ? enclosingClass(site.culprit()) : null;
    if (type == null) {
      return List.of();
    }
    String own = site.model().text(site.culprit());
    Set<String> words = calledNames(site.culprit());
    Map<String, Integer> costs = new LinkedHashMap<>();
    for (TreePath other : conditions(type)) {
      if (other.getLeaf() != site.culprit().getLeaf()
          && other.getLeaf() instanceof BinaryTree both
          && both.getKind() == Tree.Kind.CONDITIONAL_AND) {
        boolean alike =
            calledNames(new TreePath(other, both.getRightOperand())).stream()
                .anyMatch(words::contains);
        String conjunct = conjunct(site, new TreePath(other, both.getLeftOperand()));
        if (conjunct != null && !own.contains(conjunct)) {
          costs.merge(conjunct, COST - (alike ? ALIKE_EVIDENCE : 0), Math::min);
        }
      }
    }
    return costs.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .limit(SUGGESTIONS_MAX)
        .map(it -> Suggestion.of(REPLACE_CULPRIT, "${conjunct} && ${culprit}", it.getValue(),
            "Another condition of the class tests ${conjunct} first.")
            .with(Map.of("conjunct", it.getKey())))
        .toList();
  }

  /** Whether an expression is all that an {@code if} or {@code while} tests. */
  private static boolean isCondition(TreePath path) {
    TreePath parent = path.getParentPath();
    return path.getLeaf() instanceof ExpressionTree
        && !(path.getLeaf() instanceof ParenthesizedTree)
        && parent.getLeaf() instanceof ParenthesizedTree
        && (parent.getParentPath().getLeaf() instanceof IfTree
            || parent.getParentPath().getLeaf() instanceof WhileLoopTree);
  }

  private static @Nullable TreePath enclosingClass(TreePath path) {
    TreePath at = path;
    while (at != null && !(at.getLeaf() instanceof ClassTree)) {
      at = at.getParentPath();
    }
    return at;
  }

  private static List<TreePath> conditions(TreePath type) {
    List<TreePath> conditions = new ArrayList<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitBinary(BinaryTree tree, @Nullable Void unused) {
        if (isCondition(getCurrentPath()) && conditions.size() < CONDITIONS_MAX) {
          conditions.add(getCurrentPath());
        }
        return super.visitBinary(tree, unused);
      }
    }.scan(type, null);
    return conditions;
  }

  private static Set<String> calledNames(TreePath condition) {
    Set<String> names = new HashSet<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(MethodInvocationTree call,
          @Nullable Void unused) {
        names.add(Culprits.nameOf(call));
        return super.visitMethodInvocation(call, unused);
      }
    }.scan(condition, null);
    return names;
  }

  /** The first conjunct as the site would write it: its variables by the same names and types. */
  private static @Nullable String conjunct(Site site, TreePath left) {
    JavaModel model = site.model();
    Map<String, Variable> here = new HashMap<>();
    InScope.at(model, site.culprit()).variables().forEach(it -> here.putIfAbsent(it.name(), it));
    Map<Element, String> names = new HashMap<>();
    boolean[] known = {true};
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree name,
          @Nullable Void unused) {
        Element element = model.trees().getElement(getCurrentPath());
        Variable same = here.get(name.getName().toString());
        if (element != null && element.getKind().isVariable()) {
          boolean fits =
              same != null && (same.element().equals(element)
                  || model.types().isSameType(same.type(), element.asType()));
          known[0] &= fits || name.getName().contentEquals("this");
          names.put(element, name.getName().toString());
        }
        return null;
      }
    }.scan(left, null);
    String source = known[0] ? GuardClause.onOneLine(Rebinding.of(model, left, names)) : null;
    return source == null || source.length() > 100 ? null : source;
  }
}
