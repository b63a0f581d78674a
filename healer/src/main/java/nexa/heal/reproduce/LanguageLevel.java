package nexa.heal.reproduce;

import java.util.List;
import java.util.stream.Stream;
import nexa.heal.source.Project;

/**
 * The Java release a project's tests may be written in. A build for a release below 8 is compiled
 * for 8 here, but its own developers may use an older compiler: the code then shows what it takes.
 */
final class LanguageLevel {

  private static final int OLDEST_COMPILED = 8;
  private static final int WITHOUT_DIAMOND = 6;
  private static final int OLDEST = 5;

  /** From how many sources on it says something that none uses a feature. */
  private static final int SOURCES_TELLING = 20;

  private LanguageLevel() {}

  static int of(Project project) {
    if (project.release() > OLDEST_COMPILED) {
      return project.release();
    }
    List<String> sources =
        Stream.concat(
            project.mainSources().values().stream(), project.testSources().values().stream())
            .toList();
    if (sources.stream().anyMatch(LanguageLevel::isOfJava7OrLater)) {
      return OLDEST_COMPILED;
    }
    if (sources.stream().anyMatch(source -> source.contains(">("))) {
      return WITHOUT_DIAMOND;
    }
    boolean annotated = sources.stream().anyMatch(source -> source.contains("@Override"));
    return annotated || sources.size() < SOURCES_TELLING ? OLDEST_COMPILED : OLDEST;
  }

  private static boolean isOfJava7OrLater(String source) {
    return source.contains("<>(") || source.contains(") -> ");
  }
}
