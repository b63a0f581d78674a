package nexa.heal.classify;

import static nexa.issue.Category.BOUNDS;
import static nexa.issue.Category.CONFIGURATION;
import static nexa.issue.Category.CONTRACT;
import static nexa.issue.Category.DOWNSTREAM;
import static nexa.issue.Category.NULL;
import static nexa.issue.Category.PARSE;
import static nexa.issue.Category.RESOURCE;
import static nexa.issue.Classification.Fault.CODE;
import static nexa.issue.Classification.Fault.OUTSIDE;
import static nexa.issue.Classification.Fault.UNSURE;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import nexa.event.Frame;
import nexa.heal.group.InApp;
import nexa.issue.Category;

/** What the place an exception was thrown at adds to what its name and message say. */
final class PlaceClues {

  /** What a missing setting looks like to the code that reads it. */
  private static final Set<Category> READING = Set.of(NULL, BOUNDS, CONTRACT, PARSE);

  /** Words in the names of a service's own classes and packages that read its settings. */
  private static final List<String> OWN_SETTINGS =
      List.of("config", "settings", "environment", "properties.", "os.__getitem__");

  /** The like of libraries. */
  private static final List<String> SETTINGS =
      List.of("propertysource", "boot.env.", "boot.context.properties", "core.env.",
          "smallrye.config", "typesafe.config", "properties.load", "os.__getitem__",
          "configparser.");

  /** Wrappers of what goes wrong while a service puts itself together. */
  private static final Set<String> STARTING =
      Set.of("BeanCreationException", "BeanInstantiationException",
          "UnsatisfiedDependencyException",
          "ConfigurationPropertiesBindException", "ApplicationContextException",
          "DeploymentException", "DefinitionException", "ProvisionException", "CreationException");

  /** Methods that say no to what they cannot read with an exception that says less. */
  private static final List<String> PARSERS =
      List.of("java.util.UUID.fromString", "java.lang.Enum.valueOf", "java.util.Base64$Decoder.",
          "java.net.URI.", "java.net.URL.", "java.lang.Integer.parse", "java.lang.Long.parse",
          "java.time.", "java.text.", "java.util.regex.Pattern.", "com.fasterxml.jackson.",
          "tools.jackson.", "com.google.gson.", "org.yaml.snakeyaml.", "JSON.parse",
          "java.lang.Double.parse", "java.util.HexFormat.");

  private static final List<String> RANGES =
      List.of("jdk.internal.util.Preconditions.outOfBounds", "java.util.ArrayList.subList",
          "java.util.AbstractList.subList", "java.util.Arrays.rangeCheck",
          "java.util.Arrays.copyOfRange");

  private static final List<String> SERVERS =
      List.of("org.apache.catalina.", "org.apache.coyote.", "org.apache.tomcat.util.net.",
          "org.eclipse.jetty.server.", "org.eclipse.jetty.io.", "io.undertow.",
          "org.springframework.web.context.request.async.");

  private static final List<String> SETTING_FILES =
      List.of("/etc/", "config", "conf/", ".conf", ".properties", ".yaml", ".yml", ".toml", ".ini",
          ".pem", ".p12", ".jks", ".key", ".crt", "license");

  private static final List<String> DATA_FILES =
      List.of("upload", "tmp/", "temp", "/data/", "spool", "import", "export", "/in/", "/out/",
          "/inbox", "cache", ".tmp", ".part", ".csv", ".jpg", ".png", ".pdf", ".zip", ".mp4",
          ".gz");

  /** Further out somebody only asked for what needed the settings. */
  private static final int FRAMES_NEAR = 4;

  private static final double TELLING = 0.92;
  private static final double LIKELY = 0.85;

  private PlaceClues() {}

  /** The clue, or a better one that the place gives. */
  static Clue refine(Clue clue, Thrown thrown) {
    if (READING.contains(clue.category()) && isWhereSettingsAreRead(thrown.frames())) {
      return new Clue(
          CONFIGURATION, OUTSIDE, TELLING,
          clue.why() + ", and it was thrown where settings are read");
    }
    if (isMissingFile(clue, thrown)) {
      return missingFile(clue, thrown);
    }
    if (clue.category() == DOWNSTREAM && within(thrown, SERVERS)) {
      return new Clue(RESOURCE, OUTSIDE, LIKELY, clue.why() + " to the client that asked");
    }
    if (clue.category() == CONTRACT && clue.fault() == UNSURE) {
      return refused(clue, thrown);
    }
    return clue;
  }

  /** What is refused or unreadable while a service starts is mostly a setting. */
  static Clue whileStarting(Clue clue, List<Thrown> chain) {
    boolean refused = clue.category() == PARSE || clue.category() == CONTRACT;
    return refused && chain.stream().anyMatch(thrown -> STARTING.contains(thrown.simpleType()))
        ? new Clue(CONFIGURATION, OUTSIDE, TELLING, clue.why() + ", while the service starts")
        : clue;
  }

  private static boolean isWhereSettingsAreRead(List<Frame> frames) {
    return frames.stream()
        .limit(FRAMES_NEAR)
        .anyMatch(
            frame -> InApp.test(frame, List.of())
                ? contains(frame, OWN_SETTINGS)
                : contains(frame, SETTINGS));
  }

  private static boolean contains(Frame frame, List<String> words) {
    String place = (frame.className() + "." + frame.method()).toLowerCase(Locale.ROOT);
    return words.stream().anyMatch(place::contains);
  }

  private static boolean isMissingFile(Clue clue, Thrown thrown) {
    return (clue.category() == CONFIGURATION || clue.category() == RESOURCE)
        && clue.strength() < LIKELY
        && (thrown.message().contains("no such file")
            || Set.of("FileNotFoundException", "NoSuchFileException")
                .contains(thrown.simpleType()));
  }

  private static Clue missingFile(Clue clue, Thrown thrown) {
    if (SETTING_FILES.stream().anyMatch(thrown.message()::contains)) {
      return new Clue(CONFIGURATION, OUTSIDE, TELLING, "a file of settings is missing");
    }
    return DATA_FILES.stream().anyMatch(thrown.message()::contains)
        ? new Clue(RESOURCE, UNSURE, LIKELY, "a file of data is missing")
        : clue;
  }

  /** An argument or a moment that was refused: what for, the method that refused it may tell. */
  private static Clue refused(Clue clue, Thrown thrown) {
    if (within(thrown, PARSERS)) {
      return new Clue(PARSE, CODE, LIKELY, "it was thrown by a method that reads text");
    }
    if (within(thrown, RANGES)) {
      return new Clue(BOUNDS, CODE, LIKELY, "it was thrown by a check of a range");
    }
    return isOfLibrary(thrown.frames()) ? clue.blaming(CODE) : clue;
  }

  /** Whether the innermost frame is at one of these places. */
  private static boolean within(Thrown thrown, List<String> places) {
    if (thrown.frames().isEmpty()) {
      return false;
    }
    Frame top = thrown.frames().getFirst();
    String place = top.bareClassName() + "." + top.method();
    return places.stream().anyMatch(place::startsWith);
  }

  private static boolean isOfLibrary(List<Frame> frames) {
    return !frames.isEmpty() && !InApp.test(frames.getFirst(), List.of());
  }
}
