package nexa.heal.propose;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.type.TypeMirror;
import nexa.heal.propose.Site.Kind;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/** What the place of an expression tells about another expression that would stand there. */
final class Slot {

  private static final int NOT_BLAMED_COST = 6;
  private static final int UNKNOWN_COST = 3;
  private static final int ON_PURPOSE_COST = 12;
  static final int UNREAD_EVIDENCE = 6;
  private static final int IDIOM_EVIDENCE = 5;

  /** Shorter source says nothing when it stands elsewhere too. */
  private static final int IDIOM_CHARS_MIN = 6;

  private static final Set<String> BY_JVM =
      Set.of("java.lang.NullPointerException", "java.lang.IndexOutOfBoundsException",
          "java.lang.ArrayIndexOutOfBoundsException", "java.lang.StringIndexOutOfBoundsException",
          "java.lang.ClassCastException", "java.lang.ArithmeticException",
          "java.lang.NegativeArraySizeException", "java.lang.ArrayStoreException",
          "java.lang.StackOverflowError", "java.lang.OutOfMemoryError",
          "java.util.ConcurrentModificationException");

  private Slot() {}

  /** Whether the expression is read there, and not the variable that a loop counts by. */
  static boolean isRead(TreePath path) {
    Tree leaf = path.getLeaf();
    boolean read =
        switch (path.getParentPath().getLeaf()) {
          case AssignmentTree it -> it.getVariable() != leaf;
          case CompoundAssignmentTree it -> it.getVariable() != leaf;
          case VariableTree it -> it.getInitializer() == leaf;
          case UnaryTree it -> switch (it.getKind()) {
            case PREFIX_INCREMENT, PREFIX_DECREMENT, POSTFIX_INCREMENT, POSTFIX_DECREMENT -> false;
            default -> true;
          };
          default -> leaf instanceof ExpressionTree;
        };
    return read && !countsLoop(path);
  }

  private static boolean countsLoop(TreePath path) {
    if (!(path.getLeaf() instanceof IdentifierTree name)) {
      return false;
    }
    for (TreePath at = path; at.getParentPath() != null; at = at.getParentPath()) {
      if (at.getParentPath().getLeaf() instanceof ForLoopTree loop) {
        return at.getLeaf() != loop.getStatement()
            && loop.getInitializer().stream()
                .anyMatch(it -> it instanceof VariableTree variable
                    && variable.getName().equals(name.getName()));
      }
      if (at.getLeaf() instanceof MethodTree) {
        return false;
      }
    }
    return false;
  }

  /** Whether the expression says which element is meant: no size of anything does. */
  static boolean isIndex(TreePath path) {
    return path.getParentPath().getLeaf() instanceof ArrayAccessTree access
        && access.getIndex() == path.getLeaf();
  }

  /** Whether the other expression would meet itself: as both operands, twice among arguments, or on both sides of an assignment. */
  static boolean meetsItself(JavaModel model, TreePath path, String other) {
    String now = other;
    for (TreePath at = path; at.getLeaf() instanceof ExpressionTree; at = at.getParentPath()) {
      TreePath around = at.getParentPath();
      if (beside(model, around, at.getLeaf()).contains(bare(now))) {
        return true;
      }
      CompilationUnitTree unit = path.getCompilationUnit();
      int from = model.start(unit, at.getLeaf()) - model.start(unit, around.getLeaf());
      int to = model.end(unit, at.getLeaf()) - model.start(unit, around.getLeaf());
      if (from < 0 || !(around.getLeaf() instanceof ExpressionTree)) {
        return false;
      }
      String whole = model.text(around);
      now = whole.substring(0, from) + now + whole.substring(to);
    }
    return false;
  }

  /** What stands on the other side, without blanks. */
  private static List<String> beside(JavaModel model, TreePath around, Tree own) {
    List<? extends Tree> others =
        switch (around.getLeaf()) {
          case BinaryTree it -> List.of(it.getLeftOperand(), it.getRightOperand());
          case AssignmentTree it -> List.of(it.getVariable(), it.getExpression());
          case CompoundAssignmentTree it -> List.of(it.getVariable(), it.getExpression());
          case MethodInvocationTree it -> it.getArguments();
          case NewClassTree it -> it.getArguments();
          default -> List.of();
        };
    List<String> beside = new ArrayList<>();
    if (around.getLeaf() instanceof VariableTree it) {
      beside.add(it.getName().toString());
    }
    for (Tree tree : others) {
      if (tree != own && !(tree instanceof LiteralTree)) {
        beside.add(bare(model.text(new TreePath(around, tree))));
      }
    }
    return beside;
  }

  private static String bare(String source) {
    return source.replace(" ", "").replace("\n", "").replace("this.", "");
  }

