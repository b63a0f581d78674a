package nexa.agent.config;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import nexa.agent.config.Access.Proof;
import nexa.agent.config.RawInputs.RawSigned;
import nexa.collect.JsonPath;
import nexa.collect.WebhookMapping;
import nexa.collect.WebhookMapping.Field;
import nexa.issue.Service;
import org.jspecify.annotations.Nullable;

/** One of {@code inputs.webhooks} as written: absent keys are null. */
record RawWebhook(
    @Nullable String name,
    @Nullable String keyFile,
    @Nullable String signature,
    @Nullable String header,
    @Nullable String timestampHeader,
    @Nullable List<@Nullable RawSender> senders,
    @Nullable String service,
    @Nullable List<String> resolved,
    @Nullable RawMapping mapping) {

  private static final String USUAL_NAME = "generic";
  private static final int NAME_LENGTH_MAX = 40;

  /** Those with a format of their own, now or later. */
  private static final Set<String> TAKEN =
      Set.of("alertmanager", "grafana", "github", "gitlab", "gitea");

  private static final List<String> USUALLY_RESOLVED = List.of("resolved", "closed", "ok");

  /** The paths as written. */
  record RawMapping(
      @Nullable String service,
      @Nullable String message,
      @Nullable String level,
      @Nullable String stack,
      @Nullable String status,
      @Nullable String fingerprint,
      @Nullable String link,
      @Nullable String time,
      @Nullable String release) {

    private @Nullable String of(Field field) {
      return switch (field) {
        case SERVICE -> service;
        case MESSAGE -> message;
        case LEVEL -> level;
        case STACK -> stack;
        case STATUS -> status;
        case FINGERPRINT -> fingerprint;
        case LINK -> link;
        case TIME -> time;
        case RELEASE -> release;
      };
    }

    Map<Field, JsonPath> paths(String place) {
      Map<Field, JsonPath> paths = new EnumMap<>(Field.class);
      for (Field field : Field.values()) {
        String text = of(field);
        if (text != null) {
          paths.put(field, path(place + "/" + field.key(), field, text));
        }
      }
      return paths;
    }

    private static JsonPath path(String place, Field field, String text) {
      try {
        return JsonPath.of(text);
      } catch (IllegalArgumentException e) {
        throw new BadValue(place, "mapping." + field.key() + ": " + e.getMessage());
      }
    }
  }

  Access access(String place, List<Service> known) {
    return new RawSigned(keyFile, signature, header, timestampHeader, senders)
        .filled(place, Proof.STANDARD, Access.HEADER, known);
  }

  InputsConfig.Webhook filled(String place) {
    if (mapping == null) {
      throw new BadValue(place, "a webhook needs a mapping: where its messages say what");
    }
    Map<Field, JsonPath> paths = mapping.paths(place + "/mapping");
    require(place, paths);
    Set<String> over = new HashSet<>();
    for (String value : resolved == null ? USUALLY_RESOLVED : resolved) {
      over.add(value.toLowerCase(Locale.ROOT));
    }
    return new InputsConfig.Webhook(
        filledName(place), new WebhookMapping(paths, service, over));
  }

  /** Whether the mapping tells enough to make anything of a message. */
  private void require(String place, Map<Field, JsonPath> paths) {
    String mapping = place + "/mapping";
    if (!paths.containsKey(Field.SERVICE) && (service == null || service.isBlank())) {
      throw new BadValue(
          mapping, "mapping.service must say where the service stands, or service which one it is");
    }
    if (!paths.containsKey(Field.MESSAGE) && !paths.containsKey(Field.STACK)) {
      throw new BadValue(
          mapping, "mapping.message or mapping.stack must say where it stands what happened");
    }
    if (paths.containsKey(Field.STATUS) && !paths.containsKey(Field.FINGERPRINT)) {
      throw new BadValue(
          mapping + "/status",
          "mapping.status needs mapping.fingerprint, which tells one alert from another");
    }
  }

  private String filledName(String place) {
    String given = name == null ? USUAL_NAME : name;
    if (!isPlainName(given)) {
      throw new BadValue(place + "/name", plainNameWanted(given));
    }
    if (TAKEN.contains(given)) {
      throw new BadValue(
          place + "/name",
          "name: " + given + " is a format of its own; name this webhook otherwise");
    }
    return given;
  }

  /** Whether a name fits an address and a command line. */
  static boolean isPlainName(String name) {
    return !name.isEmpty()
        && name.length() <= NAME_LENGTH_MAX
        && name.chars()
            .allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-');
  }

  /** What is said of a name that does not. */
  static String plainNameWanted(String name) {
    return "name must be small letters, digits and hyphens, at most " + NAME_LENGTH_MAX + ", not '"
        + name + "'";
  }
}
