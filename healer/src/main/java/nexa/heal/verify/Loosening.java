package nexa.heal.verify;

import com.sun.source.tree.IfTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A check whose bound a patch moves by one. It is right to move it when the check's own message, or the
 * method's documentation, names the value that is let through then: "from 0 to 59", and 59 was refused.
 */
final class Loosening {

  private static final List<String> OPERATORS = List.of("<=", ">=", "==", "!=", "<", ">");

  private static final int MOVED_MAX = 100;

  private Loosening() {}

  /** Why the check may be moved, empty when nothing says so. */
  static Optional<String> of(Silencing silencing) {
    List<String> now = parts(silencing.value());
    String[] found = new String[1];
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIf(IfTree node, @Nullable Void unused) {
        List<String> before = parts(silencing.source().plain(node.getCondition()));
        if (before.size() == now.size() && !before.equals(now)) {
          String text = texts(node) + " " + silencing.source().doc(silencing.method());
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
    String bare = condition.startsWith("(") && condition.endsWith(")")
        ? condition.substring(1, condition.length() - 1)
        : condition;
    for (String each : bare.replace("||", "&&").split("&&")) {
      parts.add(each.strip());
    }
    return parts;
  }

  /** The text literals in what is done on a condition. */
  private static String texts(IfTree check) {
    StringBuilder texts = new StringBuilder();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitLiteral(LiteralTree node, @Nullable Void unused) {
        texts.append(' ').append(node.getValue());
        return null;
      }
    }.scan(check.getThenStatement(), null);
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
