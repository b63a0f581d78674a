package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.WhileLoopTree;
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
import nexa.heal.propose.InScope.Variable;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/** Adds to a condition what the like conditions of its class test beforehand. */
final class MissingConjunctOperator implements RepairOperator {

  private static final int SUGGESTIONS_MAX = 4;
  private static final int COST = 4;
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
    Set<String> words = words(site.culprit());
    Set<String> conjuncts = new LinkedHashSet<>();
    for (TreePath other : conditions(type)) {
      if (other.getLeaf() != site.culprit().getLeaf()
          && other.getLeaf() instanceof BinaryTree both
          && both.getKind() == Tree.Kind.CONDITIONAL_AND) {
        boolean alike =
            throwAlike(site.culprit(), other)
                || words(new TreePath(other, both.getRightOperand())).stream()
                    .anyMatch(words::contains);
        String conjunct =
            alike ? conjunct(site, new TreePath(other, both.getLeftOperand())) : null;
        if (conjunct != null && !own.contains(conjunct)) {
          conjuncts.add(conjunct);
        }
      }
    }
    return conjuncts.stream()
        .limit(SUGGESTIONS_MAX)
        .map(it -> Suggestion.of(REPLACE_CULPRIT, "${conjunct} && ${culprit}", COST,
            "A like condition of the class tests ${conjunct} first.")
            .with(Map.of("conjunct", it)))
        .map(Slips::forEveryInput)
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

  /** Whether both conditions decide about throwing one kind of exception. */
  private static boolean throwAlike(TreePath one, TreePath other) {
    String thrown = thrownUnder(one);
    return thrown != null && thrown.equals(thrownUnder(other));
  }

  private static @Nullable String thrownUnder(TreePath condition) {
    return condition.getParentPath().getParentPath().getLeaf() instanceof IfTree branch
        && (branch.getThenStatement() instanceof BlockTree block && !block.getStatements().isEmpty()
            ? block.getStatements().getFirst()
            : branch.getThenStatement()) instanceof ThrowTree thrown
        && thrown.getExpression() instanceof NewClassTree made
            ? made.getIdentifier().toString()
            : null;
  }

  /** The methods that a condition calls, and the texts that it compares with. */
  private static Set<String> words(TreePath condition) {
    Set<String> words = new HashSet<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(MethodInvocationTree call,
          @Nullable Void unused) {
        words.add(Culprits.nameOf(call));
        return super.visitMethodInvocation(call, unused);
      }

      @Override
      public @Nullable Void visitLiteral(LiteralTree literal, @Nullable Void unused) {
        if (literal.getValue() instanceof String || literal.getValue() instanceof Character) {
          words.add(literal.toString());
        }
        return null;
      }
    }.scan(condition, null);
    words.removeAll(Set.of("equals", "size", "length", "get", "isEmpty", "charAt"));
    return words;
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
