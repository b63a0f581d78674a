package nexa.javaagent.capture;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** Reads class files from class loaders. */
public final class ClassFiles {

  private static final int BYTES_MAX = 4 << 20;

  private ClassFiles() {}

  /**
   * The class file of a loaded class as its loader finds it; null when there is none, or when it was
   * written after a time and so may not be the one that was loaded.
   */
  static byte @Nullable [] of(Class<?> type, long notAfterUnixMs) {
    ClassLoader loader = type.getClassLoader();
    if (loader == null) {
      return null;
    }
    String name = type.getName().replace('.', '/') + ".class";
    try {
      InputStream in = loader.getResourceAsStream(name);
      byte[] bytes = in == null ? null : readAll(in);
      URL place = loader.getResource(name);
      return place == null || changed(place) > notAfterUnixMs ? null : bytes;
    } catch (IOException e) { // the jar is gone: the class is not armed
      return null;
    }
  }

  /** When what an address leads to was last changed, 0 when that is not known. */
  private static long changed(URL place) throws IOException {
    File file = file(place);
    if (file == null || !file.exists()) {
      return place.openConnection().getLastModified();
    }
    return Math.max(file.lastModified(), statusChanged(file));
  }

  /** The file of a class in a folder, or of the jar it stands in, also in a jar in a jar. */
  private static @Nullable File file(URL place) {
    String text = place.toString();
    if (text.startsWith("jar:")) {
      int inside = text.indexOf('!');
      text = text.substring("jar:".length(), inside < 0 ? text.length() : inside);
    }
    if (text.startsWith("nested:")) { // as Spring Boot calls it
      text = "file:" + text.substring("nested:".length());
    }
    try {
      return text.startsWith("file:") ? new File(new URI(text)) : null;
    } catch (URISyntaxException | IllegalArgumentException e) { // not a file of this machine
      return null;
    }
  }

  /** When a file came to its place: one that is moved here keeps its time of modification. */
  private static long statusChanged(File file) {
    try {
      Object time = Files.getAttribute(file.toPath(), "unix:ctime");
      return time instanceof FileTime ? ((FileTime) time).toMillis() : 0;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return 0; // not Unix
    }
  }

  /** Reads a stream of bounded size to its end, and closes it. */
  public static byte[] readAll(InputStream in) throws IOException {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        if (out.size() > BYTES_MAX) {
          throw new IOException("A class file of more than " + BYTES_MAX + " bytes");
        }
      }
      return out.toByteArray();
    } finally {
      in.close();
    }
  }
}
