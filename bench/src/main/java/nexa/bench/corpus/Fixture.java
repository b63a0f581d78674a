package nexa.bench.corpus;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A small program with a planted bug, kept as files: {@code src}, a {@code driver} that makes it crash,
 * {@code hidden} checks and the fix of a person.
 *
 * @param release the Java release it is written in
 * @param junit the JUnit of its tests, 4 or 5
 * @param methods what the fix changes
 * @param healable whether there is a bug at all
 * @param options options of the driver's JVM
 * @param regression the subject of the commit that brought the bug in; empty when it was always there
 */
record Fixture(
    Path folder,
    String id,
    int release,
    int junit,
    List<String> methods,
    boolean healable,
    String options,
    String regression) {

  private static final String PROPERTIES = "fixture.properties";
  private static final int DEPTH_MAX = 3;

  Fixture {
    methods = List.copyOf(methods);
  }

  /** All fixtures below a folder, by their names. */
  static List<Fixture> in(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root, DEPTH_MAX)) {
      List<Path> found =
          files.filter(file -> file.endsWith(PROPERTIES)).sorted().toList();
      Stream.Builder<Fixture> fixtures = Stream.builder();
      for (Path file : found) {
        fixtures.add(read(root, file));
      }
      return fixtures.build().toList();
    }
  }

  /** The fix of a person, a patch of the sources. */
  Path fix() {
    return folder.resolve("fix.patch");
  }

  Path sources() {
    return folder.resolve("src");
  }

  Path driver() {
    return folder.resolve("driver");
  }

  Path hidden() {
    return folder.resolve("hidden");
  }

  /** The class that hidden checks are written with. */
  Path check() {
    return folder.resolve("../../Check.java").normalize();
  }

  private static Fixture read(Path root, Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    Path folder = file.toAbsolutePath().resolveSibling("").normalize();
    String methods = properties.getProperty("methods", "");
    return new Fixture(
        folder,
        root.toAbsolutePath().normalize().relativize(folder).toString().replace('\\', '/'),
        Integer.parseInt(properties.getProperty("release", "")),
        Integer.parseInt(properties.getProperty("junit", "")),
        methods.isEmpty() ? List.of() : Arrays.asList(methods.split(",")),
        !properties.getProperty("expect", "").equals("abstain"),
        properties.getProperty("options", ""),
        properties.getProperty("regression", ""));
  }
}
