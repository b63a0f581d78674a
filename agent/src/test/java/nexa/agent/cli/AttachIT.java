package nexa.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The command that loads the agent into JVMs that run. */
final class AttachIT {

  private static final String PROGRAM =
      """
      class Waiting {
        public static void main(String[] arguments) throws Exception {
          System.out.println("ready");
          System.in.read();
        }
      }
      """;

  @TempDir
  Path folder;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void makeHome() throws IOException {
    Files.writeString(folder.resolve("agent-token"), "a token");
    Path source = Files.writeString(folder.resolve("Waiting.java"), PROGRAM);
    ToolProvider.getSystemJavaCompiler()
        .run(null, null, null, "--release", "11", "-d", folder.toString(), source.toString());
    System.setProperty("nexa.root", Path.of("..").toString());
  }

  @AfterEach
  void stop() {
    System.clearProperty("nexa.root");
    started.forEach(Process::destroyForcibly);
  }

  /** The JDK that runs the tests, and a JDK 17 beside it where there is one. */
  static List<Path> homes() throws IOException {
    Path own = Path.of(System.getProperty("java.home")).toRealPath();
    try (Stream<Path> siblings = Files.list(own.getParent())) {
      return Stream.concat(
          Stream.of(own),
          siblings.filter(home -> home.getFileName().toString().contains("-17-")).limit(1))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void secondAttach_saysThatItRunsAlready(Path jdk) throws IOException {
    Process jvm = start(jdk);
    Cli first = attach(jvm.pid(), "--service", "shop", "--inapp", "a.b;c.d");
    assertThat(first.err()).isEmpty();
    assertThat(first.out()).startsWith("The agent runs in " + jvm.pid());
    Cli second = attach(jvm.pid());
    assertThat(second.exitCode()).isZero();
    assertThat(second.out()).contains("runs in " + jvm.pid() + " already");
  }

  @ParameterizedTest
  @MethodSource("homes")
  void attachAfterJavaagent_changesNothing(Path jdk) throws IOException {
    Process jvm = start(jdk, "-javaagent:../javaagent/target/nexa-agent.jar");
    assertThat(attach(jvm.pid()).out()).contains("runs in " + jvm.pid() + " already");
  }

  @Test
  void jvmThatLetsNothingAttach_isRefused() throws IOException {
    Process jvm = start(homes().get(0), "-XX:+DisableAttachMechanism");
    Cli said = attach(jvm.pid());
    assertThat(said.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(said.said().get(0)).contains("-XX:+DisableAttachMechanism");
    assertThat(jvm.isAlive()).isTrue();
  }

  @Test
  void processThatIsNoJvm_isRefusedAndLives() throws IOException {
    Process sleep = new ProcessBuilder("sleep", "60").start();
    started.add(sleep);
    assertThat(attach(sleep.pid()).said().get(0)).contains("is no JVM");
    assertThat(sleep.isAlive()).isTrue();
  }

  @Test
  void processThatIsGone_isRefused() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    assertThat(attach(gone.pid()).said()).containsExactly("nexa: No process " + gone.pid() + ".");
  }

  @Test
  void optionWithComma_isRefused() {
    assertThat(attach(1, "--service", "a,token=/etc/passwd").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  private Process start(Path jdk, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of(jdk.resolve("bin/java").toString()));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", folder.toString(), "Waiting"));
    Process jvm = new ProcessBuilder(command).redirectError(folder.resolve("err").toFile()).start();
    started.add(jvm);
    assertThat(jvm.inputReader().readLine()).isEqualTo("ready");
    return jvm;
  }

  private Cli attach(long pid, String... options) {
    List<String> command = new ArrayList<>(List.of("attach", Long.toString(pid)));
    command.addAll(List.of("--home", folder.toString(), "--port", "1"));
    command.addAll(List.of(options));
    return Cli.run(command.toArray(String[]::new));
  }
}
