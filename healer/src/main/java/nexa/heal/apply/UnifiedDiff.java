package nexa.heal.apply;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import nexa.heal.source.SourceTree;
import nexa.issue.Reproduction;
import nexa.patch.Edit;
import nexa.patch.Patch;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.util.QuotedString;
import org.jspecify.annotations.Nullable;

/** A change as {@code git apply} reads it. */
public final class UnifiedDiff {

  private static final byte[] ABSENT = {};

  private UnifiedDiff() {}

  /** The diff of a patch and the test that shows the crash. */
  public static String of(SourceTree tree, Patch patch, Reproduction reproduction) {
    return of(tree, changed(tree, patch, reproduction));
  }

  /** The diff of a patch alone. */
  public static String of(SourceTree tree, Patch patch) {
    return of(tree, patched(tree, patch));
  }

  /** The new content of each file that a patch and its test change, by path. */
  static Map<String, byte[]> changed(SourceTree tree, Patch patch, Reproduction reproduction) {
    Map<String, byte[]> changed = patched(tree, patch);
    changed.put(reproduction.file(), reproduction.source().getBytes(StandardCharsets.UTF_8));
    return changed;
  }

  private static Map<String, byte[]> patched(SourceTree tree, Patch patch) {
    patch.edits().stream().map(Edit::file).distinct().forEach(file -> requireUtf8(tree, file));
    Map<String, byte[]> changed = new TreeMap<>();
    tree.patched(patch.edits())
        .forEach((file, text) -> changed.put(file, text.getBytes(StandardCharsets.UTF_8)));
    return changed;
  }

  /** In another encoding, the characters an edit does not touch would not keep their bytes. */
  private static void requireUtf8(SourceTree tree, String file) {
    byte[] content = tree.text(file).getBytes(StandardCharsets.UTF_8);
    if (!Arrays.equals(content, tree.files().get(file))) {
      throw new IllegalArgumentException("Cannot change " + file + ": it is not UTF-8");
    }
  }

  private static String of(SourceTree tree, Map<String, byte[]> changed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DiffFormatter formatter = new DiffFormatter(out)) {
      for (Map.Entry<String, byte[]> file : changed.entrySet()) {
        write(out, formatter, file.getKey(), tree.files().get(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write a diff in memory", e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void write(
      ByteArrayOutputStream out,
      DiffFormatter formatter,
      String path,
      byte @Nullable [] before,
      byte[] after)
      throws IOException {
    RawText old = new RawText(before == null ? ABSENT : before);
    RawText now = new RawText(after);
    EditList edits = new HistogramDiff().diff(RawTextComparator.DEFAULT, old, now);
    if (edits.isEmpty()) {
      return;
    }
    String oldPath = QuotedString.GIT_PATH.quote("a/" + path);
    String newPath = QuotedString.GIT_PATH.quote("b/" + path);
    String header =
        "diff --git " + oldPath + " " + newPath + "\n"
            + (before == null ? "new file mode 100644\n--- /dev/null\n" : "--- " + oldPath + "\n")
            + "+++ " + newPath + "\n";
    out.write(header.getBytes(StandardCharsets.UTF_8));
    formatter.format(edits, old, now);
    formatter.flush();
  }
}
