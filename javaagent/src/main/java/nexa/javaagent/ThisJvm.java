package nexa.javaagent;

import java.io.File;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** The watched JVM as the daemon tells it from others: its process and when the agent started. */
public final class ThisJvm {

  public final long pid;

  /** When the agent started; the same for as long as the process lives. */
  public final long startedUnixMs;

  /** The same, as {@link System#nanoTime} counts. */
  final long startedNanos = System.nanoTime();

  public ThisJvm(long pid, long startedUnixMs) {
    this.pid = pid;
    this.startedUnixMs = startedUnixMs;
  }

  static ThisJvm startedNow() {
    return new ThisJvm(findPid(), System.currentTimeMillis());
  }

  /** The feature release: 8, 17, 25. */
  public static int release() {
    String version = System.getProperty("java.specification.version", "1.8");
    try {
      return Integer.parseInt(version.startsWith("1.") ? version.substring(2) : version);
    } catch (NumberFormatException e) { // a JVM that names its versions otherwise
      return 8;
    }
  }

  /** When the JVM started: about when the agent did, unless the agent came later. */
  long jvmStartedUnixMs(boolean attached) {
    if (!attached) {
      return startedUnixMs;
    }
    try {
      Class<?> handle = Class.forName("java.lang.ProcessHandle");
      Object info = handle.getMethod("info").invoke(handle.getMethod("current").invoke(null));
      Object start =
          Class.forName("java.lang.ProcessHandle$Info").getMethod("startInstant").invoke(info);
      Object instant = ((Optional<?>) start).orElse(null);
      return instant instanceof Instant ? ((Instant) instant).toEpochMilli() : startedUnixMs;
    } catch (ReflectiveOperationException e) { // Java 8: unknown
      return startedUnixMs;
    }
  }

  private static long findPid() {
    try {
      return Long.parseLong(new File("/proc/self").getCanonicalFile().getName());
    } catch (IOException | NumberFormatException e) { // no /proc here
      return pidOfHandle();
    }
  }

  private static long pidOfHandle() {
    try {
      Class<?> handle = Class.forName("java.lang.ProcessHandle");
      Object current = handle.getMethod("current").invoke(null);
      return (Long) handle.getMethod("pid").invoke(current);
    } catch (ReflectiveOperationException e) { // Java 8: unknown
      return 0;
    }
  }
}
