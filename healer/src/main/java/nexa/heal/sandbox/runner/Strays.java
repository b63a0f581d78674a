package nexa.heal.sandbox.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The container's processes: those of a live run belong, all others are ended. */
final class Strays {

  private static final Set<Long> LIVE = ConcurrentHashMap.newKeySet();
  private static final int SWEEPS_MAX = 40;

  private Strays() {}

  /** Starts a process that belongs. */
  static Process start(ProcessBuilder builder) throws IOException {
    synchronized (LIVE) { // a sweep in between would take it for a stray
      Process process = builder.start();
      LIVE.add(process.pid());
      return process;
    }
  }

  /** From now on the process and its children are strays. */
  static void forget(Process process) {
    LIVE.remove(process.pid());
  }

  /** Ends every process that belongs to no live run; true when there was one. */
  static boolean sweep() throws InterruptedException {
    boolean found = false;
    for (int i = 0; i < SWEEPS_MAX; i++) {
      synchronized (LIVE) {
        List<ProcessHandle> strays =
            ProcessHandle.allProcesses().filter(process -> !belongs(process)).toList();
        if (strays.isEmpty()) {
          return found;
        }
        found = true;
        strays.forEach(ProcessHandle::destroyForcibly);
      }
      TimeUnit.MILLISECONDS.sleep(25);
    }
    return found;
  }

  private static boolean belongs(ProcessHandle process) {
    ProcessHandle at = process;
    while (at.pid() != ProcessHandle.current().pid()) {
      ProcessHandle parent = at.parent().orElse(null);
      if (parent == null) {
        return !at.isAlive();
      }
      if (LIVE.contains(at.pid())) {
        return true;
      }
      at = parent;
    }
    return process.pid() == ProcessHandle.current().pid();
  }

  /** How many processes of this container the kernel has ended for want of memory. */
  static long oomKills() throws IOException {
    for (String name : List.of("memory/memory.oom_control", "memory.events")) {
      Path file = Path.of("/sys/fs/cgroup", name);
      if (Files.isReadable(file)) {
        for (String line : Files.readAllLines(file)) {
          if (line.startsWith("oom_kill ")) {
            return Long.parseLong(line.substring("oom_kill ".length()).strip());
          }
        }
      }
    }
    return 0;
  }
}
