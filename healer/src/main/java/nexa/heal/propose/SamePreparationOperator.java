package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.BEFORE_STATEMENT;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Element;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/**
 * Makes a field ready as its class does elsewhere: copies the {@code if} that fills it, or calls what
 * fills it, to the beginning of a block that uses it.
 */
final class SamePreparationOperator implements RepairOperator {

  private static final int COST = 1;
  private static final int SUGGESTIONS_MAX = 2;

  @Override
  public String name() {
    return "same-preparation";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.SUSPECT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    if (!isOnTheWay(site)) {
      return List.of();
    }
    Set<Element> fields = Suspects.fieldsOnLine(site);
    Map<String, Suggestion> suggestions = new LinkedHashMap<>();
    for (TreePath scope : fields.isEmpty() ? List.<TreePath>of() : scopes(site)) {
      new TreePathScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitIf(IfTree tree, @Nullable Void unused) {
          GuardClause guard = new GuardClause(site.model(), scope, getCurrentPath());
          String copy = isPreparation(guard, fields) ? guard.template(Map.of()) : null;
          if (copy != null && suggestions.size() < SUGGESTIONS_MAX) {
            suggestions.putIfAbsent(copy,
                Suggestion.of(BEFORE_STATEMENT, "${preparation}", COST,
                    "Elsewhere the class asks for this first: ${preparation}")
                    .with(Map.of("preparation", copy)));
          }
          return super.visitIf(tree, unused);
        }
      }.scan(scope, null);
      if (!suggestions.isEmpty()) {
        break;
      }
    }
    return List.copyOf(suggestions.values());
  }

  /**
   * Whether a statement holds the failing line in the innermost block around it, or begins that block.
   * One case of a switch is no block, as the others will need the field too.
   */
  private static boolean isOnTheWay(Site site) {
    TreePath parent = site.culprit().getParentPath();
    return site.culprit().getLeaf() instanceof StatementTree
        && parent != null
        && parent.getLeaf() instanceof BlockTree block
        && holdsLine(site, parent)
        && block.getStatements().stream().noneMatch(it -> isBlockAround(site, parent, it))
        && (block.getStatements().getFirst() == site.culprit().getLeaf()
            || holdsLine(site, site.culprit()));
  }

  /** Whether a statement has a block of its own around the failing line. */
  private static boolean isBlockAround(Site site, TreePath parent, StatementTree statement) {
    boolean[] found = new boolean[1];
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitBlock(BlockTree tree, @Nullable Void unused) {
        found[0] |= holdsLine(site, getCurrentPath());
        return super.visitBlock(tree, unused);
      }
    }.scan(new TreePath(parent, statement), null);
    return found[0];
  }

  private static boolean holdsLine(Site site, TreePath path) {
    return Suspects.spans(site.model(), path, site.location().line());
  }

  /** The method, whose own way comes first, then its class. */
  private static List<TreePath> scopes(Site site) {
    TreePath method = site.callable();
    return method == null || !(method.getParentPath().getLeaf() instanceof ClassTree)
        ? List.of()
        : List.of(method, method.getParentPath());
  }

  /** Whether an {@code if} asks for a field and does nothing but fill it. */
  private static boolean isPreparation(GuardClause guard, Set<Element> fields) {
    IfTree tree = (IfTree) guard.statement().getLeaf();
    Set<Element> asked = new HashSet<>(guard.fields());
    asked.retainAll(fields);
    List<? extends StatementTree> body = GuardClause.body(tree);
    return tree.getElseStatement() == null
        && !asked.isEmpty()
        && body.size() == 1
        && body.getFirst() instanceof ExpressionStatementTree it
        && switch (it.getExpression()) {
          case AssignmentTree set -> fills(guard.model(), guard.statement(), set, asked);
          case MethodInvocationTree call -> fills(guard.model(), guard.statement(), call, asked);
          default -> false;
        };
  }

  private static boolean fills(
      JavaModel model, TreePath around, AssignmentTree set, Set<Element> fields) {
    TreePath variable = TreePath.getPath(around, set.getVariable());
    return variable != null && fields.contains(model.trees().getElement(variable))
        && !Slice.isNull(set.getExpression());
  }

  /** Whether a call without arguments of a method of its class assigns one of the fields. */
  private static boolean fills(
      JavaModel model, TreePath around, MethodInvocationTree call, Set<Element> fields) {
    if (!call.getArguments().isEmpty() || !(call.getMethodSelect() instanceof IdentifierTree)) {
      return false;
    }
    Element called =
        model.trees().getElement(TreePath.getPath(around, call.getMethodSelect()));
    TreePath method = called == null ? null : model.trees().getPath(called);
    boolean[] fills = new boolean[1];
    if (method != null && method.getLeaf() instanceof MethodTree) {
      new TreePathScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitAssignment(AssignmentTree set, @Nullable Void unused) {
          fills[0] |= fills(model, getCurrentPath(), set, fields);
          return super.visitAssignment(set, unused);
        }
      }.scan(method, null);
    }
    return fills[0];
  }
}
