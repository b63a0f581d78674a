package nexa.heal.verify;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nexa.heal.source.ParsedSource;
import nexa.issue.Reproduction;
import org.jspecify.annotations.Nullable;

/**
 * The reproduction's call, and calls next to it: the same with one value a little different. Each is a
 * method of the reproduction's class that returns what can be seen of the call, so that two versions of
 * the program can be held against each other. The first is the reproduction itself.
 *
 * @param file the test's path in the repository
 * @param source the test with these methods
 * @param testClass the class by its name
 */
record Neighbours(String file, String source, String testClass, List<Call> calls) {

  private static final int CALLS_MAX = 25;
  private static final String PREFIX = "nexaCall";

  /** What the methods need; a call with a result is told by it, one without by what it left behind. */
  private static final String MEMBERS =
      """

        private interface NexaAction { void run() throws Throwable; }
        private static final Object NEXA_VOID = new Object();
        private static Object nexaDone(java.util.concurrent.Callable<?> call) throws Throwable { return call.call(); }
        private static Object nexaDone(NexaAction call) throws Throwable { call.run(); return NEXA_VOID; }
        private static Object nexaSeen(Object result, Object... left) { return result == NEXA_VOID ? left : result; }
      """;

  /**
   * One call.
   *
   * @param method the method that makes it
   * @param changed what is other than in the reproduction, empty for the reproduction itself
   * @param line the line of the test it stands in, from 1
   */
  record Call(String method, String changed, int line) {}

  Neighbours {
    calls = List.copyOf(calls);
  }

  /** The methods, the reproduction first. */
  List<String> methods() {
    return calls.stream().map(Call::method).toList();
  }

  /** The same without some of the calls. */
  Neighbours without(Set<String> methods) {
    return new Neighbours(
        file,
        source,
        testClass,
        calls.stream().filter(call -> !methods.contains(call.method())).toList());
  }

  /** The reproduction alone, as it is. */
  static Neighbours none(Reproduction reproduction) {
    String id = reproduction.testId();
    return new Neighbours(
        reproduction.file(),
        reproduction.source(),
        id.substring(0, id.indexOf('#')),
        List.of(new Call(id.substring(id.indexOf('#') + 1), "", 0)));
  }

  /**
   * The reproduction and its neighbours.
   *
   * @param left the lines of calls that are left out, for they do not compile
   */
  static Neighbours of(Reproduction reproduction, Set<Integer> left) {
    Neighbours none = none(reproduction);
    ParsedSource parsed = ParsedSource.of(reproduction.source());
    TreePath test =
        parsed.methods().stream()
            .filter(path -> isTest(path, none))
            .findFirst()
            .orElse(null);
    if (!parsed.isValid() || test == null) {
      return none;
    }
    List<? extends StatementTree> statements =
        ((MethodTree) test.getLeaf()).getBody().getStatements();
    Tree call = statements.isEmpty() ? null : called(statements.getLast());
    if (call == null) {
      return none;
    }
    return new Writer(reproduction, parsed, statements, call, left)
        .written(none.testClass(), parsed.end(test.getLeaf()));
  }

  private static boolean isTest(TreePath path, Neighbours none) {
    String simple = none.testClass().substring(none.testClass().lastIndexOf('.') + 1);
    return ((MethodTree) path.getLeaf()).getName().contentEquals(none.calls().getFirst().method())
        && path.getParentPath().getLeaf() instanceof ClassTree type
        && type.getSimpleName().contentEquals(simple);
  }

  /**
   * The call that a test makes in its last statement, taken out of an assertion that nothing is thrown, or
   * out of what catches the exceptions that are promised.
   */
  private static @Nullable Tree called(StatementTree last) {
    if (last instanceof TryTree guarded) {
      List<? extends StatementTree> inside = guarded.getBlock().getStatements();
      return inside.size() == 1 && inside.getFirst() instanceof ExpressionStatementTree only
          ? only.getExpression()
          : null;
    }
    if (!(last instanceof ExpressionStatementTree statement)) {
      return null;
    }
    ExpressionTree expression = statement.getExpression();
    ExpressionTree at = expression;
    while (at instanceof MethodInvocationTree invocation) {
      if (!invocation.getArguments().isEmpty()
          && invocation.getArguments().getFirst() instanceof LambdaExpressionTree lambda
          && lambda.getParameters().isEmpty()
          && isAssertion(invocation)) {
        return lambda.getBody();
      }
      at = invocation.getMethodSelect() instanceof MemberSelectTree select
          ? select.getExpression()
          : null;
    }
    return expression;
  }

  private static boolean isAssertion(MethodInvocationTree invocation) {
    String name = invocation.getMethodSelect().toString();
    String simple = name.substring(name.lastIndexOf('.') + 1);
    return simple.equals("assertDoesNotThrow") || simple.equals("assertThatCode");
  }

  /** Writes the methods, one a line, so that a compiler's error names the one it is in. */
  private record Writer(
      Reproduction reproduction,
      ParsedSource parsed,
      List<? extends StatementTree> statements,
      Tree call,
      Set<Integer> left) {

    Neighbours written(String testClass, int at) {
      String source = reproduction.source();
      List<String> methods = new ArrayList<>();
      List<Call> calls = new ArrayList<>();
      int line = parsed.line(at) + (int) MEMBERS.lines().count();
      List<Variation> variations = new ArrayList<>();
      variations.add(Variation.NONE);
      variations.addAll(Variation.of(parsed, all(), CALLS_MAX - 1));
      for (Variation variation : variations) {
        line++;
        String name = PREFIX + line;
        boolean isLeft = left.contains(line);
        methods.add(
            isLeft ? "" : "  Object " + name + "() throws Throwable {" + body(variation) + "}");
        if (!isLeft) {
          calls.add(new Call(name, variation.what(), line));
        }
      }
      String more = MEMBERS + String.join("\n", methods) + "\n";
      return new Neighbours(
          reproduction.file(),
          source.substring(0, at) + "\n" + more + source.substring(at),
          testClass,
          calls);
    }

    private List<Tree> all() {
      List<Tree> all = new ArrayList<>(statements.subList(0, statements.size() - 1));
      all.add(call);
      return all;
    }

    private String body(Variation variation) {
      List<Tree> all = all();
      String before =
          IntStream.range(0, all.size() - 1)
              .mapToObj(i -> " " + variation.applied(parsed, all.get(i)))
              .collect(Collectors.joining());
      String locals =
          statements.stream()
              .filter(VariableTree.class::isInstance)
              .map(it -> ", " + ((VariableTree) it).getName())
              .collect(Collectors.joining());
      return before + promised(
          " return nexaSeen(nexaDone(() -> " + variation.applied(parsed, call) + ")" + locals
              + "); ");
    }

    /** A promised exception is what can be seen of a call, as a result is. */
    private String promised(String called) {
      if (!(statements.getLast() instanceof TryTree guarded)) {
        return called;
      }
      StringBuilder text = new StringBuilder(" try {").append(called).append('}');
      for (CatchTree handler : guarded.getCatches()) {
        String type = parsed.text(handler.getParameter().getType());
        text.append(" catch (").append(type).append(" promised) { return \"").append(type)
            .append("\"; }");
      }
      return text.append(' ').toString();
    }
  }
}
