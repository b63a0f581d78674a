package nexa.agent.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import nexa.heal.model.ModelSettings;
import nexa.issue.Service;
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

  private static final int PORT_MAX = 65535;

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

  /** The file as written: absent keys are null. */
  private record RawConfig(
      @Nullable String home,
      @Nullable Integer port,
      @Nullable Integer grpcPort,
      @Nullable RawSandbox sandbox,
      @Nullable RawGit git,
      @Nullable RawModel model,
      @Nullable RawInputs inputs,
      @Nullable String publicUrl,
      @JsonProperty("notify") @Nullable List<@Nullable RawChannel> channels,
      @Nullable List<@Nullable String> fourEyes,
      @Nullable List<RawService> services) {

    static final RawConfig EMPTY =
        new RawConfig(null, null, null, null, null, null, null, null, null, null, null);

    Config filled(Map<String, String> environment) {
      RawSandbox box = sandbox == null ? new RawSandbox(null, null) : sandbox;
      requirePort("port", port);
      requirePort("grpcPort", grpcPort);
      Path folder = home == null ? defaultHome(environment) : Path.of(home);
      List<Service> filled = filledServices(folder);
      return new Config(
          folder,
          port == null ? 6392 : port,
          grpcPort,
          box.filled(),
          (git == null ? new RawGit(null, null, null) : git).filled(),
          model == null || model.vendor() == null ? null : model.filled(),
          inputs == null ? InputsConfig.OPEN : inputs.filled(filled),
          RawChannel.all(publicUrl, channels, environment, filled),
          filled,
          FourEyes.of(fourEyes, fourEyesOfServices()),
          filledForges(environment),
          origins());
    }

    private Map<String, String> origins() {
      Map<String, String> origins = new HashMap<>();
      for (RawService service : services == null ? List.<RawService>of() : services) {
        String origin = service.origin();
        if (origin != null) {
          origins.put(String.valueOf(service.name()), origin);
        }
      }
      return origins;
    }

    private Map<String, FourEyes.Written> fourEyesOfServices() {
      Map<String, FourEyes.Written> written = new HashMap<>();
      int at = 0;
      for (RawService service : services == null ? List.<RawService>of() : services) {
        if (service.fourEyes() != null) {
          written.put(
              String.valueOf(service.name()), new FourEyes.Written(at, service.fourEyes()));
        }
        at++;
      }
      return written;
    }

    private Map<String, ForgeConfig> filledForges(Map<String, String> environment) {
      Map<String, ForgeConfig> forges = new HashMap<>();
      int at = 0;
      for (RawService service : services == null ? List.<RawService>of() : services) {
        String place = "/services/" + at++ + "/forge";
        if (service.forge() != null) {
          forges.put(String.valueOf(service.name()), service.forge().filled(place, environment));
        }
      }
      return forges;
    }

    private static void requirePort(String key, @Nullable Integer port) {
      if (port != null && (port < 0 || port > PORT_MAX)) {
        throw new BadValue("/" + key, key + " must be 0 to " + PORT_MAX + ", not " + port);
      }
    }

    private List<Service> filledServices(Path folder) {
      List<Service> filled = new ArrayList<>();
      for (RawService service : services == null ? List.<RawService>of() : services) {
        filled.add(filled("/services/" + filled.size(), service, folder));
      }
      return filled;
    }

    private static Service filled(String place, @Nullable RawService service, Path folder) {
      if (service == null) {
        throw new BadValue(place, "this service is empty; give it a name");
      }
      return service.filled(place, folder);
    }

    private static Path defaultHome(Map<String, String> environment) {
      String stateDirectory = environment.get("STATE_DIRECTORY");
      return stateDirectory != null
          ? Path.of(stateDirectory)
          : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".nexa");
    }
  }

  private record RawSandbox(@Nullable String image, @Nullable String timeout) {

    Config.SandboxConfig filled() {
      return new Config.SandboxConfig(
          image,
          timeout == null ? Duration.ofSeconds(60)
              : Durations.of("/sandbox/timeout", "sandbox.timeout", timeout));
    }
  }

  private record RawModel(
      @Nullable String vendor,
      @Nullable String url,
      @Nullable String name,
      @Nullable String keyFile,
      @Nullable Integer tokensPerIssue,
      @Nullable Integer tokensPerDay,
      @Nullable String timeout,
      @Nullable Boolean showMessage) {

    private static final int TOKENS_PER_ISSUE = 30_000;
    private static final int TOKENS_PER_DAY = 1_000_000;

    ModelSettings filled() {
      if (name == null || name.isBlank()) {
        throw new BadValue("/model", "model.name must say which model to ask");
      }
      return new ModelSettings(
          filledVendor(),
          filledUrl(),
          name,
          key(),
          tokens("tokensPerIssue", tokensPerIssue, TOKENS_PER_ISSUE),
          tokens("tokensPerDay", tokensPerDay, TOKENS_PER_DAY),
          timeout == null ? Duration.ofSeconds(60)
              : Durations.of("/model/timeout", "model.timeout", timeout),
          Boolean.TRUE.equals(showMessage));
    }

    private ModelSettings.Vendor filledVendor() {
      return switch (String.valueOf(vendor)) {
        case "openai" -> ModelSettings.Vendor.OPENAI;
        case "anthropic" -> ModelSettings.Vendor.ANTHROPIC;
        case "ollama" -> ModelSettings.Vendor.OLLAMA;
        default ->
            throw new BadValue(
                "/model/vendor",
                "model.vendor must be openai, anthropic or ollama, not '" + vendor + "'");
      };
    }

    private @Nullable String filledUrl() {
      if (url == null || url.startsWith("http://") || url.startsWith("https://")) {
        return url;
      }
      throw new BadValue("/model/url", "model.url must begin with http:// or https://");
    }

    private @Nullable String key() {
      if (keyFile == null) {
        return null;
      }
      try {
        String key = Files.readString(Path.of(keyFile)).strip();
        if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
          throw new BadValue("/model/keyFile", keyFile + " holds no key: one line of plain text");
        }
        return key;
      } catch (IOException e) {
        throw new BadValue(
            "/model/keyFile", "model.keyFile cannot be read: " + keyFile + "; put the key there");
      }
    }

    private static long tokens(String name, @Nullable Integer given, int otherwise) {
      if (given != null && given < 0) {
        throw new BadValue("/model/" + name, "model." + name + " must not be negative");
      }
      return given == null ? otherwise : given;
    }
  }
}
