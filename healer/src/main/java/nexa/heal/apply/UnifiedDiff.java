package nexa.heal.apply;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import nexa.heal.source.SourceTree;
import nexa.issue.Reproduction;
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

  private static final String FILE = "diff --git ";

  private UnifiedDiff() {}

  /** The diff of a patch and the test that shows the crash. */
  public static String of(SourceTree tree, Patch patch, Reproduction reproduction) {
    return of(tree, texts(tree, patch, reproduction));
  }

  /** The diff of a patch alone. */
  public static String of(SourceTree tree, Patch patch) {
    return of(tree, tree.patched(patch.edits()));
  }

  /**
   * What a diff removes and adds in each file, without where that is and what stands around it: two
   * patches that are the same to a reader have this in common, also on different commits.
   *
   * @param without a file that is of no matter, such as the test
   */
  public static String changes(String diff, String without) {
    StringBuilder changes = new StringBuilder();
    boolean counts = false;
    boolean inHunk = false;
    for (String line : diff.lines().toList()) {
      if (line.startsWith(FILE)) {
        counts = !line.endsWith(" " + QuotedString.GIT_PATH.quote("b/" + without));
        inHunk = false;
        changes.append(counts ? line + "\n" : "");
      } else if (line.startsWith("@@")) {
        inHunk = true;
      } else if (counts && inHunk && !line.startsWith(" ")) {
        changes.append(line).append('\n');
      }
    }
    return changes.toString();
  }

  /** The new content of each file that a patch and its test change, by path. */
  static Map<String, byte[]> changed(SourceTree tree, Patch patch, Reproduction reproduction) {
    Map<String, byte[]> changed = new TreeMap<>();
    texts(tree, patch, reproduction)
        .forEach((file, text) -> changed.put(file, tree.bytes(file, text)));
    return changed;
  }

  private static Map<String, String> texts(
      SourceTree tree, Patch patch, Reproduction reproduction) {
    Map<String, String> texts = new TreeMap<>(tree.patched(patch.edits()));
    texts.put(reproduction.file(), reproduction.source());
    return texts;
  }

  /**
   * The diff of files to their new texts, in UTF-8 whatever the files are in.
   *
   * @param changed the new text of each changed or added file, by path, in the order of the diff
   */
  static String of(SourceTree tree, Map<String, String> changed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DiffFormatter formatter = new DiffFormatter(out)) {
      for (Map.Entry<String, String> file : changed.entrySet()) {
        String path = file.getKey();
        write(out, formatter, path, tree.files().containsKey(path) ? tree.text(path) : null,
            file.getValue());
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
      @Nullable String before,
      String after)
      throws IOException {
    RawText old = raw(before == null ? "" : before);
    RawText now = raw(after);
    EditList edits = new HistogramDiff().diff(RawTextComparator.DEFAULT, old, now);
    if (edits.isEmpty()) {
      return;
    }
    String oldPath = QuotedString.GIT_PATH.quote("a/" + path);
    String newPath = QuotedString.GIT_PATH.quote("b/" + path);
    String header =
        FILE + oldPath + " " + newPath + "\n"
            + (before == null ? "new file mode 100644\n--- /dev/null\n" : "--- " + oldPath + "\n")
            + "+++ " + newPath + "\n";
    out.write(header.getBytes(StandardCharsets.UTF_8));
    formatter.format(edits, old, now);
    formatter.flush();
  }

  private static RawText raw(String text) {
    return new RawText(text.getBytes(StandardCharsets.UTF_8));
  }
}
