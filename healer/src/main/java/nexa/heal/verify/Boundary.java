package nexa.heal.verify;

import java.util.Optional;
import java.util.Set;
import nexa.heal.source.SourceTree;
import nexa.patch.Edit;
import nexa.patch.Patch;

/**
 * A changed comparison or junction that is the only one its line can have meant: {@code i > n} becomes
 * {@code i >= n}, which gives the same for every input but those that crashed, and {@code x == null &&
 * …x…}, which can hold for no input, becomes {@code x == null || …x…}.
 */
final class Boundary {

  /** An edit may hold no more than the letters that are new. */
  private static final int CONTEXT_CHARS = 12;

  private static final Set<String> SIZES = Set.of("size", "length");

  private final String before;
  private final String after;

  private Boundary(String before, String after) {
    this.before = before;
    this.after = after;
  }

  /** Whether a patch does just that. */
  static boolean isMoved(SourceTree tree, Patch patch) {
    return around(tree, patch).filter(it -> it.isBound() || it.isSwapped()).isPresent();
  }

  /** Whether a patch only exchanges the junction of a test for null with what asks it. */
  static boolean isSwapped(SourceTree tree, Patch patch) {
    return around(tree, patch).filter(Boundary::isSwapped).isPresent();
  }

  private static Optional<Boundary> around(SourceTree tree, Patch patch) {
    if (patch.edits().size() != 1) {
      return Optional.empty();
    }
    Edit edit = patch.edits().getFirst();
    String text = tree.text(edit.file());
    String left = text.substring(Math.max(0, edit.start() - CONTEXT_CHARS), edit.start());
    String right = text.substring(edit.end(), Math.min(text.length(), edit.end() + CONTEXT_CHARS));
    return Optional.of(
        new Boundary(
            left + text.substring(edit.start(), edit.end()) + right,
            left + edit.replacement() + right));
  }

  private boolean isSwapped() {
    return !after.equals(before)
        && (after.equals(before.replace("== null &&", "== null ||"))
            || after.equals(before.replace("!= null ||", "!= null &&")));
  }

  private boolean isBound() {
    return Math.abs(before.length() - after.length()) == 1
        && (loose(before, '<').equals(loose(after, '<'))
            || loose(before, '>').equals(loose(after, '>')))
        && !isNamedEnd();
  }

  /** Whether the bound is what a method gives, other than a size: such an end is meant as it is named. */
  private boolean isNamedEnd() {
    int at = 0;
    while (at < Math.min(before.length(), after.length())
        && before.charAt(at) == after.charAt(at)) {
      at++;
    }
    while (at < after.length() && (after.charAt(at) == '=' || after.charAt(at) == ' ')) {
      at++;
    }
    int end = at;
    while (end < after.length()
        && (Character.isJavaIdentifierPart(after.charAt(end)) || after.charAt(end) == '.')) {
      end++;
    }
    String name = after.substring(Math.max(at, after.lastIndexOf('.', end) + 1), end);
    return end < after.length() && after.charAt(end) == '(' && end > at && !SIZES.contains(name);
  }

  private static String loose(String condition, char operator) {
    return condition.replace(operator + "=", String.valueOf(operator));
  }
}
