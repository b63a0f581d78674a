package nexa.javaagent;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A JVM of its own that runs one of the test programs with the built agent. */
final class WatchedJvm implements AutoCloseable {

  /** What a class path holds beside the program, by parts of the names of the jars. */
  private static final List<String> LIBRARIES =
      List.of("logback", "slf4j-api", "log4j", "jakarta.servlet-api", "ow2/asm");

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> seen = new ArrayList<>();

  private WatchedJvm(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** The JDK that runs the tests, and a JDK 17 beside it where there is one. */
  static List<Path> homes() throws IOException {
    Path own = Path.of(System.getProperty("java.home")).toRealPath();
    List<Path> homes = new ArrayList<>(List.of(own));
    try (Stream<Path> siblings = Files.list(own.getParent())) {
      siblings
          .filter(home -> release(home).contains("JAVA_VERSION=\"17"))
          .findFirst()
          .ifPresentOrElse(
              homes::add,
              () -> System.out.println("No JDK 17 beside " + own + ": not tested on 17"));
    }
    return homes;
  }

  static WatchedJvm start(Path home, String agentOptions, Class<?> program, String... arguments)
      throws IOException {
    return start(home, List.of(), agentOptions, program, arguments);
  }

  /** Starts one with more flags; without the agent when it has no options. */
  static WatchedJvm start(
      Path home, List<String> flags, @Nullable String agentOptions, Class<?> program,
      String... arguments)
      throws IOException {
    return start(home, flags, agentOptions, null, program, arguments);
  }

  /** With a folder of more classes. */
  static WatchedJvm start(
      Path home,
      List<String> flags,
      @Nullable String agentOptions,
      @Nullable Path classes,
      Class<?> program,
      String... arguments)
      throws IOException {
    String before = classes == null ? "" : classes + File.pathSeparator;
    return startOn(
        before + classPath(LIBRARIES), home, flags, agentOptions, program, arguments);
  }

  /** On a class path of its own. */
  static WatchedJvm startOn(
      String classPath,
      Path home,
      List<String> flags,
      @Nullable String agentOptions,
      Class<?> program,
      String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/java").toString());
    command.add("-Xmx128m");
    if (agentOptions != null) {
      command.add("-javaagent:" + System.getProperty("nexa.agent.jar") + "=" + agentOptions);
    }
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath, program.getName()));
    command.addAll(Arrays.asList(arguments));
    return new WatchedJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** Waits for a line of output that starts with the text. */
  String line(String start) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (System.nanoTime() < deadline) {
      String line = lines.poll(1, TimeUnit.SECONDS);
      if (line != null && line.startsWith(start)) {
        return line;
      }
    }
    throw new AssertionError("No line " + start + " in: " + output());
  }

  /** Sends a line to the program. */
  void say(String text) throws IOException {
    process.getOutputStream().write((text + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Waits for the end; the exit code. */
  int exit(Duration within) throws InterruptedException {
    if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("Still running after " + within + ": " + output());
    }
    return process.exitValue();
  }

  String output() {
    synchronized (seen) {
      return String.join("\n", seen);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void read() {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        synchronized (seen) {
          seen.add(line);
        }
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("output ended: " + e);
    }
  }

  private static String release(Path home) {
    try {
      return Files.readString(home.resolve("release"));
    } catch (IOException e) {
      return "";
    }
  }

  /** The test programs and the libraries they need, nothing of the agent. */
  static String classPath(List<String> libraries) {
    String jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> libraries.stream().anyMatch(entry::contains))
            .collect(Collectors.joining(File.pathSeparator));
    return System.getProperty("nexa.test.classes") + File.pathSeparator + jars;
  }
}
