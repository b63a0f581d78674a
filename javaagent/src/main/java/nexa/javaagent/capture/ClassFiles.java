package nexa.javaagent.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads class files from class loaders. */
public final class ClassFiles {

  private static final int BYTES_MAX = 4 << 20;

  private ClassFiles() {}

  /** The class file of a loaded class as its loader finds it, or null. */
  static byte @Nullable [] of(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    if (loader == null) {
      return null;
    }
    try {
      InputStream in = loader.getResourceAsStream(type.getName().replace('.', '/') + ".class");
      return in == null ? null : readAll(in);
    } catch (IOException e) { // the jar is gone: the class is not armed
      return null;
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
