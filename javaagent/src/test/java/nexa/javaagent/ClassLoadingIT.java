package nexa.javaagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import jdk.jfr.consumer.RecordedClassLoader;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import watched.Logging;
import watched.VirtualThreads;

/**
 * No class of the application or the JDK is loaded because the agent's transformer runs: that ends
 * in a ClassCircularityError sooner or later, and for good. The JVM's own recording says which
 * code was at work as each class was loaded.
 */
final class ClassLoadingIT {

  private static final String TRANSFORMER = "nexa.javaagent.hook.HookTransformer";
  private static final String OWN = "nexa.javaagent.";

  @TempDir
  Path folder;
  private FakeDaemon daemon;

  /** Each JDK, without and with weaving of the application's classes as they load. */
  static List<Arguments> starts() throws IOException {
    List<Arguments> starts = new ArrayList<>();
    for (Path home : WatchedJvm.homes()) {
      starts.add(Arguments.of(home, ""));
      starts.add(Arguments.of(home, ",first=watched"));
    }
    return starts;
  }

  @BeforeEach
  void startDaemon() throws IOException {
    daemon = new FakeDaemon();
  }

  @AfterEach
  void stopDaemon() {
    daemon.close();
  }

  @ParameterizedTest
  @MethodSource("starts")
  void transformer_loadsNothingButTheAgentsOwn(Path home, String first) throws Exception {
    Set<String> loaded = loadedByTransformer(home, first, Logging.class);
    assertThat(loaded).isNotEmpty().allMatch(name -> name.startsWith(OWN));
    assertThat(daemon.events()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("starts")
  void virtualThreads_loadNothingInTheTransformer(Path home, String first) throws Exception {
    assumeFalse(
        Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"17"),
        "Skipped: no virtual threads on 17");
    Set<String> loaded = loadedByTransformer(home, first, VirtualThreads.class);
    assertThat(loaded).isNotEmpty().allMatch(name -> name.startsWith(OWN));
    assertThat(daemon.events()).isNotEmpty();
  }

  /** The names of the classes that were loaded with the transformer on the stack. */
  private Set<String> loadedByTransformer(Path home, String first, Class<?> program)
      throws Exception {
    Path recording = folder.resolve("loaded.jfr");
    List<String> flags =
        List.of(
            "-XX:FlightRecorderOptions:stackdepth=256",
            "-XX:StartFlightRecording:filename=" + recording
                + ",settings=none,+jdk.ClassLoad#enabled=true,+jdk.ClassLoad#stackTrace=true");
    try (WatchedJvm jvm = WatchedJvm.start(home, flags, options() + first, program)) {
      jvm.line("ended");
      assertThat(jvm.exit(Duration.ofSeconds(60))).isZero();
      assertThat(jvm.output()).doesNotContain("ClassCircularityError", "VerifyError");
    }
    Set<String> all = new TreeSet<>();
    Set<String> loaded = new TreeSet<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
      RecordedClassLoader asked = event.getValue("initiatingClassLoader");
      if (Objects.equals(asked, event.getValue("definingClassLoader"))) { // else loaded before
        String name = event.getClass("loadedClass").getName();
        all.add(name);
        RecordedStackTrace stack = event.getStackTrace(); // null where only the JVM is at work
        if (stack != null && stack.getFrames().stream().anyMatch(ClassLoadingIT::isTransformer)) {
          loaded.add(name);
        }
      }
    }
    assertThat(all).contains("watched.Shop");
    return loaded;
  }

  private static boolean isTransformer(RecordedFrame frame) {
    RecordedMethod method = frame.getMethod(); // null where the recording lost it
    return method != null
        && method.getName().equals("transform")
        && method.getType().getName().equals(TRANSFORMER);
  }

  private String options() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), FakeDaemon.TOKEN);
    return "daemon=127.0.0.1:" + daemon.port() + ",token=" + token + ",inapp=watched";
  }
}
