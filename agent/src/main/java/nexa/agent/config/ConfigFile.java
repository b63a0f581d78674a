package nexa.agent.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.exc.MismatchedInputException;
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
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
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
        .orElseGet(() -> RawConfig.EMPTY.filled(environment));
  }

  /** Reads one file. */
  public static Config read(Path file, Map<String, String> environment) {
    String text = text(file);
    try {
      RawConfig raw = text.isBlank() ? null : YAML.readValue(text, RawConfig.class);
      return (raw == null ? RawConfig.EMPTY : raw).filled(environment);
    } catch (BadValue e) {
      throw new BadConfig(place(file, locate(text, e.pointer())) + ": " + e.getMessage(), e);
    } catch (UnrecognizedPropertyException e) {
      throw new BadConfig(
          place(file, locate(text, pointer(e.getPath())))
              + ": unknown key '"
              + e.getPropertyName()
              + "'; did you mean '"
              + nearest(e.getPropertyName(), e.getKnownPropertyIds())
              + "'?",
          e);
    } catch (MismatchedInputException e) {
      throw new BadConfig(
          place(file, e.getLocation()) + ": " + name(e.getPath()) + " must be "
              + wanted(e.getTargetType()),
          e);
    } catch (JacksonException e) {
      String reason = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
      throw new BadConfig(place(file, e.getLocation()) + ": no YAML: " + reason, e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new BadConfig("There is no configuration file " + file, e);
    } catch (CharacterCodingException e) {
      throw new BadConfig(file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new BadConfig("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static String name(List<Reference> path) {
    return path.reversed().stream()
        .map(Reference::getPropertyName)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("the file");
  }

  private static String wanted(@Nullable Class<?> type) {
    if (type == Integer.class) {
      return "a whole number";
    }
    if (type == String.class) {
      return "a text";
    }
    return type != null && Collection.class.isAssignableFrom(type)
        ? "a list, such as [a, b]"
        : "keys with values; config/nexa.yaml shows them all";
  }

  private static String pointer(List<Reference> path) {
    StringBuilder pointer = new StringBuilder();
    for (Reference step : path) {
      pointer.append('/')
          .append(step.getPropertyName() == null ? step.getIndex() : step.getPropertyName());
    }
    return pointer.toString();
  }

  /** Where a property stands; the exception itself lost that, as records are built from a buffer. */
  private static @Nullable TokenStreamLocation locate(String text, String pointer) {
    try (JsonParser parser = YAML.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (parser.streamReadContext().pathAsPointer().toString().equals(pointer)) {
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
}
