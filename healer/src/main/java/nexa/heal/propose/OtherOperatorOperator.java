package nexa.heal.propose;

import static nexa.patch.Recipe.Shape.REPLACE_CULPRIT;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.BreakTree;
import com.sun.source.tree.ContinueTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** Writes the neighbour of an operator: the other comparison, connective, sign, or order of a step. */
final class OtherOperatorOperator implements RepairOperator {

  private static final int IDIOM_COST = 1;
  private static final int BOUND_COST = 3;
  private static final int END_COST = 6;
  private static final int COUNTER_COST = 8;
  private static final int BASE_COST = 12;
  private static final int RARE_COST = 17;

  @Override
  public String name() {
    return "other-operator";
  }

  @Override
  public boolean knows(Site.Kind kind) {
    return kind == Site.Kind.SUSPECT;
  }

  @Override
  public List<Suggestion> suggest(Site site) {
    if (Slot.isOnPurpose(site)) {
      return List.of();
    }
    List<Suggestion> suggestions =
        switch (site.culprit().getLeaf()) {
          case BinaryTree it -> binary(site, it);
          case UnaryTree it -> unary(site, it);
          case MethodInvocationTree _ -> negated(site);
          case IdentifierTree _ -> negated(site);
          default -> List.of();
        };
    return suggestions.stream().map(Slips::forEveryInput).toList();
  }

  private static List<Suggestion> negated(Site site) {
    return isCondition(site) && inCondition(site)
        ? List.of(Suggestion.of(REPLACE_CULPRIT, "!${culprit}", RARE_COST,
            "${culprit} may be meant the other way round."))
        : List.of();
  }

  private static List<Suggestion> binary(Site site, BinaryTree tree) {
    return switch (tree.getKind()) {
      case LESS_THAN -> List.of(other(site, "<=", refusalCost(site)));
      case LESS_THAN_EQUAL -> List.of(other(site, "<", boundCost(site)));
      case GREATER_THAN -> List.of(other(site, ">=", refusalCost(site)));
      case GREATER_THAN_EQUAL -> List.of(other(site, ">", boundCost(site)));
      case EQUAL_TO -> equality(site, tree, "!=", "${left}.equals(${right})");
      case NOT_EQUAL_TO -> equality(site, tree, "==", "!${left}.equals(${right})");
      case CONDITIONAL_AND -> List.of(other(site, "||", guards(tree, Tree.Kind.EQUAL_TO)));
      case CONDITIONAL_OR -> List.of(other(site, "&&", guards(tree, Tree.Kind.NOT_EQUAL_TO)));
      case AND -> isCondition(site) ? List.of(other(site, "&&", IDIOM_COST)) : List.of();
      case OR -> isCondition(site) ? List.of(other(site, "||", IDIOM_COST)) : List.of();
      case PLUS -> isNumber(site) ? sum(site, tree, "-") : List.of();
      case MINUS -> isNumber(site) ? sum(site, tree, "+") : List.of();
      default -> List.of();
    };
  }

  private static Suggestion other(Site site, String operator, int cost) {
    BinaryTree tree = (BinaryTree) site.culprit().getLeaf();
    return Suggestion.of(REPLACE_CULPRIT, "${left} " + operator + " ${right}", cost,
        "${culprit} may be meant as ${left} " + operator + " ${right}.")
        .with(Map.of("left", operand(site, tree.getLeftOperand(), operator, false),
            "right", operand(site, tree.getRightOperand(), operator, true)));
  }

  /** An operand's source, in parentheses where the new operator binds more tightly than the old. */
  private static String operand(Site site, ExpressionTree tree, String operator, boolean right) {
    String source = site.model().text(new TreePath(site.culprit(), tree));
    int wanted = Precedence.of("${left} " + operator + " ${right}") + (right ? 1 : 0);
    return Precedence.of(tree) < wanted ? "(" + source + ")" : source;
  }

  /** An index one too large comes from a bound that is let in. */
  private static int boundCost(Site site) {
    boolean decides = inCondition(site) && Sizes.matter(site);
    boolean exit = site.crash().type().equals("java.lang.StackOverflowError");
    return decides || exit ? BOUND_COST : BASE_COST;
  }

  /** What a check lets in is one too many where it refuses by leaving the method. */
  private static int refusalCost(Site site) {
    boolean overflow = site.crash().type().equals("java.lang.StackOverflowError");
    boolean literal =
        site.culprit().getLeaf() instanceof BinaryTree test
            && test.getRightOperand() instanceof LiteralTree;
    return !literal && inCondition(site) && isRefusal(site) && (Sizes.matter(site) || overflow)
        ? BOUND_COST
        : RARE_COST;
  }

  private static boolean isRefusal(Site site) {
    return Site.statementOf(site.culprit()) instanceof TreePath statement
        && statement.getLeaf() instanceof IfTree check
        && (check.getThenStatement() instanceof BlockTree block && !block.getStatements().isEmpty()
            ? block.getStatements().getLast()
            : check.getThenStatement()) instanceof StatementTree last
        && (last instanceof ReturnTree || last instanceof ThrowTree
            || last instanceof ContinueTree || last instanceof BreakTree);
  }

