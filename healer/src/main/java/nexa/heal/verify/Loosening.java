package nexa.heal.verify;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IfTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import nexa.heal.source.ParsedSource;
import org.jspecify.annotations.Nullable;

/**
 * A check that a patch makes less often. It is right to move its bound by one when the check's own
 * message, or the method's documentation, names the value that is let through then: "from 0 to 59", and 59
 * was refused; and to ask for one condition more when another method of the class refuses with the same
 * words only on that condition.
 */
final class Loosening {

  private static final List<String> OPERATORS = List.of("<=", ">=", "==", "!=", "<", ">");

  private static final int MOVED_MAX = 100;

  private Loosening() {}

  /** Why the check may be made less often, empty when nothing says so. */
  static Optional<String> of(Silencing silencing) {
    return moved(silencing).or(() -> conditionalElsewhere(silencing));
  }

  private static Optional<String> conditionalElsewhere(Silencing silencing) {
    String now = Silencing.bare(silencing.value());
    Set<Refusal> known = new HashSet<>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethod(MethodTree node, @Nullable Void unused) {
        return node == silencing.method().getLeaf() ? null : super.visitMethod(node, unused);
      }

      @Override
      public @Nullable Void visitIf(IfTree node, @Nullable Void unused) {
        for (String condition : conjuncts(silencing.source(), node.getCondition())) {
          Refusal.of(condition, node).ifPresent(known::add);
        }
        return super.visitIf(node, unused);
      }
    }.scan(silencing.method().getParentPath().getLeaf(), null);
    boolean[] found = new boolean[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIf(IfTree node, @Nullable Void unused) {
        String whole = silencing.source().plain(node.getCondition());
        for (String old : List.of(whole, Silencing.bare(whole))) {
          String added =
              now.endsWith(" && " + old) ? now.substring(0, now.length() - old.length() - 4)
                  : now.startsWith(old + " && ") ? now.substring(old.length() + 4) : "";
          found[0] |= Refusal.of(added, node).filter(known::contains).isPresent();
        }
        return super.visitIf(node, unused);
      }
    }.scan(silencing.method().getLeaf(), null);
    return found[0]
        ? Optional.of("its class refuses with the same words on that condition only")
        : Optional.empty();
  }

  /** What is thrown on a condition, with the first words of its message. */
  private record Refusal(String condition, String type, String words) {

    /** Empty when there is no condition, or nothing with a message is thrown on it. */
    static Optional<Refusal> of(String condition, IfTree check) {
      Refusal[] found = new Refusal[1];
      new TreeScanner<@Nullable Void, @Nullable Void>() {
        @Override
        public @Nullable Void visitThrow(ThrowTree node, @Nullable Void unused) {
          String words = texts(node);
          if (node.getExpression() instanceof NewClassTree made && !words.isEmpty()) {
            found[0] = new Refusal(condition, made.getIdentifier().toString(), words);
          }
          return null;
        }
      }.scan(check.getThenStatement(), null);
      return condition.isEmpty() ? Optional.empty() : Optional.ofNullable(found[0]);
    }
  }

  private static List<String> conjuncts(ParsedSource source, ExpressionTree condition) {
    return switch (condition) {
      case ParenthesizedTree inner -> conjuncts(source, inner.getExpression());
      case BinaryTree and when and.getKind() == Tree.Kind.CONDITIONAL_AND ->
          Stream.of(and.getLeftOperand(), and.getRightOperand())
              .flatMap(each -> conjuncts(source, each).stream())
              .toList();
      default -> List.of(source.plain(condition));
    };
  }

  private static Optional<String> moved(Silencing silencing) {
    List<String> now = parts(silencing.value());
    String[] found = new String[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIf(IfTree node, @Nullable Void unused) {
        List<String> before = parts(silencing.source().plain(node.getCondition()));
        if (before.size() == now.size() && !before.equals(now)) {
          String text =
              texts(node.getThenStatement()) + " " + silencing.source().doc(silencing.method());
          admitted(before, now).filter(value -> says(text, value)).ifPresent(it -> found[0] = it);
        }
        return super.visitIf(node, unused);
      }
    }.scan(silencing.method().getLeaf(), null);
    return Optional.ofNullable(found[0]).map(value -> "the check itself says that " + value
        + " is allowed");
  }

  /** The one value that the old condition refused and the new one lets through. */
  private static Optional<String> admitted(List<String> before, List<String> now) {
    for (int i = 0; i < before.size(); i++) {
      if (before.get(i).equals(now.get(i))) {
        continue;
      }
      Comparison old = Comparison.of(before.get(i));
      Comparison other = Comparison.of(now.get(i));
      if (old == null || other == null || !old.name.equals(other.name)) {
        return Optional.empty();
      }
      long from = Math.min(old.bound, other.bound) - 2;
      long to = Math.max(old.bound, other.bound) + 2;
      List<Long> moved =
          LongStream.rangeClosed(from, Math.min(to, from + MOVED_MAX))
              .filter(value -> old.holds(value) != other.holds(value))
              .boxed()
              .toList();
      return moved.size() == 1 && old.holds(moved.getFirst())
          ? Optional.of(moved.getFirst().toString())
          : Optional.empty();
    }
    return Optional.empty();
  }

  private static List<String> parts(String condition) {
    List<String> parts = new ArrayList<>();
    for (String each : Silencing.bare(condition).replace("||", "&&").split("&&")) {
      parts.add(each.strip());
    }
    return parts;
  }

  /** The text literals in a tree. */
  private static String texts(Tree tree) {
    StringBuilder texts = new StringBuilder();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitLiteral(LiteralTree node, @Nullable Void unused) {
        texts.append(' ').append(node.getValue());
        return null;
      }
    }.scan(tree, null);
    return texts.toString().toLowerCase(Locale.ROOT);
  }

  /** Whether a text holds a number, with no digit or letter at its sides. */
  private static boolean says(String text, String number) {
    for (int at = text.indexOf(number); at >= 0; at = text.indexOf(number, at + 1)) {
      boolean left =
          at == 0
              || (!Character.isLetterOrDigit(text.charAt(at - 1)) && text.charAt(at - 1) != '-');
      int end = at + number.length();
      if (left && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
        return true;
      }
    }
    return false;
  }

  /** A name held against a whole number. */
  private record Comparison(String name, String operator, long bound) {

    static @Nullable Comparison of(String part) {
      for (String operator : OPERATORS) {
        int at = part.indexOf(operator);
        if (at > 0) {
          String number = part.substring(at + operator.length()).strip();
          boolean whole =
              !number.isEmpty()
                  && number.length() < 10
                  && number.chars().skip(number.startsWith("-") ? 1 : 0)
                      .allMatch(Character::isDigit)
                  && !number.equals("-");
          return whole
              ? new Comparison(part.substring(0, at).strip(), operator, Long.parseLong(number))
              : null;
        }
      }
      return null;
    }

    boolean holds(long value) {
      return switch (operator) {
        case "<" -> value < bound;
        case "<=" -> value <= bound;
        case ">" -> value > bound;
        case ">=" -> value >= bound;
        case "==" -> value == bound;
        default -> value != bound;
      };
    }
  }
}
