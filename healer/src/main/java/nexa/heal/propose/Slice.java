package nexa.heal.propose;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import nexa.heal.source.JavaModel;
import nexa.heal.source.ParsedSource;
import org.jspecify.annotations.Nullable;

/**
 * Where a value may have come from: a static backward slice, cut to the steps that carry the value
 * itself. A variable leads to what it was set to, a field to its declaration and to what its class
 * sets it to, a call of the project's own method to what that returns, a conditional to its
 * branches. A parameter ends the slice: the caller's frame tells the argument.
 */
final class Slice {

  private static final int STEPS_MAX = 4;
  private static final int VALUES_MAX = 16;

  /**
   * A value on the way.
   *
   * @param steps how far from the value that was bad
   */
  record Value(TreePath path, int steps) {}

  private final JavaModel model;
  private final List<Value> values = new ArrayList<>();
  private final List<Value> fields = new ArrayList<>();
  private final Set<String> parameters = new TreeSet<>();
  private final Set<Tree> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Queue<Value> open = new ArrayDeque<>();

  private Slice(JavaModel model) {
    this.model = model;
  }

  /** Follows an expression's value backwards. */
  static Slice from(JavaModel model, TreePath expression) {
    Slice slice = new Slice(model);
    slice.open.add(new Value(expression, 0));
    slice.seen.add(expression.getLeaf());
    while (!slice.open.isEmpty() && slice.values.size() < VALUES_MAX) {
      slice.follow(slice.open.remove());
    }
    return slice;
  }

  /** The expressions that made the value, the nearest first, without the one the slice began at. */
  List<Value> values() {
    return List.copyOf(values);
  }

  /** The declarations of the fields that held it. */
  List<Value> fields() {
    return List.copyOf(fields);
  }

  /** The names of the parameters it came by or was computed from, in the method it began in. */
  Set<String> parameters() {
    return Set.copyOf(parameters);
  }

  private void follow(Value value) {
    TreePath path = value.path();
    switch (path.getLeaf()) {
      case ParenthesizedTree it -> step(path, it.getExpression(), value.steps());
      case TypeCastTree it -> step(path, it.getExpression(), value.steps());
      case ConditionalExpressionTree it -> {
        step(path, it.getTrueExpression(), value.steps());
        step(path, it.getFalseExpression(), value.steps());
      }
      case IdentifierTree _,MemberSelectTree _ -> variable(path, value.steps());
      case MethodInvocationTree _ -> results(path, value.steps());
      default -> {}
    }
    noteParameters(path);
  }

  private void noteParameters(TreePath value) {
    TreePath method = enclosingMethod(value);
    if (method == null) {
      return;
    }
    Set<String> names = Site.namesOf(value.getLeaf());
    ((MethodTree) method.getLeaf()).getParameters().stream()
        .map(it -> it.getName().toString())
        .filter(names::contains)
        .forEach(parameters::add);
  }

  private void variable(TreePath path, int steps) {
    Element element = model.trees().getElement(path);
    if (element == null) {
      return;
    }
    switch (element.getKind()) {
      case LOCAL_VARIABLE, PARAMETER -> {
        TreePath method = enclosingMethod(path);
        if (method != null) {
          settings(method, element, path).forEach(it -> step(it, it.getLeaf(), steps + 1));
        }
      }
      case FIELD -> field(element, path, steps);
      default -> {}
    }
  }

  private void field(Element element, TreePath use, int steps) {
    TreePath declaration = model.trees().getPath(element);
    if (declaration == null || !(declaration.getLeaf() instanceof VariableTree variable)) {
      return;
    }
    if (seen.add(variable)) {
      fields.add(new Value(declaration, steps + 1));
    }
    settings(declaration.getParentPath(), element, use)
        .forEach(it -> step(it, it.getLeaf(), steps + 1));
  }

  /** What the project's own method may give back. */
  private void results(TreePath call, int steps) {
    TreePath method =
        model.trees().getElement(call) instanceof ExecutableElement called
            && called.getKind() == ElementKind.METHOD ? model.trees().getPath(called) : null;
    if (method != null) {
      returns(method).forEach(it -> step(it, it.getLeaf(), steps + 1));
    }
  }

