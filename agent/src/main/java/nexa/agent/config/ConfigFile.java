package nexa.agent.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads {@code nexa.yaml}. An unknown key or a bad value is a {@link BadConfig} that names the place
 * and the nearest known key.
 */
public final class ConfigFile {

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private ConfigFile() {}

  /** A configuration file that cannot be used; the message says where and what to do. */
  public static final class BadConfig extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadConfig(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Finds and reads the configuration: the file given, else {@code $NEXA_CONFIG}, {@code
   * ./nexa.yaml}, {@code /etc/nexa/nexa.yaml}, else the defaults.
   */
  public static Config find(@Nullable Path given, Map<String, String> environment, Path directory) {
    Optional<Path> named =
        Optional.ofNullable(given)
            .or(() -> Optional.ofNullable(environment.get("NEXA_CONFIG")).map(Path::of));
    if (named.isPresent()) {
      return read(named.get(), environment);
    }
    return Stream.of(directory.resolve("nexa.yaml"), Path.of("/etc/nexa/nexa.yaml"))
        .filter(Files::exists)
        .findFirst()
        .map(file -> read(file, environment))
        .orElseGet(() -> new RawConfig(null, null, null, null, null).filled(environment, "defaults"));
  }

  /** Reads one file. */
  public static Config read(Path file, Map<String, String> environment) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new BadConfig("Cannot read " + file + ": " + e.getMessage(), e);
    }
    try {
      RawConfig raw = text.isBlank() ? null : YAML.readValue(text, RawConfig.class);
      return (raw == null ? new RawConfig(null, null, null, null, null) : raw)
          .filled(environment, file.toString());
    } catch (UnrecognizedPropertyException e) {
      throw new BadConfig(
          place(file, locate(text, e.getPath()))
              + ": unknown key '"
              + e.getPropertyName()
              + "'; did you mean '"
              + nearest(e.getPropertyName(), e.getKnownPropertyIds())
              + "'?",
          e);
    } catch (JacksonException e) {
      throw new BadConfig(place(file, e.getLocation()) + ": " + e.getOriginalMessage(), e);
    }
  }

  /** Where a property stands; the exception itself lost that, as records are built from a buffer. */
  private static @Nullable TokenStreamLocation locate(String text, List<Reference> path) {
    StringBuilder pointer = new StringBuilder();
    for (Reference step : path) {
      pointer.append('/').append(step.getPropertyName() == null ? step.getIndex() : step.getPropertyName());
    }
    try (JsonParser parser = YAML.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME
            && parser.streamReadContext().pathAsPointer().toString().contentEquals(pointer)) {
          return parser.currentTokenLocation();
        }
      }
    }
    return null;
  }

  private static String place(Path file, @Nullable TokenStreamLocation location) {
    return location == null || location.getLineNr() < 0
        ? file.toString()
        : file + ":" + location.getLineNr() + ":" + location.getColumnNr();
  }

  private static String nearest(String key, @Nullable Iterable<?> known) {
    if (known == null) {
      return "";
    }
    return Stream.of(known)
        .flatMap(ids -> java.util.stream.StreamSupport.stream(ids.spliterator(), false))
        .map(String::valueOf)
        .min(Comparator.comparingInt(candidate -> distance(key, candidate)))
        .orElse("");
  }

  /** The Levenshtein distance, case ignored. */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int above = row[j];
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(above, row[j - 1]) + 1, diagonal + change);
        diagonal = above;
      }
    }
    return row[b.length()];
  }

  /** The file as written: absent keys are null. */
  private record RawConfig(
      @Nullable String home,
      @Nullable Integer port,
      @Nullable RawSandbox sandbox,
      @Nullable RawGit git,
      @Nullable List<RawService> services) {

    Config filled(Map<String, String> environment, String source) {
      RawSandbox box = sandbox == null ? new RawSandbox(null, null) : sandbox;
      String author = git == null || git.author() == null ? "Nexa <nexa@localhost>" : git.author();
      if (!author.contains("<") || !author.endsWith(">")) {
        throw new BadConfig(source + ": git.author must look like 'Name <mail>', not '" + author + "'", null);
      }
      return new Config(
          home == null ? defaultHome(environment) : Path.of(home),
          port == null ? 6392 : port,
          box.filled(source),
          new Config.GitConfig(author),
          services == null
              ? List.of()
              : services.stream().map(service -> service.filled(source)).toList());
    }

    private static Path defaultHome(Map<String, String> environment) {
      String stateDirectory = environment.get("STATE_DIRECTORY");
      return stateDirectory != null
          ? Path.of(stateDirectory)
          : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".nexa");
    }
  }

  private record RawSandbox(@Nullable String image, @Nullable String timeout) {

    Config.SandboxConfig filled(String source) {
      return new Config.SandboxConfig(
          image, timeout == null ? Duration.ofSeconds(60) : duration(timeout, source));
    }

    /** A whole number of seconds or minutes: {@code 60s}, {@code 2m}. */
    private static Duration duration(String text, String source) {
      String digits = text.isEmpty() ? "" : text.substring(0, text.length() - 1);
      boolean number =
          !digits.isEmpty() && digits.length() < 7 && digits.chars().allMatch(Character::isDigit);
      if (number && text.endsWith("s")) {
        return Duration.ofSeconds(Long.parseLong(digits));
      }
      if (number && text.endsWith("m")) {
        return Duration.ofMinutes(Long.parseLong(digits));
      }
      throw new BadConfig(
          source + ": sandbox.timeout must be like '60s' or '2m', not '" + text + "'", null);
    }
  }

  private record RawGit(@Nullable String author) {}

  private record RawService(
      @Nullable String name,
      @Nullable String repository,
      @Nullable String branch,
      @Nullable List<String> inApp,
      @Nullable String build,
      @Nullable String trust,
      @Nullable List<String> logs) {

    Service filled(String source) {
      if (name == null || name.isBlank()) {
        throw new BadConfig(source + ": each service needs a name", null);
      }
      if (build != null && !build.equals("auto") && !build.equals("maven")) {
        throw new BadConfig(
            source + ": service " + name + ": build must be auto or maven for now, not '" + build + "'",
            null);
      }
      return new Service(
          name,
          repository == null ? null : Path.of(repository),
          branch == null ? "main" : branch,
          inApp == null ? List.of() : inApp,
          trustLevel(source),
          logs == null ? List.of() : logs);
    }

    private TrustLevel trustLevel(String source) {
      return switch (trust == null ? "propose" : trust) {
        case "observe" -> TrustLevel.OBSERVE;
        case "propose" -> TrustLevel.PROPOSE;
        default ->
            throw new BadConfig(
                source + ": service " + name + ": trust must be observe or propose for now, not '"
                    + trust + "'",
                null);
      };
    }
  }
}
