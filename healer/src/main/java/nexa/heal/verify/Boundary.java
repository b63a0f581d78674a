package nexa.heal.verify;

import nexa.heal.source.SourceTree;
import nexa.patch.Edit;
import nexa.patch.Patch;

/**
 * A changed comparison or junction that gives the same as before for every input but those that crashed:
 * {@code i > n} becomes {@code i >= n}, {@code x == null && …x…} becomes {@code x == null || …x…}.
 */
final class Boundary {

  /** An edit may hold no more than the letters that are new. */
  private static final int CONTEXT_CHARS = 12;

  private Boundary() {}

  /** Whether a patch does just that. */
  static boolean isMoved(SourceTree tree, Patch patch) {
    if (patch.edits().size() != 1) {
      return false;
    }
    Edit edit = patch.edits().getFirst();
    String text = tree.text(edit.file());
    String left = text.substring(Math.max(0, edit.start() - CONTEXT_CHARS), edit.start());
    String right = text.substring(edit.end(), Math.min(text.length(), edit.end() + CONTEXT_CHARS));
    String before = left + text.substring(edit.start(), edit.end()) + right;
    String after = left + edit.replacement() + right;
    return isBound(before, after)
        || after.equals(before.replace("== null &&", "== null ||"))
        || after.equals(before.replace("!= null ||", "!= null &&"));
  }

  private static boolean isBound(String before, String after) {
    return Math.abs(before.length() - after.length()) == 1
        && (loose(before, '<').equals(loose(after, '<'))
            || loose(before, '>').equals(loose(after, '>')));
  }

  private static String loose(String condition, char operator) {
    return condition.replace(operator + "=", String.valueOf(operator));
  }
}
