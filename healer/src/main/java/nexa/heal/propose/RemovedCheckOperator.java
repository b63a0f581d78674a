package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;
import static nexa.patch.Recipe.Shape.REPLACE_STATEMENT;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes a check away, or one of its reasons, where the check itself threw: it may be too strict. */
final class RemovedCheckOperator implements RepairOperator {

  private static final String RISK = "weakens a check";
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
      default -> List.of();
    };
  }

  private static Suggestion reason(Site site, Tree kept) {
    return Suggestion.of(REPLACE_CULPRIT, "${kept}", REASON_COST,
        "One reason of the check that threw may refuse what is allowed; ${kept} stays.")
        .with(Map.of("kept", site.model().text(new TreePath(site.culprit(), kept))))
        .risking(RISK);
  }

  /** Whether the check's only deed is the throw on the failing line. */
  private static boolean threw(Site site, IfTree check) {
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

  private static @Nullable IfTree checkOf(TreePath reason) {
    TreePath path = reason.getParentPath();
    while (path.getLeaf() instanceof ParenthesizedTree || path.getLeaf() instanceof BinaryTree) {
      path = path.getParentPath();
    }
    return path.getLeaf() instanceof IfTree check ? check : null;
  }
}
