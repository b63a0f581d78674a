package nexa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A JDK on this machine.
 *
 * @param feature 17, 25, …
 */
record Jdk(Path home, int feature, String version) {

  private static final String VARIABLE = "NEXA_BENCH_JDKS";

  /**
   * The first JDK of each wanted feature release: of those named in {@code $NEXA_BENCH_JDKS}, the one
   * that runs this, its siblings, and those in the usual folders.
   */
  static List<Jdk> find(List<Integer> features) throws IOException {
    Map<Integer, Jdk> found = new LinkedHashMap<>();
    for (Path home : homes()) {
      Jdk jdk = read(home);
      if (jdk != null && features.contains(jdk.feature)) {
        found.putIfAbsent(jdk.feature, jdk);
      }
    }
    return features.stream().filter(found::containsKey).map(found::get).toList();
  }

  Path java() {
    return home.resolve("bin/java");
  }

  Path jcmd() {
    return home.resolve("bin/jcmd");
  }

  private static List<Path> homes() throws IOException {
    List<Path> homes = new ArrayList<>();
    for (String named : System.getenv().getOrDefault(VARIABLE, "").split(":")) {
      if (!named.isBlank()) {
        homes.add(Path.of(named));
      }
    }
    Path own = Path.of(System.getProperty("java.home")).toRealPath();
    homes.add(own);
    List<Path> folders = new ArrayList<>();
    if (own.getParent() != null) {
      folders.add(own.getParent());
    }
    folders.add(Path.of("/usr/lib/jvm"));
    folders.add(Path.of("/opt/java"));
    folders.add(Path.of(System.getProperty("user.home"), ".jdks"));
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> inside = Files.list(folder)) {
          inside.sorted().forEach(homes::add);
        }
      }
    }
    return homes;
  }

  private static @Nullable Jdk read(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isReadable(release) || !Files.isExecutable(home.resolve("bin/jcmd"))) {
      return null;
    }
    for (String line : Files.readAllLines(release)) {
      if (line.startsWith("JAVA_VERSION=\"")) {
        String version = line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'));
        int end = version.indexOf('.');
        String feature = end < 0 ? version : version.substring(0, end);
        return new Jdk(home, Integer.parseInt(feature), version);
      }
    }
    return null;
  }
}
