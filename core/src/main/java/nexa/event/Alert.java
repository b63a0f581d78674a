package nexa.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert of a monitoring system. It is no bug: it says that a service suffers, so that its open
 * issues are looked at first, and that it suffers no longer, which speaks for a fix.
 *
 * @param id the same for every message about one firing of one alert
 * @param input the road it came by, such as {@code alertmanager}
 * @param service the service its labels name, empty when they name none
 * @param ends when it was resolved; null while it fires
 * @param link where the monitoring system shows it, null when it does not say
 */
public record Alert(
    String id,
    String input,
    String service,
    String name,
    String summary,
    Instant starts,
    @Nullable Instant ends,
    @Nullable String link) {

  /** Whether it has not been resolved. */
  public boolean isFiring() {
    return ends == null;
  }
}
