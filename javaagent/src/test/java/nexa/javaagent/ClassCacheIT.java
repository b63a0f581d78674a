package nexa.javaagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import watched.OneCrash;

/** Programs that start from a class cache, which the agent must leave whole. */
final class ClassCacheIT {

  private static final String AGENT =
      "-javaagent:" + System.getProperty("nexa.agent.jar") + "=daemon=127.0.0.1:1,token=none";
  private static final String MODULE = "--add-modules=java.instrument";
  private static final String SHARED = "shared objects file";

  /** How the log shows a class that was armed after it had been loaded. */
  private static final String REDEFINED = "__VM_RedefineClasses__";

  @TempDir
  Path folder;

  /** Caches hold classes of jars only. */
  @BeforeEach
  void packProgram() throws IOException {
    Path classes = Path.of(System.getProperty("nexa.test.classes"));
    try (OutputStream file = Files.newOutputStream(folder.resolve("app.jar"));
        JarOutputStream jar = new JarOutputStream(file);
        Stream<Path> all = Files.list(classes.resolve("watched"))) {
      for (Path path : all.toList()) {
        jar.putNextEntry(new ZipEntry("watched/" + path.getFileName()));
        Files.copy(path, jar);
      }
    }
  }

  @Test
  void sharedArchiveOf17_servesTheSameClasses() throws Exception {
    Path jdk = jdk("17");
    run(jdk, "-XX:ArchiveClassesAtExit=app.jsa");
    List<String> without = loaded(jdk, "-XX:SharedArchiveFile=app.jsa");
    List<String> with = loaded(jdk, "-XX:SharedArchiveFile=app.jsa", AGENT);
    assertThat(shared(with, " watched.")).isPositive().isEqualTo(shared(without, " watched."));
    assertThat(shared(with, "")).isGreaterThanOrEqualTo(shared(without, ""));
  }

  @Test
  void aotCacheOf25_servesEveryClassWhenMadeWithTheModule() throws Exception {
    Path jdk = jdk("25");
    makeCache(jdk, MODULE);
    List<String> with = loaded(jdk, MODULE, "-XX:AOTCache=app.aot", AGENT);
    assertThat(with).filteredOn(line -> line.contains(" watched."))
        .isNotEmpty()
        .allMatch(line -> line.contains(SHARED));
  }

  /** Why the documents ask for the module; when this fails, they need not any more. */
  @Test
  void aotCacheOf25MadeWithoutTheModule_isDropped() throws Exception {
    Path jdk = jdk("25");
    makeCache(jdk);
    assertThat(shared(loaded(jdk, "-XX:AOTCache=app.aot"), " watched.")).isPositive();
    assertThat(shared(loaded(jdk, "-XX:AOTCache=app.aot", AGENT), " watched.")).isZero();
  }

  private void makeCache(Path jdk, String... flags) throws Exception {
    run(jdk, with(flags, "-XX:AOTMode=record", "-XX:AOTConfiguration=app.conf"));
    run(jdk, with(flags, "-XX:AOTMode=create", "-XX:AOTConfiguration=app.conf",
        "-XX:AOTCache=app.aot"));
  }

  private static String[] with(String[] flags, String... more) {
    return Stream.concat(Stream.of(flags), Stream.of(more)).toArray(String[]::new);
  }

  private List<String> loaded(Path jdk, String... flags) throws Exception {
    run(jdk, with(flags, "-Xlog:class+load:file=loaded.log"));
    return Files.readAllLines(folder.resolve("loaded.log")).stream()
        .filter(line -> !line.contains(REDEFINED))
        .toList();
  }

  private static long shared(List<String> loaded, String classes) {
    return loaded.stream().filter(line -> line.contains(classes) && line.contains(SHARED)).count();
  }

  /** Runs the program, which crashes, in the folder. */
  private void run(Path jdk, String... flags) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(jdk.resolve("bin/java").toString()));
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", "app.jar", OneCrash.class.getName(), "1"));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
  }

  private static Path jdk(String feature) throws IOException {
    for (Path home : WatchedJvm.homes()) {
      String release = Files.readString(home.resolve("release"));
      if (release.contains("JAVA_VERSION=\"" + feature)) {
        return home;
      }
    }
    assumeTrue(false, "Skipped: no JDK " + feature);
    throw new AssertionError();
  }
}
