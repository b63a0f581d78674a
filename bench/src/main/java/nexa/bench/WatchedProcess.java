package nexa.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM that is watched from outside, through /proc and jcmd. */
final class WatchedProcess implements AutoCloseable {

  /** The unit of CPU times in /proc, the same on every Linux. */

  private static final int OUTPUT_LINES_MAX = 200;
  private static final long WAIT_SECONDS = 120;

  private final Jdk jdk;
  private final Process process;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final Deque<String> output = new ArrayDeque<>();

  private WatchedProcess(Jdk jdk, Process process) {
    this.jdk = jdk;
    this.process = process;
    Thread reader = new Thread(this::read, "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  static WatchedProcess start(
      Jdk jdk, List<String> flags, String classPath, Class<?> program, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(jdk.java().toString());
    command.addAll(List.of(
        "-Xms128m",
        "-Xmx256m",
        "-XX:+UseG1GC",
        "-XX:-OmitStackTraceInFastThrow")); // else a hot failure is none any more
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, program.getName()));
    command.addAll(List.of(arguments));
    return new WatchedProcess(jdk, new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** Waits for a line of output that starts with a word; what follows it. */
  String said(String word) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS);
    while (System.nanoTime() < deadline) {
      String line = answers.poll(100, TimeUnit.MILLISECONDS);
      if (line != null && line.startsWith(word + " ")) {
        return line.substring(word.length() + 1).strip();
      }
      if (line == null && !process.isAlive()) {
        break;
      }
    }
    throw new IllegalStateException("It did not say \"" + word + "\" but: " + output());
  }

  /** CPU time of the whole process until now. */
  long cpuNanos() throws IOException {
    return ProcessFiles.cpuNanos(process.pid());
  }

  /** CPU time until now of its threads whose names begin so. */
  long cpuNanos(String threads) throws IOException {
    long nanos = 0;
    try (Stream<Path> tasks = Files.list(ProcessFiles.of(process.pid(), "task"))) {
      for (Path task : tasks.toList()) {
        try {
          if (Files.readString(task.resolve("comm")).startsWith(threads)) {
            String schedstat = Files.readString(task.resolve("schedstat"));
            nanos += Long.parseLong(schedstat.substring(0, schedstat.indexOf(' ')));
          }
        } catch (NoSuchFileException e) {
          continue; // a thread that has ended in the meantime
        }
      }
    }
    return nanos;
  }

  long residentBytes() throws IOException {
    return ProcessFiles.bytes(process.pid(), "VmRSS");
  }

  /** What it holds after full collections. */
  Inside inside() throws IOException, InterruptedException {
    Path script = Files.createTempFile("jcmd", ".txt");
    try {
      Files.writeString(script, "GC.run\nGC.run\nGC.heap_info\nThread.print\n");
      List<String> told = jcmd("-f", script.toString());
      return new Inside(
          1024 * after(told, "garbage-first heap", " used "),
          after(jcmd("PerfCounter.print"), "sun.gc.metaspace.used", "="),
          told.stream().filter(WatchedProcess::namesThread).count());
    } finally {
      Files.delete(script);
    }
  }

  /** The last lines of what it printed. */
  String output() {
    synchronized (output) {
      return String.join("\n", output);
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  /**
   * What it holds after a full collection.
   *
   * @param threads Java threads, without the JVM's compilers, which come and go
   */
  record Inside(long heapBytes, long metaspaceBytes, long threads) {}

  private List<String> jcmd(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(jdk.jcmd().toString());
    command.add(String.valueOf(process.pid()));
    command.addAll(List.of(arguments));
    Process jcmd = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (jcmd.waitFor() != 0) {
      throw new IOException("It failed: " + command + ": " + said);
    }
    return said.lines().toList();
  }

  private static boolean namesThread(String line) {
    return line.startsWith("\"") && line.contains("\" #") && !line.contains(" CompilerThread");
  }

  /** The number that follows a word in the first line that holds a text. */
  private static long after(List<String> lines, String text, String word) throws IOException {
    for (String line : lines) {
      int at = line.indexOf(word);
      if (at >= 0 && line.contains(text)) {
        return number(line.substring(at + word.length()));
      }
    }
    throw new IOException("jcmd does not tell " + text);
  }

  /** The number a text begins with. */
  private static long number(String text) {
    int end = 0;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return Long.parseLong(text.substring(0, end));
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        synchronized (output) {
          output.addLast(line);
          if (output.size() > OUTPUT_LINES_MAX) {
            output.removeFirst();
          }
        }
        if (Character.isLowerCase(line.isEmpty() ? ' ' : line.charAt(0))) {
          answers.add(line);
        }
      }
    } catch (IOException e) {
      answers.add("output ended: " + e); // as it does when the process is ended
    }
  }
}
