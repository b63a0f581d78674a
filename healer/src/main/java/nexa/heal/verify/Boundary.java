package nexa.heal.verify;

import nexa.heal.source.SourceTree;
import nexa.patch.Edit;
import nexa.patch.Patch;

/**
 * A changed comparison or junction that gives the same as before for every input but those that crashed:
 * {@code i > n} becomes {@code i >= n}, {@code x == null && …x…} becomes {@code x == null || …x…}.
 */
final class Boundary {

  private Boundary() {}

  /** Whether a patch does just that. */
  static boolean isMoved(SourceTree tree, Patch patch) {
    if (patch.edits().size() != 1) {
      return false;
    }
    Edit edit = patch.edits().getFirst();
    String before = tree.text(edit.file()).substring(edit.start(), edit.end());
    String after = edit.replacement();
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
