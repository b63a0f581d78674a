package nexa.heal.sandbox.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Looks from inside whether the sandbox's walls stand: an engine may accept a flag that has no effect.
 */
final class Probe {

  private static final Set<String> WRITABLE_TYPES =
      Set.of("tmpfs", "proc", "devpts", "mqueue", "sysfs", "cgroup", "cgroup2");
  private static final String NOBODY = "65534";
  private static final long MEMORY_MAX = 2L * 1024 * 1024 * 1024;

  private Probe() {}

  /** The breaches found, empty when all walls stand. */
  static List<String> breaches(List<Path> toRead) throws IOException {
    List<String> breaches = new ArrayList<>();
    checkStatus(breaches);
    checkMounts(breaches);
    checkNetwork(breaches);
    checkLimit(breaches, "memory", "memory/memory.limit_in_bytes", "memory.max", MEMORY_MAX);
    checkLimit(breaches, "process", "pids/pids.max", "pids.max", 256);
    for (Path path : toRead) {
      if (!Files.isReadable(path)) {
        breaches.add("user 65534 cannot read " + path.getFileName() + "; make it readable for all");
      }
    }
    return breaches;
  }

  private static void checkStatus(List<String> breaches) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      String[] words = line.split("\\s+");
      switch (words[0]) {
        case "Uid:" -> expect(breaches, words[2].equals(NOBODY), "runs as user " + words[2]);
        case "Gid:" -> expect(breaches, words[2].equals(NOBODY), "runs as group " + words[2]);
        case "CapInh:", "CapPrm:", "CapEff:", "CapBnd:", "CapAmb:" ->
            expect(breaches, Long.parseUnsignedLong(words[1], 16) == 0,
                "has capabilities, " + line);
        case "NoNewPrivs:" -> expect(breaches, words[1].equals("1"), "may gain privileges");
        case "Seccomp:" -> expect(breaches, words[1].equals("2"), "has no seccomp filter");
        default -> {}
      }
    }
  }

  private static void checkMounts(List<String> breaches) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
      String[] words = line.split(" ");
      int dash = List.of(words).indexOf("-");
      boolean writable = List.of(words[5].split(",")).contains("rw");
      expect(
          breaches,
          !writable || WRITABLE_TYPES.contains(words[dash + 1]),
          "may write to " + words[4] + " of type " + words[dash + 1]);
    }
  }

  private static void checkNetwork(List<String> breaches) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/net/dev"))) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        String device = line.substring(0, colon).strip();
        expect(breaches, device.equals("lo"), "has the network device " + device);
      }
    }
  }

  private static void checkLimit(
      List<String> breaches, String what, String v1, String v2, long max) throws IOException {
    Path root = Path.of("/sys/fs/cgroup");
    Path file = Files.exists(root.resolve(v1)) ? root.resolve(v1) : root.resolve(v2);
    String limit = Files.exists(file) ? Files.readString(file).strip() : "max";
    expect(
        breaches, !limit.equals("max") && Long.parseLong(limit) <= max,
        "has no " + what + " limit");
  }

  private static void expect(List<String> breaches, boolean stands, String breach) {
    if (!stands) {
      breaches.add(breach);
    }
  }
}
