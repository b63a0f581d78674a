package nexa.heal.verify;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import nexa.heal.source.ParsedSource;
import nexa.heal.source.Project;
import org.jspecify.annotations.Nullable;

/** What the methods of a project return for what is missing or empty. */
final class EarlyReturns {

  private static final int FILES_MAX = 3000;

  private final Project project;
  private @Nullable Map<String, Integer> ways;

  EarlyReturns(Project project) {
    this.project = project;
  }

  /** How many methods of the project with this result type return this value early, for null or else for emptiness. */
  int count(MethodTree method, String condition, String value) {
    return ways().getOrDefault(key(method, value, asksNull(condition)), 0);
  }

  private Map<String, Integer> ways() {
    Map<String, Integer> known = ways;
    if (known == null) {
      Map<String, Integer> counted = new TreeMap<>();
      project.mainSources().values().stream()
          .limit(FILES_MAX)
          .forEach(text -> count(ParsedSource.of(text), counted));
      known = counted;
      ways = counted;
    }
    return known;
  }

  private static void count(ParsedSource source, Map<String, Integer> counted) {
    for (TreePath path : source.methods()) {
      MethodTree method = (MethodTree) path.getLeaf();
      for (boolean isNull : List.of(true, false)) {
        for (String value : of(source, method, condition -> asksNull(condition) == isNull)) {
          counted.merge(key(method, value, isNull), 1, Integer::sum);
        }
      }
    }
  }

  /** What a method returns on a condition about null, emptiness or a length, once each. */
  static List<String> of(ParsedSource source, MethodTree method) {
    return of(source, method, condition -> true);
  }

  private static List<String> of(
      ParsedSource source, MethodTree method, Predicate<String> asked) {
    List<String> values = new ArrayList<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIf(IfTree node, @Nullable Void unused) {
        String condition = source.plain(node.getCondition());
        if (returned(node.getThenStatement()) instanceof ReturnTree early
            && Silencing.isNeutral(early.getExpression())
            && isGuard(condition)
            && asked.test(condition)) {
          String value = source.plain(early.getExpression());
          if (!values.contains(value)) {
            values.add(value);
          }
        }
        return super.visitIf(node, unused);
      }

      @Override
      public @Nullable Void visitReturn(ReturnTree node, @Nullable Void unused) {
        if (node.getExpression() instanceof ConditionalExpressionTree choice
            && isGuard(source.plain(choice.getCondition()))
            && asked.test(source.plain(choice.getCondition()))) {
          for (ExpressionTree branch : List.of(choice.getTrueExpression(),
              choice.getFalseExpression())) {
            if (Silencing.isNeutral(branch)) {
              values.add(source.plain(branch));
            }
          }
        }
        return super.visitReturn(node, unused);
      }
    }.scan(method, null);
    return values.stream().distinct().toList();
  }

  private static boolean isGuard(String condition) {
    return condition.contains("== null")
        || condition.contains("!= null")
        || condition.contains("isEmpty()")
        || condition.contains("isBlank()")
        || condition.contains("length")
        || condition.contains("size()")
        || condition.contains("== 0");
  }

  private static @Nullable StatementTree returned(StatementTree then) {
    return then instanceof BlockTree block && block.getStatements().size() == 1
        ? block.getStatements().getFirst()
        : then;
  }

  private static boolean asksNull(String condition) {
    return condition.contains("null");
  }

  private static String key(MethodTree method, String value, boolean isNull) {
    return (isNull ? "null " : "") + method.getReturnType() + " " + value;
  }
}
