package nexa.heal.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.graph.Dependency;

/**
 * What a test class path lacks to be run by the JUnit Platform. Surefire adds these behind a
 * project's back; here they are added with the versions that match the project's own JUnit.
 */
final class JUnitJars {

  private static final String PLATFORM = "org.junit.platform";
  private static final String JUPITER = "org.junit.jupiter";

  /** For projects without a Jupiter of their own: the last line that runs on Java 8. */
  private static final String VERSION = "5.14.4";

  /** The oldest JUnit 4 the vintage engine can drive is 4.12. */
  private static final String JUNIT4 = "4.13.2";

  private JUnitJars() {}

  /** The project's own dependencies, with a JUnit too old for the vintage engine replaced. */
  static List<Dependency> upgraded(List<Dependency> direct) {
    return direct.stream().map(JUnitJars::upgraded).toList();
  }

  private static Dependency upgraded(Dependency dependency) {
    Artifact artifact = dependency.getArtifact();
    boolean old =
        artifact.getGroupId().equals("junit")
            && artifact.getArtifactId().equals("junit")
            && !artifact.getVersion().startsWith("4.12")
            && !artifact.getVersion().startsWith("4.13");
    return old ? dependency.setArtifact(artifact.setVersion(JUNIT4)) : dependency;
  }

  /** The dependencies to add; none when the project has no JUnit at all. */
  static List<Dependency> missing(List<Artifact> jars) {
    List<Dependency> missing = new ArrayList<>();
    Optional<String> jupiter = version(jars, JUPITER, "junit-jupiter-api");
    boolean junit4 = version(jars, "junit", "junit").isPresent();
    if (jupiter.isEmpty() && !junit4) {
      return missing;
    }
    if (jupiter.isEmpty()) {
      missing.add(test("org.junit.vintage", "junit-vintage-engine", VERSION));
      missing.add(test(JUPITER, "junit-jupiter-api", VERSION));
    }
    if (version(jars, JUPITER, "junit-jupiter-engine").isEmpty()) {
      missing.add(test(JUPITER, "junit-jupiter-engine", jupiter.orElse(VERSION)));
    }
    if (version(jars, PLATFORM, "junit-platform-launcher").isEmpty()) {
      String platform =
          version(jars, PLATFORM, "junit-platform-engine")
              .or(() -> version(jars, PLATFORM, "junit-platform-commons"))
              .orElseGet(() -> platformOf(jupiter.orElse(VERSION)));
      missing.add(test(PLATFORM, "junit-platform-launcher", platform));
    }
    return missing;
  }

  /** JUnit 5's platform is numbered 1; since JUnit 6 there is one number for all. */
  private static String platformOf(String jupiter) {
    return jupiter.startsWith("5.") ? "1." + jupiter.substring(2) : jupiter;
  }

  private static Optional<String> version(List<Artifact> jars, String group, String artifact) {
    return jars.stream()
        .filter(jar -> jar.getGroupId().equals(group) && jar.getArtifactId().equals(artifact))
        .map(Artifact::getVersion)
        .findFirst();
  }

  private static Dependency test(String group, String artifact, String version) {
    return new Dependency(new DefaultArtifact(group, artifact, "jar", version), "test");
  }
}
