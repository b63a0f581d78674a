package nexa.heal.verify;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nexa.heal.source.ParsedSource;
import org.jspecify.annotations.Nullable;

/** What the class of a patch does in other places, which allows the patch to do the like. */
final class ClassHabits {

  private ClassHabits() {}

  /** The class falls back to the same value elsewhere, or counts from zero. */
  static Optional<String> fallsBack(Silencing silencing) {
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree node, @Nullable Void unused) {
        String name = node.getMethodSelect().toString();
        String last =
            node.getArguments().isEmpty()
                ? ""
                : silencing.source().plain(node.getArguments().getLast());
        found[0] |=
            (name.endsWith(".getOrDefault") || name.endsWith(".orElse"))
                && last.equals(silencing.value());
        found[0] |=
            name.endsWith(".merge") && last.endsWith("::sum") && silencing.value().equals("0");
        return super.visitMethodInvocation(node, unused);
      }
    }.scan(silencing.method().getParentPath().getLeaf(), null);
    return found[0] ? Optional.of("its class falls back to it elsewhere") : Optional.empty();
  }

  /** The class goes on with the same value in another place. */
  static Optional<String> elsewhere(Silencing silencing) {
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitConditionalExpression(
          ConditionalExpressionTree node, @Nullable Void unused) {
        boolean asksTheSame =
            silencing.source().plain(node.getCondition()).contains("null")
                || !silencing.condition().contains("null");
        found[0] |=
            asksTheSame
                && (silencing.source().plain(node.getTrueExpression()).equals(silencing.value())
                    || silencing.source().plain(node.getFalseExpression())
                        .equals(silencing.value()));
        return super.visitConditionalExpression(node, unused);
      }
    }.scan(silencing.method().getParentPath().getLeaf(), null);
    return found[0] ? Optional.of("its class does the same elsewhere") : Optional.empty();
  }

  /** Whether a condition names what an expression begins with. */
  static boolean isAbout(String condition, String expression) {
    int end = 0;
    while (end < expression.length() && Character.isJavaIdentifierPart(expression.charAt(end))) {
      end++;
    }
    return end > 0 && Documentation.says(condition, expression.substring(0, end));
  }

  /** Another method of the class takes only those of one type out of many. */
  static Optional<String> sorted(Silencing silencing) {
    Tree type = silencing.method().getParentPath().getLeaf();
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIf(IfTree node, @Nullable Void unused) {
        found[0] |=
            node.getElseStatement() == null
                && silencing.source().plain(node.getCondition()).contains(" instanceof ");
        return super.visitIf(node, unused);
      }
    }.scan(type, null);
    return found[0]
        ? Optional.of("its class leaves out those of another type elsewhere")
        : Optional.empty();
  }

  /** The class guards other statements on the same condition. */
  static Optional<String> guardedElsewhere(Silencing silencing) {
    Tree type = silencing.method().getParentPath().getLeaf();
    boolean[] found = new boolean[1];
    if (type instanceof ClassTree) {
      String method = silencing.source().plain(silencing.method().getLeaf());
      new TreeScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitIf(IfTree node, @Nullable Void unused) {
          String condition = silencing.source().plain(node.getCondition());
          int operator = Math.max(condition.indexOf(" != null"), condition.indexOf(" == null"));
          found[0] |=
              operator > 1
                  && (condition.contains(" != null") || leavesWithNothing(node))
                  && method.contains(condition.substring(1, operator).strip() + ".");
          return super.visitIf(node, unused);
        }
      }.scan(type, null);
    }
    return found[0]
        ? Optional.of("its class asks the same elsewhere")
        : Optional.empty();
  }

  private static boolean leavesWithNothing(IfTree guard) {
    StatementTree then =
        guard.getThenStatement() instanceof BlockTree block && block.getStatements().size() == 1
            ? block.getStatements().getFirst()
            : guard.getThenStatement();
    return then instanceof ContinueTree
        || (then instanceof ReturnTree end && end.getExpression() == null);
  }

  /** Another loop of the class leaves out rounds without a value. */
  static Optional<String> leftOutElsewhere(Silencing silencing) {
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIf(IfTree node, @Nullable Void unused) {
        found[0] |=
            silencing.source().plain(node.getCondition()).contains("== null")
                && leavesWithNothing(node);
        return super.visitIf(node, unused);
      }
    }.scan(silencing.method().getParentPath().getLeaf(), null);
    return found[0] && silencing.condition().contains("== null")
        ? Optional.of("its class leaves out such rounds elsewhere")
        : Optional.empty();
  }

  /** Whether two statements go by the same index. */
  private static boolean isOfOneIndex(String one, String other) {
    String index = index(one);
    return !index.isEmpty() && index.equals(index(other));
  }

  private static String index(String statement) {
    int open = statement.indexOf('[');
    int end = statement.indexOf(']', open + 1);
    return open < 0 || end < 0 ? "" : statement.substring(open + 1, end);
  }

  /** The class takes the very step that is left out, or one by its index, only on a condition elsewhere. */
  static Optional<String> conditionalElsewhere(Silencing silencing) {
    List<String> left = silencing.skipped().statements();
    List<Tree> same = new ArrayList<>();
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIf(IfTree node, @Nullable Void unused) {
        boolean isAsked =
            silencing.source().plain(node.getCondition()).equals(silencing.skipped().condition());
        for (Tree step : ParsedSource.statements(node.getThenStatement())) {
          if (step instanceof ExpressionStatementTree) {
            String text = silencing.source().plain(step);
            found[0] |= isAsked && left.stream().anyMatch(it -> isOfOneIndex(it, text));
            if (left.contains(text)) {
              same.add(step);
            }
          }
        }
        return super.visitIf(node, unused);
      }
    }.scan(silencing.method().getParentPath().getLeaf(), null);
    boolean elsewhere = // the one that is left out is not
        same.size() > 1 || same.stream().anyMatch(step -> !isInMethod(silencing, step));
    return found[0] || elsewhere
        ? Optional.of("its class takes this step only on a condition elsewhere")
        : Optional.empty();
  }

  private static boolean isInMethod(Silencing silencing, Tree step) {
    Tree method = silencing.method().getLeaf();
    int start = silencing.source().start(step);
    return silencing.source().start(method) <= start && start < silencing.source().end(method);
  }

  /** Whether the method has a value of its own for what is missing, and it is another one. */
  static boolean hasItsOwn(Silencing silencing) {
    List<String> own =
        EarlyReturns.of(silencing.source(), (MethodTree) silencing.method().getLeaf());
    return !own.isEmpty() && !own.contains(silencing.value());
  }

  /** Another method of the class with the same result type returns the same value early. */
  static Optional<String> sibling(Silencing silencing) {
    MethodTree method = (MethodTree) silencing.method().getLeaf();
    if (hasItsOwn(silencing)
        || !(silencing.method().getParentPath().getLeaf() instanceof ClassTree type)) {
      return Optional.empty();
    }
    return type.getMembers().stream()
        .filter(MethodTree.class::isInstance)
        .map(MethodTree.class::cast)
        .filter(other -> other != method && other.getBody() != null)
        .filter(
            other -> String.valueOf(other.getReturnType())
                .equals(String.valueOf(method.getReturnType())))
        .filter(other -> EarlyReturns.of(silencing.source(), other).contains(silencing.value()))
        .findFirst()
        .map(other -> "as " + other.getName() + " of the same class does");
  }
}
