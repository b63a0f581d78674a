package nexa.heal.sandbox.runner;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One fresh JVM for one run: started, listened to, and ended with everything it started. */
final class TestProcess {

  private static final Set<Long> LIVE = ConcurrentHashMap.newKeySet();
  private static final int SWEEPS_MAX = 40;
  private static final Duration DRAIN = Duration.ofSeconds(20);
  private static final int TALK_BYTES_MAX = 2048;

  private final Messages messages;
  private final RunRequest request;
  private volatile String trouble = "";

  TestProcess(Messages messages, RunRequest request) {
    this.messages = messages;
    this.request = request;
  }

  /** Runs the tests to their end, or to the end of their time. */
  RunEnd run(List<Path> classPath, Path testClasses, Path directory)
      throws IOException, InterruptedException {
    long killsBefore = oomKills();
    Process process = startLive(classPath, directory);
    try {
      Thread events = Thread.ofPlatform().daemon().start(() -> forward(process));
      StringBuilder talk = new StringBuilder();
      Thread.ofPlatform().daemon().start(() -> listen(process.getErrorStream(), talk));
      tell(process, testClasses);
      if (!process.waitFor(request.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
        trouble = "the tests ran longer than " + request.timeout().toSeconds() + " s";
      }
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      end(process);
      int exitCode = process.waitFor();
      LIVE.remove(process.pid());
      boolean leftovers = sweep();
      if (!events.join(DRAIN)) {
        trouble = "the tests' JVM ended and its events did not";
      }
      return end(exitCode, oomKills() > killsBefore, leftovers, talk);
    } finally {
      LIVE.remove(process.pid());
    }
  }

  private RunEnd end(int exitCode, boolean outOfMemory, boolean leftovers, StringBuilder talk) {
    if (outOfMemory) {
      return new RunEnd(request.run(), exitCode, "out of memory: the kernel ended a process", true);
    }
    synchronized (talk) {
      if (trouble.isEmpty() && exitCode != 0) {
        trouble = ("the tests' JVM ended with exit code " + exitCode + " " + talk).strip();
      }
    }
    return new RunEnd(request.run(), exitCode, trouble, leftovers);
  }

  private Process startLive(List<Path> classPath, Path directory) throws IOException {
    synchronized (LIVE) { // a sweep in between would take it for a stray
      Process process = start(classPath, directory);
      LIVE.add(process.pid());
      return process;
    }
  }

  private Process start(List<Path> classPath, Path directory) throws IOException {
    Path temporary = Files.createDirectories(directory.resolveSibling("tmp-" + request.run()));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx512m",
                "-XX:-UsePerfData",
                "-XX:+DisplayVMOutputToStderr", // the JVM's own warnings are no events
                "-Xlog:disable",
                "-Xlog:all=warning:stderr",
                "-XX:+EnableDynamicAgentLoading",
                "--enable-native-access=ALL-UNNAMED",
                "-ea",
                "-Duser.home=" + temporary,
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                classPath.stream().map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator)),
                TestWorker.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("LANG", "C.UTF-8");
    builder.environment().put("HOME", temporary.toString());
    return builder.start();
  }

  private void tell(Process process, Path testClasses) {
    try (DataOutputStream out = new DataOutputStream(process.getOutputStream())) {
      out.write(request.secret());
      Wire.writeText(out, testClasses.toString());
      Wire.writeTexts(out, request.tests());
      Wire.writeTexts(out, request.always());
    } catch (IOException e) {
      trouble = "the tests' JVM did not start";
    }
  }

  private void forward(Process process) {
    long total = 0;
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(process.getInputStream()))) {
      while (true) {
        int length = in.readInt();
        if (length <= Wire.SECRET_BYTES || length > Wire.MESSAGE_BYTES_MAX) {
          throw new IOException("what the tests' JVM wrote is no event");
        }
        total += length;
        if (total > Wire.RUN_BYTES_MAX) {
          throw new IOException("the tests' JVM wrote too many events");
        }
        byte[] event = in.readNBytes(length);
        messages.write(
            Wire.EVENT,
            out -> {
              out.writeInt(request.run());
              out.write(event);
            });
      }
    } catch (EOFException e) {
      return; // the process has ended
    } catch (IOException e) {
      trouble = String.valueOf(e.getMessage());
      end(process);
    }
  }

  /** Ends the process and leaves its pipes open: what it wrote before can still be read. */
  private static void end(Process process) {
    process.toHandle().destroyForcibly();
  }

  private static void listen(InputStream stream, StringBuilder talk) {
    byte[] buffer = new byte[4096];
    try (stream) {
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        synchronized (talk) {
          int room = Math.min(read, TALK_BYTES_MAX - talk.length());
          if (room > 0) {
            talk.append(new String(buffer, 0, room, StandardCharsets.UTF_8));
          }
        }
      }
    } catch (IOException e) {
      synchronized (talk) {
        talk.append(" (cut off)");
      }
    }
  }

  /** Ends every process that belongs to no live run; true when there was one. */
  private static boolean sweep() throws InterruptedException {
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

  private static long oomKills() throws IOException {
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
