package nexa.collect;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the messages of a webhook say what.
 *
 * @param paths the place of each field that the messages have
 * @param service the service of messages that name none, null when each must
 * @param resolved the values of the status that say that an alert is over, in small letters
 */
public record WebhookMapping(
    Map<Field, JsonPath> paths, @Nullable String service, Set<String> resolved) {

  /** What a message may tell. */
  public enum Field {
    /** The service it is about. */
    SERVICE,
    /** What happened, in words. */
    MESSAGE,
    /** How bad it is, by a logger's name or number for it; an error where it does not say. */
    LEVEL,
    /** The text with the stack trace. */
    STACK,
    /** Whether an alert is over: messages that have it are alerts, unless they bring a crash. */
    STATUS,
    /** What tells one alert from another; the same when it is over. */
    FINGERPRINT,
    /** Where the other program shows the alert. */
    LINK,
    /** When it happened: a timestamp in any shape loggers use, or seconds or milliseconds since 1970. */
    TIME,
    /** The commit or version that the service runs. */
    RELEASE;

    /** Its key in the configuration. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public WebhookMapping {
    paths = Map.copyOf(paths);
    resolved = Set.copyOf(resolved);
  }

  boolean has(Field field) {
    return paths.containsKey(field);
  }
}
