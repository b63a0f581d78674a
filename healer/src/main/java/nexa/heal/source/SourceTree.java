package nexa.heal.source;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
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
   * A file's text: UTF-8, or Latin-1 where it is none, so that every byte an edit leaves alone stays.
   *
   * @throws IllegalArgumentException when the commit has no such file
   */
  public String text(String path) {
    byte[] content = files.get(path);
    if (content == null) {
      throw new IllegalArgumentException("Commit " + commit + " has no file " + path);
    }
    return new String(content, charset(content));
  }

  /** A text as the bytes of a file: in the encoding that the file has in this commit. */
  public byte[] bytes(String path, String text) {
    byte[] content = files.get(path);
    return text.getBytes(content == null ? StandardCharsets.UTF_8 : charset(content));
  }

  private static Charset charset(byte[] content) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
      return StandardCharsets.UTF_8;
    } catch (CharacterCodingException e) {
      return StandardCharsets.ISO_8859_1;
    }
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
