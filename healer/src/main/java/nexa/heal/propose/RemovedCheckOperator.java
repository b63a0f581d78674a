package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;
import static nexa.patch.Recipe.Shape.REPLACE_STATEMENT;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.List;
import java.util.Map;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Takes a check away, or one of its reasons, where the check itself threw: it may be too strict. */
final class RemovedCheckOperator implements RepairOperator {

  static final String RISK = "weakens a check";
  private static final int COMPARISON_COST = 26;
  private static final int REASON_COST = 30;
  private static final int WHOLE_COST = 40;

  @Override
  public String name() {
    return "removed-check";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.SUSPECT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    if (site.crash().inLibrary() || site.location().frameIndex() > 0) {
      return List.of();
    }
    return switch (site.culprit().getLeaf()) {
      case IfTree check when threw(site, check) ->
          List.of(Suggestion.of(REPLACE_STATEMENT, "", WHOLE_COST,
              "The check that threw may refuse what is allowed.").risking(RISK));
      case BinaryTree either when either.getKind() == Tree.Kind.CONDITIONAL_OR
          && checkOf(site.culprit()) instanceof IfTree check && threw(site, check) ->
          List.of(reason(site, either.getLeftOperand()), reason(site, either.getRightOperand()));
      case BinaryTree test when checkOf(site.culprit()) instanceof IfTree check
          && threw(site, check) && Typing.isIntegral(operandType(site, test)) ->
          looser(site, test);
      default -> List.of();
    };
  }

  private static @Nullable TypeMirror operandType(Site site, BinaryTree test) {
    return site.model().typeOf(new TreePath(site.culprit(), test.getLeftOperand()));
  }

  /** The comparisons that are true of less. */
  private static List<Suggestion> looser(Site site, BinaryTree test) {
    String right = site.model().text(new TreePath(site.culprit(), test.getRightOperand()));
    return switch (test.getKind()) {
      case NOT_EQUAL_TO ->
          List.of(compared(site, test, "<", right), compared(site, test, ">", right));
      case LESS_THAN_EQUAL -> List.of(compared(site, test, "<", right));
      case GREATER_THAN_EQUAL -> List.of(compared(site, test, ">", right));
      case LESS_THAN -> stepped(site, test, "<", -1);
      case GREATER_THAN -> stepped(site, test, ">", 1);
      default -> List.of();
    };
  }

  /** Where the bound is written as a number, the next one. */
  private static List<Suggestion> stepped(Site site, BinaryTree test, String operator, int step) {
    return test.getRightOperand() instanceof LiteralTree literal
        && literal.getValue() instanceof Integer number && number > 0
            ? List.of(compared(site, test, operator, Integer.toString(number + step)))
            : List.of();
  }

  private static Suggestion compared(Site site, BinaryTree test, String operator, String right) {
    return Suggestion.of(REPLACE_CULPRIT, "${left} " + operator + " ${right}", COMPARISON_COST,
        "The check that threw may refuse what is allowed; ${left} " + operator
            + " ${right} refuses less.")
        .with(Map.of(
            "left", site.model().text(new TreePath(site.culprit(), test.getLeftOperand())),
            "right", right))
        .risking(RISK);
  }

  private static Suggestion reason(Site site, Tree kept) {
    return Suggestion.of(REPLACE_CULPRIT, "${kept}", REASON_COST,
        "One reason of the check that threw may refuse what is allowed; ${kept} stays.")
        .with(Map.of("kept", site.model().text(new TreePath(site.culprit(), kept))))
        .risking(RISK);
  }

  /** Whether the check's only deed is the throw on the failing line. */
  static boolean threw(Site site, IfTree check) {
    if (check.getElseStatement() != null) {
      return false;
    }
    StatementTree then = check.getThenStatement();
    StatementTree only =
        then instanceof BlockTree block && block.getStatements().size() == 1
            ? block.getStatements().getFirst()
            : then;
    int line = site.location().line();
    return only instanceof ThrowTree
        && site.model().line(site.unit(), site.model().start(site.unit(), only)) <= line
        && line <= site.model().line(site.unit(), site.model().end(site.unit(), only) - 1);
  }

  static @Nullable IfTree checkOf(TreePath reason) {
    TreePath path = reason.getParentPath();
    while (path.getLeaf() instanceof ParenthesizedTree || path.getLeaf() instanceof BinaryTree) {
      path = path.getParentPath();
    }
    return path.getLeaf() instanceof IfTree check ? check : null;
  }
}