  /** A distance from the end has the other sign; a position may be one of the two alone. */
  private static List<Suggestion> sum(Site site, BinaryTree tree, String opposite) {
    boolean fromEnd =
        Sizes.isSize(site.model(), new TreePath(site.culprit(), tree.getLeftOperand()))
            && !(tree.getRightOperand() instanceof LiteralTree);
    List<Suggestion> suggestions = new ArrayList<>();
    suggestions.add(other(site, opposite, Sizes.matter(site) && fromEnd ? END_COST : RARE_COST));
    if (Slot.isIndex(site.culprit()) && !(tree.getRightOperand() instanceof LiteralTree)) {
      for (ExpressionTree operand : List.of(tree.getRightOperand(), tree.getLeftOperand())) {
        suggestions.add(
            step(site, new TreePath(site.culprit(), operand), "${operand}",
                operand instanceof UnaryTree ? COUNTER_COST : BASE_COST));
      }
    }
    return suggestions;
  }

  /** References are compared by value where they are no enum constants and one of them is not null. */
  private static List<Suggestion> equality(
      Site site, BinaryTree tree, String opposite, String byValue) {
    List<Suggestion> suggestions = new ArrayList<>();
    if (isNullTest(tree)) {
      suggestions.add(other(site, opposite, BASE_COST));
    }
    TreePath left = new TreePath(site.culprit(), tree.getLeftOperand());
    TreePath right = new TreePath(site.culprit(), tree.getRightOperand());
    if (!isNullTest(tree) && hasValueEquality(site, left) && hasValueEquality(site, right)) {
      suggestions.add(
          Suggestion.of(REPLACE_CULPRIT, byValue, BASE_COST - 4,
              "${left} and ${right} are objects, which are equal by their values.")
              .with(Map.of("left", primary(site, left), "right", site.model().text(right))));
    }
    return suggestions;
  }

  private static String primary(Site site, TreePath path) {
    String source = site.model().text(path);
    return Precedence.of(path.getLeaf()) == Precedence.PRIMARY ? source : "(" + source + ")";
  }

  private static boolean hasValueEquality(Site site, TreePath operand) {
    Typing typing = new Typing(site.model());
    TypeMirror type = site.model().typeOf(operand);
    return typing.is(operand, "java.lang.String") || typing.unboxed(type) != TypeKind.NONE;
  }

  /** {@code x == null && x.y()} and {@code x != null || x.y()} say the opposite of what they guard. */
  private static int guards(BinaryTree tree, Tree.Kind wrongTest) {
    ExpressionTree left = stripped(tree.getLeftOperand());
    boolean wrong =
        left instanceof BinaryTree test
            && test.getKind() == wrongTest
            && isNullTest(test)
            && Site.namesOf(tree.getRightOperand()).containsAll(Site.namesOf(test));
    return wrong ? IDIOM_COST : RARE_COST;
  }

  private static boolean isNullTest(BinaryTree tree) {
    return tree.getLeftOperand().getKind() == Tree.Kind.NULL_LITERAL
        || tree.getRightOperand().getKind() == Tree.Kind.NULL_LITERAL;
  }

  private static ExpressionTree stripped(ExpressionTree tree) {
    return tree instanceof ParenthesizedTree it ? stripped(it.getExpression()) : tree;
  }

  private static List<Suggestion> unary(Site site, UnaryTree tree) {
    TreePath operand = new TreePath(site.culprit(), tree.getExpression());
    return switch (tree.getKind()) {
      case LOGICAL_COMPLEMENT ->
          List.of(step(site, operand, "${operand}", RARE_COST));
      case POSTFIX_INCREMENT -> steps(site, operand, "++${operand}");
      case PREFIX_INCREMENT -> steps(site, operand, "${operand}++");
      case POSTFIX_DECREMENT -> steps(site, operand, "--${operand}");
      case PREFIX_DECREMENT -> steps(site, operand, "${operand}--");
      default -> List.of();
    };
  }

  /** Before or after is the same where the value is not used. */
  private static List<Suggestion> steps(Site site, TreePath operand, String template) {
    Tree parent = site.culprit().getParentPath().getLeaf();
    boolean used = !(parent instanceof ExpressionStatementTree);
    return used ? List.of(step(site, operand, template, boundCost(site))) : List.of();
  }

  private static Suggestion step(Site site, TreePath operand, String template, int cost) {
    return Suggestion.of(REPLACE_CULPRIT, template, cost,
        "${culprit} may be meant as " + template + ".")
        .with(Map.of("operand", site.model().text(operand)));
  }

  private static boolean isCondition(Site site) {
    TypeMirror type = site.model().typeOf(site.culprit());
    return type != null && type.getKind() == TypeKind.BOOLEAN;
  }

  private static boolean isNumber(Site site) {
    BinaryTree tree = (BinaryTree) site.culprit().getLeaf();
    boolean step =
        tree.getRightOperand() instanceof LiteralTree
            || !Typing.isIntegral(site.model().typeOf(site.culprit()));
    return Typing.isPrimitive(site.model().typeOf(site.culprit())) && (step || Sizes.matter(site));
  }

  private static boolean inCondition(Site site) {
    for (TreePath path = site.culprit(); path != null; path = path.getParentPath()) {
      @Nullable Tree condition =
          switch (path.getParentPath().getLeaf()) {
            case IfTree it -> it.getCondition();
            case WhileLoopTree it -> it.getCondition();
            case DoWhileLoopTree it -> it.getCondition();
            case ForLoopTree it -> it.getCondition();
            default -> null;
          };
      if (condition != null) {
        return condition == path.getLeaf();
      }
      if (!(path.getLeaf() instanceof ExpressionTree)) {
        return false;
      }
    }
    return false;
  }
}
