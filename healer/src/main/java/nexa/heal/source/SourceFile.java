package nexa.heal.source;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import javax.tools.SimpleJavaFileObject;

/** A source file in memory, as the compiler takes it. */
public final class SourceFile extends SimpleJavaFileObject {

  /**
   * Options without which the compiler runs code of the libraries in this process: processors and, found
   * whatever {@code -proc} says, its plugins. Looking for these opens every jar, too.
   */
  public static final List<String> UNTOUCHED = List.of("-proc:none", "-processorpath", "");

  private final String text;

  /**
   * @param path from the repository's root; it need not be a valid URI
   */
  public SourceFile(String path, String text) {
    super(uri(path), Kind.SOURCE);
    this.text = text;
  }

  /** The address of something that exists in memory only. */
  public static URI uri(String path) {
    try {
      return new URI("mem", null, "/" + path, null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("Not a path: " + path, e);
    }
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return text;
  }
}
