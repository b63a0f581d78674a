package nexa.heal.propose;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The statements that a bad value concerns: the one it failed in, and those behind it in the same
 * block that need it or what these statements declare. They can only be left out together.
 *
 * @param end where the last of them ends in the file, in characters
 */
record StatementRun(TreePath first, int end) {

  private static final int STATEMENTS_MAX = 12;

  /** The run that starts at a site's statement; null when that statement can be left out alone, or none of them can. */
  static @Nullable StatementRun of(Site site) {
    TreePath own = site.statement();
    Set<String> needed = new HashSet<>();
    if (site.culprit().getLeaf() instanceof IdentifierTree name) {
      needed.add(name.getName().toString());
    }
    TreePath statement = own == null ? null : whereSet(own, needed);
    if (statement == null
        || !(statement.getParentPath().getLeaf() instanceof BlockTree block)) {
      return null;
    }
    List<? extends StatementTree> statements = block.getStatements();
    int first = statements.indexOf(statement.getLeaf());
    int last = last(statements, first, needed);
    boolean leaves = statements.subList(first, last + 1).stream().anyMatch(StatementRun::leaves);
    if (last == first || last - first >= STATEMENTS_MAX
        || (leaves && last == statements.size() - 1)) {
      return null;
    }
    return new StatementRun(statement, site.model().end(site.unit(), statements.get(last)));
  }

  /** The statements' source. */
  String text(Site site) {
    return site.model().text(site.file())
        .substring(site.model().start(site.unit(), first.getLeaf()), end);
  }

  /**
   * The statement to start at: where the failing one only sets a variable that has no value yet, the
   * one around it in the variable's own block, since nothing else may read the variable then.
   */
  private static TreePath whereSet(TreePath statement, Set<String> needed) {
    if (!(statement.getLeaf() instanceof ExpressionStatementTree it)
        || !(it.getExpression() instanceof AssignmentTree set)
        || !(set.getVariable() instanceof IdentifierTree variable)) {
      return statement;
    }
    for (TreePath path = statement; path.getParentPath() != null; path = path.getParentPath()) {
      if (path.getLeaf() instanceof MethodTree) {
        return statement;
      }
      if (path.getParentPath().getLeaf() instanceof BlockTree block
          && block.getStatements().stream().anyMatch(other -> declaresUnset(other, variable))) {
        needed.add(variable.getName().toString());
        return path;
      }
    }
    return statement;
  }

  private static boolean declaresUnset(StatementTree statement, IdentifierTree name) {
    return statement instanceof VariableTree variable && variable.getInitializer() == null
        && variable.getName().equals(name.getName());
  }

  private static int last(List<? extends StatementTree> statements, int first,
      Set<String> needed) {
    int last = first;
    declare(statements.get(first), needed);
    for (int i = first + 1; i < statements.size(); i++) {
      if (Site.namesOf(statements.get(i)).stream().anyMatch(needed::contains)) {
        // What stands between goes along, and so does what needs that.
        statements.subList(last + 1, i + 1).forEach(it -> declare(it, needed));
        last = i;
      }
    }
    return last;
  }

  private static void declare(StatementTree statement, Set<String> names) {
    if (statement instanceof VariableTree variable) {
      names.add(variable.getName().toString());
    }
  }

  private static boolean leaves(StatementTree statement) {
    return switch (statement) {
      case ReturnTree _,ThrowTree _,BreakTree _,ContinueTree _ -> true;
      default -> false;
    };
  }
}
