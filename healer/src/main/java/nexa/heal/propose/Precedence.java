package nexa.heal.propose;

import com.sun.source.tree.ArrayAccessTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CompoundAssignmentTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.InstanceOfTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.TypeCastTree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.util.TreePath;

/** How tightly Java's operators bind, to put parentheses where new source needs them and nowhere else. */
final class Precedence {

  static final int ANY = 0;
  static final int CONDITIONAL = 1;
  static final int OR = 2;
  static final int AND = 3;
  static final int BITS = 4;
  static final int EQUALITY = 5;
  static final int RELATION = 6;
  static final int SHIFT = 7;
  static final int SUM = 8;
  static final int PRODUCT = 9;
  static final int UNARY = 10;
  static final int PRIMARY = 11;

  private Precedence() {}

  /** How tightly a tree's own operator binds. */
  static int of(Tree tree) {
    return switch (tree) {
      case AssignmentTree _,CompoundAssignmentTree _,LambdaExpressionTree _,SwitchExpressionTree _ ->
          ANY;
      case ConditionalExpressionTree _ -> CONDITIONAL;
      case BinaryTree it -> ofBinary(it.getKind());
      case InstanceOfTree _ -> RELATION;
      case UnaryTree _,TypeCastTree _ -> UNARY;
      default -> PRIMARY;
    };
  }

  private static int ofBinary(Tree.Kind kind) {
    return switch (kind) {
      case CONDITIONAL_OR -> OR;
      case CONDITIONAL_AND -> AND;
      case AND, OR, XOR -> BITS;
      case EQUAL_TO, NOT_EQUAL_TO -> EQUALITY;
      case LESS_THAN, LESS_THAN_EQUAL, GREATER_THAN, GREATER_THAN_EQUAL -> RELATION;
      case LEFT_SHIFT, RIGHT_SHIFT, UNSIGNED_RIGHT_SHIFT -> SHIFT;
      case PLUS, MINUS -> SUM;
      default -> PRODUCT;
    };
  }

  /** How tightly an expression must bind to stand where a tree stands. */
  static int wantedAt(TreePath place) {
    Tree leaf = place.getLeaf();
    return switch (place.getParentPath().getLeaf()) {
      case BinaryTree it -> {
        int own = ofBinary(it.getKind());
        boolean sameEitherWay = own == OR || own == AND || it.getLeftOperand() == leaf;
        yield sameEitherWay ? own : own + 1;
      }
      case ConditionalExpressionTree it -> it.getCondition() == leaf ? OR : CONDITIONAL;
      case UnaryTree _,TypeCastTree _ -> UNARY;
      case InstanceOfTree _ -> RELATION;
      case MemberSelectTree _,MemberReferenceTree _ -> PRIMARY;
      case ArrayAccessTree it -> it.getExpression() == leaf ? PRIMARY : ANY;
      default -> ANY;
    };
  }

  /** How tightly a template binds, by its operators outside of parentheses. */
  static int of(String template) {
    int loosest = PRIMARY;
    int depth = 0;
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      depth += c == '(' || c == '{' ? 1 : c == ')' || c == '}' ? -1 : 0;
      if (c == ' ' && depth == 0) {
        loosest = Math.min(loosest, ofOperator(template.substring(i + 1)));
      }
    }
    return loosest == PRIMARY && (template.startsWith("!") || template.startsWith("(")) ? UNARY
        : loosest;
  }

  /** How tightly a hole's source must bind between what the template has before and after it. */
  static int wantedBetween(String before, String after) {
    int left = before.endsWith("!") || before.endsWith("-") ? UNARY : ANY;
    int space = before.stripTrailing().lastIndexOf(' ');
    String operator = before.endsWith(" ") ? before.stripTrailing().substring(space + 1) : "";
    if (ofOperator(operator + " ") < PRIMARY) {
      int own = ofOperator(operator + " ");
      left = own == AND || own == OR || own == CONDITIONAL ? own : own + 1;
    }
    int right = after.startsWith(".") || after.startsWith("[") ? PRIMARY : ANY;
    if (after.startsWith(" ")) {
      int own = ofOperator(after.substring(1));
      right = own == PRIMARY ? ANY : after.startsWith(" ?") ? OR : own;
    }
    return Math.max(left, right);
  }

  private static int ofOperator(String source) {
    int end = source.indexOf(' ');
    return switch (end < 0 ? "" : source.substring(0, end)) {
      case "?", ":" -> CONDITIONAL;
      case "||" -> OR;
      case "&&" -> AND;
      case "==", "!=" -> EQUALITY;
      case "<", "<=", ">", ">=", "instanceof" -> RELATION;
      case "+", "-" -> SUM;
      case "*", "/", "%" -> PRODUCT;
      default -> PRIMARY;
    };
  }
}
