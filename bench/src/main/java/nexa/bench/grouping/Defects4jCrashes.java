package nexa.bench.grouping;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import nexa.collect.JavaStackTraces;
import nexa.event.Frame;
import nexa.event.StackTrace;

/**
 * The crashes of Defects4J's failing tests: {@code framework/projects/<project>/trigger_tests/<bug>},
 * read from a folder outside the repository. A failed assertion is no crash. The frames of tests and of
 * what runs them stay in the traces, but are not in-app.
 */
final class Defects4jCrashes {

  /** The part that was looked at while grouping was made, with the packages of each project. */
  static final Map<String, String> SEEN =
      new TreeMap<>(
          Map.of(
              "Chart", "org.jfree.",
              "Closure", "com.google.javascript.",
              "Lang", "org.apache.commons.lang",
              "Math", "org.apache.commons.math",
              "Mockito", "org.mockito.",
              "Time", "org.joda.time."));

  /** The rest, on which nothing was chosen. */
  static final Map<String, String> HELD_OUT =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("Cli", "org.apache.commons.cli."),
              Map.entry("Codec", "org.apache.commons.codec."),
              Map.entry("Collections", "org.apache.commons.collections"),
              Map.entry("Compress", "org.apache.commons.compress."),
              Map.entry("Csv", "org.apache.commons.csv."),
              Map.entry("Gson", "com.google.gson."),
              Map.entry("JacksonCore", "com.fasterxml.jackson.core."),
              Map.entry("JacksonDatabind", "com.fasterxml.jackson.databind."),
              Map.entry("JacksonXml", "com.fasterxml.jackson.dataformat.xml."),
              Map.entry("Jsoup", "org.jsoup."),
              Map.entry("JxPath", "org.apache.commons.jxpath.")));

  private static final List<String> FAILED_ASSERTIONS =
      List.of(
          "AssertionFailed", "AssertionError", "ComparisonFailure", "MultipleFailures",
          "ArgumentsAreDifferent", "WantedButNot", "TooLittle", "NeverWanted");
  private static final String NEXT = "--- ";

  private Defects4jCrashes() {}

  /**
   * The crashes of a project, by bug.
   *
   * @param packages what the names of its classes begin with
   */
  static List<LabelledCrash> read(Path root, String project, String packages) throws IOException {
    Map<String, List<StackTrace>> byBug = new LinkedHashMap<>();
    Path folder = root.resolve(project).resolve("trigger_tests");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        byBug.put(file.getFileName().toString(), crashes(text));
      }
    }
    List<String> inApp = inApp(byBug, packages);
    List<LabelledCrash> crashes = new ArrayList<>();
    byBug.forEach(
        (bug, traces) -> traces.forEach(
            trace -> crashes.add(LabelledCrash.of(project, bug, trace, inApp))));
    return crashes;
  }

  /** One a test: the first trace after each line that names a test. */
  private static List<StackTrace> crashes(String text) {
    List<StackTrace> crashes = new ArrayList<>();
    int at = text.startsWith(NEXT) ? 0 : text.indexOf("\n" + NEXT);
    while (at >= 0) {
      int body = text.indexOf('\n', at + 1) + 1;
      int next = text.indexOf("\n" + NEXT, body);
      String one = text.substring(body, next < 0 ? text.length() : next);
      JavaStackTraces.find(one).stream()
          .findFirst()
          .filter(Defects4jCrashes::isCrash)
          .ifPresent(crashes::add);
      at = next;
    }
    return crashes;
  }

  private static boolean isCrash(StackTrace trace) {
    return FAILED_ASSERTIONS.stream().noneMatch(trace.exceptionType()::contains)
        && !trace.frames().isEmpty();
  }

  private static List<String> inApp(Map<String, List<StackTrace>> byBug, String packages) {
    return byBug.values().stream()
        .flatMap(List::stream)
        .flatMap(Defects4jCrashes::throwables)
        .flatMap(throwable -> throwable.frames().stream())
        .map(Frame::topLevelClassName)
        .filter(name -> name.startsWith(packages) && !isTest(name))
        .distinct()
        .sorted()
        .toList();
  }

  private static Stream<StackTrace> throwables(StackTrace trace) {
    return Stream.iterate(trace, at -> at != null, StackTrace::cause);
  }

  private static boolean isTest(String className) {
    String simple = className.substring(className.lastIndexOf('.') + 1);
    return simple.startsWith("Test")
        || simple.endsWith("Test")
        || simple.endsWith("Tests")
        || simple.endsWith("TestCase")
        || className.contains(".junit.");
  }
}