  /** What it costs that the exception says nothing about expressions of this type. */
  static int blame(Site site) {
    Set<Kind> kinds = FailureKinds.of(site.crash().type());
    TypeMirror type = site.model().typeOf(site.culprit());
    if (isOnPurpose(site)) {
      return ON_PURPOSE_COST;
    }
    if (kinds.isEmpty()) {
      return UNKNOWN_COST;
    }
    boolean number = Typing.isIntegral(type);
    boolean blamed =
        kinds.contains(Kind.INDEX) || kinds.contains(Kind.LENGTH) || kinds.contains(Kind.DIVISOR)
            ? number
            : Typing.isReference(type);
    return blamed ? 0 : NOT_BLAMED_COST;
  }

  /** Whether the project's own code threw, by a check: then the caller is more likely to be wrong than what is near. */
  static boolean isOnPurpose(Site site) {
    return !site.crash().inLibrary() && !BY_JVM.contains(site.crash().type());
  }

  static int purpose(Site site) {
    return isOnPurpose(site) ? ON_PURPOSE_COST : 0;
  }

  /** How much speaks for another expression: what nothing reads so far, and what the file writes elsewhere. */
  static int evidence(Site site, String other) {
    return (isUnread(site, other) ? UNREAD_EVIDENCE : 0)
        + (isIdiom(site, other) ? IDIOM_EVIDENCE : 0)
        + (boundsFailingLine(site, other) ? IDIOM_EVIDENCE : 0)
        + (isMovedOnBy(site, other) ? IDIOM_EVIDENCE : 0);
  }

  /** Whether the place that the call is given as well moves on by it afterwards: so much has to be filled. */
  private static boolean isMovedOnBy(Site site, String other) {
    TreePath callable = site.callable();
    if (callable == null
        || !(site.culprit().getParentPath().getLeaf() instanceof MethodInvocationTree call)) {
      return false;
    }
    int after = site.model().end(site.unit(), call);
    boolean[] moved = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitCompoundAssignment(
          CompoundAssignmentTree tree, @Nullable Void unused) {
        moved[0] |=
            tree.getKind() == Tree.Kind.PLUS_ASSIGNMENT
                && tree.getExpression().toString().equals(other)
                && site.model().start(site.unit(), tree) >= after
                && call.getArguments().stream()
                    .anyMatch(it -> it.toString().equals(tree.getVariable().toString()));
        return super.visitCompoundAssignment(tree, unused);
      }
    }.scan(callable.getLeaf(), null);
    return moved[0];
  }

  /** Whether a loop around the failing line goes up to it, and it is a size that the culprit gives. */
  private static boolean boundsFailingLine(Site site, String other) {
    TreePath callable = site.callable();
    if (callable == null || !(site.culprit().getParentPath().getLeaf() instanceof NewArrayTree)) {
      return false;
    }
    boolean[] bounds = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitForLoop(ForLoopTree loop, @Nullable Void unused) {
        int line = site.location().line();
        bounds[0] |=
            loop.getCondition() instanceof BinaryTree test
                && test.getRightOperand().toString().equals(other)
                && site.model().line(site.unit(), site.model().start(site.unit(), loop)) <= line
                && line <= site.model().line(site.unit(), site.model().end(site.unit(), loop) - 1);
        return super.visitForLoop(loop, unused);
      }
    }.scan(callable.getLeaf(), null);
    return bounds[0];
  }

  /** Whether a variable of the method is read nowhere but in the header of its own loop. */
  static boolean isUnread(Site site, String other) {
    TreePath callable = site.callable();
    if (callable == null) {
      return false;
    }
    int[] declared = new int[1];
    int[] read = new int[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitVariable(VariableTree tree, @Nullable Void unused) {
        declared[0] += tree.getName().contentEquals(other) ? 1 : 0;
        return super.visitVariable(tree, unused);
      }

      @Override
      public @Nullable Void visitForLoop(ForLoopTree tree, @Nullable Void unused) {
        boolean own =
            tree.getInitializer().stream()
                .anyMatch(it -> it instanceof VariableTree variable
                    && variable.getName().contentEquals(other));
        if (!own) {
          return super.visitForLoop(tree, unused);
        }
        declared[0]++;
        return scan(tree.getStatement(), unused);
      }

      @Override
      public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void unused) {
        read[0] += tree.getName().contentEquals(other) ? 1 : 0;
        return null;
      }
    }.scan(callable.getLeaf(), null);
    return declared[0] == 1 && read[0] == 0;
  }

  /** Whether the file has the whole around the expression somewhere with the other in its place. */
  private static boolean isIdiom(Site site, String other) {
    TreePath around = site.culprit().getParentPath();
    if (!(around.getLeaf() instanceof ExpressionTree)) {
      return false;
    }
    int start = site.model().start(site.unit(), around.getLeaf());
    int from = site.model().start(site.unit(), site.culprit().getLeaf()) - start;
    int to = site.model().end(site.unit(), site.culprit().getLeaf()) - start;
    String whole = site.model().text(around);
    if (from < 0 || to > whole.length()) {
      return false;
    }
    String now = whole.substring(0, from) + other + whole.substring(to);
    return now.length() >= IDIOM_CHARS_MIN && site.model().text(site.file()).contains(now);
  }
}
