package nexa.heal.source;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nexa.patch.Edit;

/**
 * The files of one commit, in memory.
 *
 * @param commit the full commit id
 * @param files content by path, forward slashes; never changed after construction
 */
public record SourceTree(String commit, Map<String, byte[]> files) {

  public SourceTree {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }

  /**
   * A file's text, UTF-8.
   *
   * @throws IllegalArgumentException when the commit has no such file
   */
  public String text(String path) {
    byte[] content = files.get(path);
    if (content == null) {
      throw new IllegalArgumentException("Commit " + commit + " has no file " + path);
    }
    return new String(content, StandardCharsets.UTF_8);
  }

  /** The new text of every file the edits touch. */
  public Map<String, String> patched(List<Edit> edits) {
    Map<String, String> texts = new TreeMap<>();
    edits.stream()
        .sorted((a, b) -> Integer.compare(b.start(), a.start()))
        .forEach(
            edit -> {
              String text = texts.computeIfAbsent(edit.file(), this::text);
              texts.put(
                  edit.file(),
                  text.substring(0, edit.start())
                      + edit.replacement()
                      + text.substring(edit.end()));
            });
    return texts;
  }
}
