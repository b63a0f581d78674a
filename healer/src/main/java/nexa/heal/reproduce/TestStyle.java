package nexa.heal.reproduce;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import nexa.heal.source.Project;

/**
 * How a project writes its tests.
 *
 * @param unit one step of indentation
 * @param junit the JUnit its tests are written for
 * @param assertJ whether its tests assert with AssertJ
 * @param isPublic whether its test classes and methods are public
 */
record TestStyle(String unit, JUnit junit, boolean assertJ, boolean isPublic) {

  /** What to say of a project without JUnit. */
  static final String NONE =
      "The project has no JUnit among its dependencies, so a test could not be committed: add"
          + " org.junit.jupiter:junit-jupiter in scope test.";

  private static final int FILES_MAX = 200;

  /** A generation of JUnit. */
  enum JUnit {
    JUPITER,
    JUNIT4,
    /** Tests by their names, in subclasses of {@code TestCase}. */
    JUNIT3
  }

  /** The style of a project's own tests; empty when it has no JUnit. */
  static Optional<TestStyle> of(Project project) {
    if (!hasJar(project, "junit")) {
      return Optional.empty(); // whatever its tests were written for cannot run
    }
    List<String> tests =
        project.testSources().values().stream().filter(source -> source.contains("@Test")).toList();
    if (count(project.testSources().values(), " extends TestCase") > tests.size()) {
      return Optional.of(new TestStyle(unit(project), JUnit.JUNIT3, false, true));
    }
    boolean jupiter = count(tests, "org.junit.jupiter.") > 0;
    boolean junit4 = count(tests, "org.junit.Test") + count(tests, "org.junit.*") > 0;
    if (!jupiter && !junit4) {
      junit4 = hasJar(project, "junit-vintage-engine-");
      jupiter = !junit4 && hasJar(project, "junit-jupiter-api-");
    }
    if (!jupiter && !junit4) {
      return Optional.empty();
    }
    boolean assertJ = count(tests, "org.assertj.core.api.") * 2 > tests.size();
    boolean isPublic = !jupiter || (count(tests, "\npublic ") * 2 > tests.size());
    return Optional.of(
        new TestStyle(unit(project), jupiter ? JUnit.JUPITER : JUnit.JUNIT4, jupiter && assertJ,
            isPublic));
  }

  private static long count(Collection<String> sources, String text) {
    return sources.stream().filter(source -> source.contains(text)).count();
  }

  private static boolean hasJar(Project project, String prefix) {
    return project.classpath().stream()
        .map(Path::getFileName)
        .anyMatch(name -> name != null && name.toString().startsWith(prefix));
  }

  /** The indentation of the first members of most classes. */
  private static String unit(Project project) {
    int[] votes = new int[9];
    int tabs = 0;
    Collection<String> sources = project.testSources().isEmpty()
        ? project.mainSources().values() : project.testSources().values();
    for (String source : sources.stream().limit(FILES_MAX).toList()) {
      String line = source.lines().filter(TestStyle::isIndented).findFirst().orElse("");
      if (line.startsWith("\t")) {
        tabs++;
      } else {
        votes[Math.min(8, line.length() - line.stripLeading().length())]++;
      }
    }
    votes[0] = 0;
    int best = 2;
    for (int width = 1; width < votes.length; width++) {
      best = votes[width] > votes[best] ? width : best;
    }
    return tabs > votes[best] ? "\t" : " ".repeat(best);
  }

  private static boolean isIndented(String line) {
    return !line.isBlank()
        && (line.startsWith("\t") || line.startsWith(" "))
        && !line.stripLeading().startsWith("*");
  }
}
