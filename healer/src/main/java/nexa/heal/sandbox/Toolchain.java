package nexa.heal.sandbox;

import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What of this host a container sees, read-only: the runner, the project's libraries and, unless an
 * image brings its own, the system's libraries and this JVM's JDK.
 */
final class Toolchain {

  private static final List<Path> SYSTEM =
      Stream.of("/usr", "/bin", "/lib", "/lib64").map(Path::of).toList();
  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

  private final List<Mount> mounts = new ArrayList<>();
  private final List<Path> libraries = new ArrayList<>();
  private final Path runner;
  private final String java;

  private Toolchain(List<Path> classpath, boolean ofHost) throws IOException {
    if (ofHost) {
      mountSystem();
    }
    java = ofHost ? JAVA_HOME.toRealPath().resolve("bin/java").toString() : "java";
    runner = mountUnder("runner", ownClasses());
    for (Path library : classpath) {
      if (Files.exists(library)) {
        libraries.add(mountUnder("lib/" + libraries.size(), library));
      }
    }
  }

  /** The mounts for a class path. */
  static Toolchain of(List<Path> classpath, boolean ofHost) {
    try {
      return new Toolchain(classpath, ofHost);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot find the JDK and the libraries on this host", e);
    }
  }

  /** The engine's mounts, all read-only. */
  List<Mount> mounts() {
    return List.copyOf(mounts);
  }

  /** The class path inside the container, without entries that this host does not have. */
  List<Path> libraries() {
    return List.copyOf(libraries);
  }

  /** The Java launcher inside the container. */
  String java() {
    return java;
  }

  /** The runner's jar or class folder inside the container. */
  Path runner() {
    return runner;
  }

  private void mountSystem() throws IOException {
    for (Path path : SYSTEM) {
      if (Files.isDirectory(path)) {
        mount(path.toRealPath(), path);
      }
    }
    Path home = JAVA_HOME.toRealPath();
    mountUnlessInSystem(home);
    for (Path target : linksOut(home)) {
      mountUnlessInSystem(target);
    }
  }

  /** Where a distribution's JDK keeps its configuration: links that lead out of its home. */
  private static TreeSet<Path> linksOut(Path home) throws IOException {
    TreeSet<Path> targets = new TreeSet<>();
    try (Stream<Path> paths = Files.walk(home)) {
      for (Path link : paths.filter(Files::isSymbolicLink).toList()) {
        if (Files.exists(link) && !link.toRealPath().startsWith(home)) {
          targets.add(link.toRealPath());
        }
      }
    }
    return targets;
  }

  private void mountUnlessInSystem(Path path) {
    if (!path.startsWith("/usr")) {
      mount(path, path);
    }
  }

  private Path mountUnder(String folder, Path source) throws IOException {
    Path real = source.toRealPath();
    Path target = Path.of("/nexa", folder, String.valueOf(real.getFileName()));
    mount(real, target);
    return target;
  }

  private void mount(Path source, Path target) {
    mounts.add(
        new Mount()
            .withType(MountType.BIND)
            .withSource(source.toString())
            .withTarget(target.toString())
            .withReadOnly(true));
  }

  private static Path ownClasses() throws IOException {
    try {
      return Path.of(
          Toolchain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException("Cannot find the runner's classes", e);
    }
  }
}
