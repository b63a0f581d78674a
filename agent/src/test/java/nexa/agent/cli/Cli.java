package nexa.agent.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import nexa.agent.store.Json;
import tools.jackson.databind.JsonNode;

/** What a run of the command line said, and its exit code. */
record Cli(int exitCode, String out, String err) {

  private static final int SECONDS_MAX = 120;

  /** Runs a command in this process. */
  static Cli run(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
      int exitCode = Main.run(arguments);
      return new Cli(
          exitCode,
          outBytes.toString(StandardCharsets.UTF_8),
          errBytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /** Runs a command in this process for a daemon's home. */
  static Cli at(Path home, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--home", home.toString()));
    return run(all.toArray(String[]::new));
  }

  /** Runs a command in a process of its own, whose temporary folder is {@code folder/tmp}. */
  static Cli child(Path folder, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Process process = start(folder, environment, arguments);
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("Still runs: " + String.join(" ", arguments));
    }
    return new Cli(
        process.exitValue(),
        Files.readString(folder.resolve("out")),
        Files.readString(folder.resolve("err")));
  }

  private static Process start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    Files.createDirectories(folder.resolve("tmp"));
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx256m",
            "-Djava.io.tmpdir=" + folder.resolve("tmp"),
            "-Dlogback.configurationFile=" + checkout().resolve("config/logback.xml"),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** The checkout; tests run in their module's folder. */
  private static Path checkout() {
    return Path.of("..").toAbsolutePath().normalize();
  }

  /** stdout as the one JSON document it has to be. */
  JsonNode json() {
    return Json.MAPPER.readTree(out);
  }

  /** The lines of stderr that are Nexa's own word, not its log. */
  List<String> said() {
    return err.lines().filter(line -> line.startsWith("nexa: ")).toList();
  }
}