  /** A step to a value; a path that ends in it already is taken as it is. */
  private void step(TreePath at, Tree value, int steps) {
    if (steps <= STEPS_MAX && values.size() < VALUES_MAX && seen.add(value)) {
      Value next = new Value(at.getLeaf() == value ? at : new TreePath(at, value), steps);
      values.add(next);
      open.add(next);
    }
  }

  /** The values of the return statements in a tree, not those of lambdas and classes in it. */
  static List<TreePath> returns(TreePath scope) {
    List<TreePath> values = new ArrayList<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitReturn(ReturnTree tree, @Nullable Void unused) {
        if (tree.getExpression() != null) {
          values.add(new TreePath(getCurrentPath(), tree.getExpression()));
        }
        return super.visitReturn(tree, unused);
      }

      @Override
      public @Nullable Void visitLambdaExpression(LambdaExpressionTree tree,
          @Nullable Void unused) {
        return tree == scope.getLeaf() ? super.visitLambdaExpression(tree, unused) : null;
      }

      @Override
      public @Nullable Void visitClass(ClassTree tree, @Nullable Void unused) {
        return null;
      }
    }.scan(scope, null);
    return values;
  }

  /** What a scope sets a variable to; in the method of its use the nearest before that first. */
  private List<TreePath> settings(TreePath scope, Element variable, TreePath use) {
    List<TreePath> settings = new ArrayList<>();
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
        if (tree.getInitializer() != null && is(getCurrentPath())) {
          settings.add(new TreePath(getCurrentPath(), tree.getInitializer()));
        }
        return super.visitVariable(tree, unused);
      }

      @Override
      public @Nullable Void visitAssignment(AssignmentTree tree, @Nullable Void unused) {
        if (is(new TreePath(getCurrentPath(), tree.getVariable()))) {
          settings.add(new TreePath(getCurrentPath(), tree.getExpression()));
        }
        return super.visitAssignment(tree, unused);
      }

      private boolean is(TreePath path) {
        return variable.equals(model.trees().getElement(path));
      }
    }.scan(scope, null);
    return settings.stream()
        .filter(it -> variable.getKind() == ElementKind.FIELD || mayReach(it, use))
        .sorted(Comparator.comparingInt(it -> distance(it, use)))
        .toList();
  }

  /** Whether a value set there can still be there: it is set before, or in the same loop. */
  private boolean mayReach(TreePath set, TreePath use) {
    if (model.end(set.getCompilationUnit(), set.getLeaf()) <= model.start(
        use.getCompilationUnit(), use.getLeaf())) {
      return true;
    }
    for (TreePath path = use; path != null; path = path.getParentPath()) {
      if (ParsedSource.isLoop(path.getLeaf()) && holds(path, set)) {
        return true;
      }
    }
    return false;
  }

  private static boolean holds(TreePath outer, TreePath inner) {
    for (TreePath path = inner; path != null; path = path.getParentPath()) {
      if (path.getLeaf() == outer.getLeaf()) {
        return true;
      }
    }
    return false;
  }

  private int distance(TreePath set, TreePath use) {
    int before = model.start(use.getCompilationUnit(), use.getLeaf())
        - model.start(set.getCompilationUnit(), set.getLeaf());
    return before >= 0 ? before : Integer.MAX_VALUE / 2 - before;
  }

  /** The method or constructor around a place; null in a field's initialiser. */
  static @Nullable TreePath enclosingMethod(TreePath place) {
    for (TreePath path = place; path != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof MethodTree) {
        return path;
      }
      if (path.getLeaf() instanceof ClassTree) {
        return null;
      }
    }
    return null;
  }

  /** Whether an expression's own form says that it has a value of its own, never a bad one. */
  static boolean isNull(ExpressionTree tree) {
    return tree.getKind() == Tree.Kind.NULL_LITERAL;
  }
}
