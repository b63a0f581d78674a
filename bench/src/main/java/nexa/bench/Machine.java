package nexa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine a figure was measured on. */
final class Machine {

  private Machine() {}

  /** Kernel, cores, memory and load. */
  static String describe() throws IOException {
    String memory = Files.readAllLines(Path.of("/proc/meminfo")).get(0);
    long gigabytes = Long.parseLong(memory.replaceAll("[^0-9]", "")) >> 20;
    return System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
        + Runtime.getRuntime().availableProcessors() + " cores, " + gigabytes + " GB, load "
        + load();
  }

  /** The load average of the last minute. */
  static String load() throws IOException {
    String averages = Files.readString(Path.of("/proc/loadavg"));
    return averages.substring(0, averages.indexOf(' '));
  }
}
