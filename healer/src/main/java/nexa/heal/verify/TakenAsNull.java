package nexa.heal.verify;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import nexa.heal.source.ParsedSource;
import org.jspecify.annotations.Nullable;

/**
 * A value that was null where it is used, but had been given before to a method of the project that asks
 * whether it is null and goes on: so null is one of the values it may have, and means that there is none.
 */
final class TakenAsNull {

  private static final int FILES_MAX = 20;

  private TakenAsNull() {}

  /** The method that takes it, empty when there is none. */
  static Optional<String> of(Silencing silencing, Collection<String> sources) {
    String name = nameOf(silencing.condition());
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Calls calls = new Calls(name);
    calls.scan(silencing.method().getLeaf(), null);
    return calls.before.stream()
        .filter(call -> isTaken(call, name, sources))
        .findFirst()
        .map(call -> Silencing.simpleName(call) + " takes null for it before");
  }

  /** The variable that a condition compares with null, when it does nothing else. */
  private static String nameOf(String condition) {
    String bare = Silencing.bare(condition);
    int end = Math.max(bare.indexOf(" != null"), bare.indexOf(" == null"));
    String name = end < 0 ? "" : bare.substring(0, end);
    return bare.length() == name.length() + " != null".length()
        && name.chars().allMatch(Character::isJavaIdentifierPart)
            ? name
            : "";
  }

  private static boolean isTaken(
      MethodInvocationTree call, String name, Collection<String> sources) {
    List<? extends ExpressionTree> arguments = call.getArguments();
    int at =
        Stream.iterate(0, i -> i < arguments.size(), i -> i + 1)
            .filter(i -> isNamed(arguments.get(i), name))
            .findFirst()
            .orElseThrow();
    String method = Silencing.simpleName(call);
    return sources.stream()
        .filter(text -> text.contains(" " + method + "("))
        .limit(FILES_MAX)
        .map(ParsedSource::of)
        .flatMap(source -> source.methods().stream())
        .map(TreePath::getLeaf)
        .map(MethodTree.class::cast)
        .filter(it -> it.getName().contentEquals(method))
        .filter(it -> it.getParameters().size() == arguments.size())
        .anyMatch(it -> goesOn(it, it.getParameters().get(at).getName().toString()));
  }

  /** Whether a method asks whether a parameter is null, and does not throw then. */
  private static boolean goesOn(MethodTree method, String parameter) {
    boolean[] asks = new boolean[1];
    boolean[] refuses = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIf(IfTree node, @Nullable Void unused) {
        if (asksOf(node.getCondition())) {
          asks[0] = true;
          refuses[0] |= Silencing.throwsSomething(node.getThenStatement());
        }
        return super.visitIf(node, unused);
      }

      @Override
      public @Nullable Void visitConditionalExpression(
          ConditionalExpressionTree node, @Nullable Void unused) {
        asks[0] |= asksOf(node.getCondition());
        return super.visitConditionalExpression(node, unused);
      }

      private boolean asksOf(Tree condition) {
        boolean[] found = new boolean[1];
        new TreeScanner<@Nullable Void, @Nullable Void>() {
          @Override
          public @Nullable Void visitBinary(BinaryTree node, @Nullable Void unused) {
            found[0] |=
                isNamed(node.getLeftOperand(), parameter)
                    && node.getRightOperand().getKind() == Tree.Kind.NULL_LITERAL;
            return super.visitBinary(node, unused);
          }
        }.scan(condition, null);
        return found[0];
      }
    }.scan(method, null);
    return asks[0] && !refuses[0];
  }

  private static boolean isNamed(Tree tree, String name) {
    return tree instanceof IdentifierTree it && it.getName().contentEquals(name);
  }

  /** The calls of a method that are given a variable before it is used. */
  private static final class Calls extends TreeScanner<@Nullable Void, @Nullable Void> {

    private final String name;
    private final List<MethodInvocationTree> before = new ArrayList<>();
    private boolean isUsed;
    private int conditions;

    Calls(String name) {
      this.name = name;
    }

    @Override
    public @Nullable Void visitIf(IfTree node, @Nullable Void unused) {
      scan(node.getCondition(), null);
      conditions++;
      scan(node.getThenStatement(), null);
      scan(node.getElseStatement(), null);
      conditions--;
      return null;
    }

    @Override
    public @Nullable Void visitMethodInvocation(
        MethodInvocationTree node, @Nullable Void unused) {
      boolean isGiven = node.getArguments().stream().anyMatch(it -> isNamed(it, name));
      if (isGiven && !isUsed && conditions == 0) {
        before.add(node);
      }
      return super.visitMethodInvocation(node, unused);
    }

    @Override
    public @Nullable Void visitMemberSelect(MemberSelectTree node, @Nullable Void unused) {
      isUsed |= isNamed(node.getExpression(), name);
      return super.visitMemberSelect(node, unused);
    }

    @Override
    public @Nullable Void visitArrayAccess(ArrayAccessTree node, @Nullable Void unused) {
      isUsed |= isNamed(node.getExpression(), name);
      return super.visitArrayAccess(node, unused);
    }

    @Override
    public @Nullable Void visitEnhancedForLoop(
        EnhancedForLoopTree node, @Nullable Void unused) {
      isUsed |= isNamed(node.getExpression(), name);
      return super.visitEnhancedForLoop(node, unused);
    }
  }
}
