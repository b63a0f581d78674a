package nexa.agent.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/** The keys in a file, one a line: secrets never stand in the configuration itself. */
final class Keys {

  private static final int KEYS_MAX = 16;
  private static final int LENGTH_MIN = 16;
  private static final int LENGTH_MAX = 512;

  private Keys() {}

  /**
   * Reads a file.
   *
   * @param pointer where the configuration names it
   * @throws BadValue when it holds no keys; the message never holds one
   */
  static List<String> read(String pointer, String keyFile) {
    return of(pointer, keyFile, text(pointer, keyFile));
  }

  /**
   * Reads a text.
   *
   * @param source where it comes from, in words
   * @throws BadValue as {@link #read}
   */
  static List<String> of(String pointer, String source, String text) {
    List<String> keys =
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (keys.isEmpty() || keys.size() > KEYS_MAX) {
      throw new BadValue(
          pointer, source + " must hold one to " + KEYS_MAX + " keys, one a line");
    }
    for (int i = 0; i < keys.size(); i++) {
      if (!isKey(keys.get(i))) {
        throw new BadValue(
            pointer,
            "key " + (i + 1) + " in " + source + " must be " + LENGTH_MIN + " to " + LENGTH_MAX
                + " characters of plain text without blanks, and Base64 behind "
                + SigningKey.BASE64);
      }
    }
    return keys;
  }

  /**
   * Reads a file with one secret, of any length, on its one line.
   *
   * @throws BadValue when it holds none; the message never holds it
   */
  static String line(String pointer, String file) {
    List<String> lines = lines(pointer, file);
    if (lines.size() != 1 || lines.getFirst().length() > LENGTH_MAX) {
      throw new BadValue(
          pointer, file + " must hold one line of at most " + LENGTH_MAX + " characters");
    }
    return lines.getFirst();
  }

  private static List<String> lines(String pointer, String keyFile) {
    return text(pointer, keyFile).lines().map(String::strip).filter(line -> !line.isEmpty())
        .toList();
  }

  private static String text(String pointer, String keyFile) {
    try {
      return Files.readString(Path.of(keyFile));
    } catch (IOException e) {
      throw new BadValue(
          pointer, "keyFile cannot be read: " + keyFile + "; put the keys there, one a line");
    }
  }

  /** Whether a text can be a key. */
  static boolean isKey(String key) {
    return key.length() >= LENGTH_MIN
        && key.length() <= LENGTH_MAX
        && key.chars().allMatch(c -> c > ' ' && c < 127)
        && (!key.startsWith(SigningKey.BASE64)
            || isBase64(key.substring(SigningKey.BASE64.length())));
  }

  private static boolean isBase64(String text) {
    try {
      return Base64.getDecoder().decode(text).length > 0;
    } catch (IllegalArgumentException e) {
      return false; // the caller says what is wanted
    }
  }
}
