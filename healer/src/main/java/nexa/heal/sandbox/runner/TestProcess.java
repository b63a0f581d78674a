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
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One fresh JVM for one run: started, told what to do, listened to, and ended with all it started. */
final class TestProcess {

  private static final long POLL_MILLIS = 50;
  private static final Duration DRAIN = Duration.ofSeconds(20);
  private static final int TALK_BYTES_MAX = 2048;

  private final Process process;
  private volatile String trouble = "";
  private volatile long lastEvent;

  private TestProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts a JVM that waits to be told.
   *
   * @param worker the class whose main method it runs
   * @param directory its working directory
   * @param temporary a folder of its own for what is temporary
   */
  static TestProcess start(
      Class<?> worker, List<Path> classPath, Path directory, Path temporary) throws IOException {
    Files.createDirectories(temporary);
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
                worker.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("LANG", "C.UTF-8");
    builder.environment().put("HOME", temporary.toString());
    return new TestProcess(Strays.start(builder));
  }

  /**
   * Tells the JVM what to do and runs it to its end, or to the end of its time.
   *
   * @param run the number its events go by
   * @param silence how long it may go on without an event
   */
  RunEnd run(int run, Duration timeout, Duration silence, Orders orders, Messages messages)
      throws IOException, InterruptedException {
    long killsBefore = Strays.oomKills();
    try {
      Thread events = Thread.ofPlatform().daemon().start(() -> forward(run, messages));
      StringBuilder talk = new StringBuilder();
      Thread.ofPlatform().daemon().start(() -> listen(process.getErrorStream(), talk));
      tell(orders);
      watch(timeout, silence);
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      kill();
      int exitCode = process.waitFor();
      Strays.forget(process);
      boolean leftovers = Strays.sweep();
      if (!events.join(DRAIN)) {
        trouble = "the tests' JVM ended and its events did not";
      }
      return end(run, exitCode, Strays.oomKills() > killsBefore, leftovers, talk);
    } finally {
      Strays.forget(process);
    }
  }

  private void watch(Duration timeout, Duration silence) throws InterruptedException {
    long start = System.nanoTime();
    lastEvent = start;
    while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      long now = System.nanoTime();
      if (now - start > timeout.toNanos()) {
        trouble = "the tests ran longer than " + timeout.toSeconds() + " s";
        return;
      }
      if (now - lastEvent > silence.toNanos()) {
        trouble = "no test ended for " + silence.toSeconds() + " s";
        return;
      }
    }
  }

  /** Ends a JVM that was never told anything. */
  void discard() {
    kill();
    Strays.forget(process);
  }

  private RunEnd end(
      int run, int exitCode, boolean outOfMemory, boolean leftovers, StringBuilder talk) {
    if (outOfMemory) {
      return new RunEnd(run, exitCode, "out of memory: the kernel ended a process", true);
    }
    synchronized (talk) {
      if (trouble.isEmpty() && exitCode != 0) {
        trouble = ("the tests' JVM ended with exit code " + exitCode + " " + talk).strip();
      }
    }
    return new RunEnd(run, exitCode, trouble, leftovers);
  }

  private void tell(Orders orders) {
    try (DataOutputStream out = new DataOutputStream(process.getOutputStream())) {
      orders.writeTo(out);
    } catch (IOException e) {
      trouble = "the tests' JVM did not start";
    }
  }

  private void forward(int run, Messages messages) {
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
        byte[] event = new byte[length];
        lastEvent = System.nanoTime();
        in.readFully(event); // the rest of one that the JVM's end cut off never comes
        messages.write(
            Wire.EVENT,
            out -> {
              out.writeInt(run);
              out.write(event);
            });
      }
    } catch (EOFException e) {
      return; // the process has ended
    } catch (IOException e) {
      trouble = String.valueOf(e.getMessage());
      kill();
    }
  }

  /** Ends the process and leaves its pipes open: what it wrote before can still be read. */
  private void kill() {
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

  /** Writes what the JVM is to do. */
  interface Orders {
    void writeTo(DataOutputStream out) throws IOException;
  }
}
