package watched;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/** Loads classes for four seconds, as a large service does when it starts; then waits for a line. */
public final class SlowStart {

  private static final int CLASSES = 100;
  private static final long SECONDS = 4;

  private SlowStart() {}

  public static void main(String[] args) throws Exception {
    byte[] part = classFile();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < end) {
      for (int i = 0; i < CLASSES; i++) {
        new Loader().define(part);
      }
      Thread.sleep(50);
    }
    System.out.println("started");
    System.in.read();
  }

  private static byte[] classFile() throws IOException {
    try (InputStream in = SlowStart.class.getResourceAsStream("SlowStart$Part.class")) {
      return in.readAllBytes();
    }
  }

  /** What is loaded. */
  static final class Part {}

  private static final class Loader extends ClassLoader {
    Class<?> define(byte[] classFile) {
      return defineClass(Part.class.getName(), classFile, 0, classFile.length);
    }
  }
}
