package nexa.heal.triage;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.heal.source.JavaModel;
import nexa.issue.Diagnosis;
import nexa.issue.Location;
import org.jspecify.annotations.Nullable;

/**
 * A place where the project's code throws on purpose, because of what it was given.
 *
 * @param place the place that refused; of a method that does nothing but check, its caller
 * @param index the place's position among the diagnosed ones
 * @param method the method it is in
 */
record Refusal(Location place, int index, TreePath method) {

  /** Methods of libraries that do nothing but check what they are given. */
  private static final Set<String> CHECKING_CLASSES =
      Set.of("java.util.Objects", "com.google.common.base.Preconditions",
          "org.apache.commons.lang3.Validate", "org.apache.commons.lang.Validate",
          "org.springframework.util.Assert");

  /** The refusal a crash is, empty when the exception was not thrown on purpose. */
  static Optional<Refusal> of(JavaModel model, Diagnosis diagnosis) {
    StackTrace trace = diagnosis.issue().stackTrace().root();
    Frame top = trace.frames().isEmpty() ? null : trace.frames().getFirst();
    List<Location> places = diagnosis.locations();
    Location first = places.getFirst();
    if (top == null) {
      return Optional.empty();
    }
    boolean here = top.className().equals(first.className()) && top.line() == first.line();
    boolean byChecker =
        CHECKING_CLASSES.contains(top.className())
            && trace.frames().stream()
                .filter(frame -> !CHECKING_CLASSES.contains(frame.className()))
                .findFirst()
                .filter(frame -> frame.className().equals(first.className()))
                .isPresent();
    TreePath method = model.methodAt(first).orElse(null);
    if (method == null || !(byChecker || (here && throwsAt(model, method, first)))) {
      return Optional.empty();
    }
    int index = 0;
    while (onlyChecks(method) && index + 1 < places.size()) {
      Location caller = places.get(index + 1);
      TreePath next = model.methodAt(caller).orElse(null);
      if (next == null || caller.frameIndex() != places.get(index).frameIndex() + 1) {
        break;
      }
      index++;
      method = next;
    }
    return Optional.of(new Refusal(places.get(index), index, method));
  }

  private static boolean throwsAt(JavaModel model, TreePath method, Location place) {
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitThrow(ThrowTree node, @Nullable Void unused) {
        var unit = method.getCompilationUnit();
        int from = model.line(unit, model.start(unit, node));
        int to = model.line(unit, model.end(unit, node));
        found[0] |= from <= place.line() && place.line() <= to
            && node.getExpression().getKind() == com.sun.source.tree.Tree.Kind.NEW_CLASS;
        return super.visitThrow(node, unused);
      }
    }.scan(method.getLeaf(), null);
    return found[0];
  }

  /** Whether a method does nothing but throw on a condition. */
  private static boolean onlyChecks(TreePath path) {
    MethodTree method = (MethodTree) path.getLeaf();
    return method.getBody() != null
        && method.getBody().getStatements().stream().anyMatch(IfTree.class::isInstance)
        && method.getBody().getStatements().stream().allMatch(Refusal::checks);
  }

  private static boolean checks(StatementTree statement) {
    return switch (statement) {
      case ThrowTree thrown -> true;
      case IfTree check -> checks(check.getThenStatement())
          && (check.getElseStatement() == null || checks(check.getElseStatement()));
      case BlockTree block -> block.getStatements().stream().allMatch(Refusal::checks);
      case ReturnTree returned ->
          returned.getExpression() == null
              || returned.getExpression() instanceof com.sun.source.tree.IdentifierTree;
      default -> false;
    };
  }
}
