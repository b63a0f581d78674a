package nexa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux tells of a process in {@code /proc}. */
public final class ProcessFiles {

  private static final long NANOS_PER_TICK = 10_000_000;

  private ProcessFiles() {}

  static Path of(long pid, String file) {
    return Path.of("/proc", String.valueOf(pid), file);
  }

  /** User and system time of a process until now, to 10 ms. */
  public static long cpuNanos(long pid) throws IOException {
    String stat = Files.readString(of(pid, "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_PER_TICK;
  }

  /**
   * A size in bytes.
   *
   * @param key such as {@code VmRSS}, what is resident, or {@code VmHWM}, the most that ever was
   */
  public static long bytes(long pid, String key) throws IOException {
    for (String line : Files.readAllLines(of(pid, "status"))) {
      if (line.startsWith(key + ":")) {
        String size = line.substring(key.length() + 1).strip();
        return 1024 * Long.parseLong(size.substring(0, size.indexOf(' ')));
      }
    }
    throw new IOException("No " + key + " of process " + pid);
  }
}
