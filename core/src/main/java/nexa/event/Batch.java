package nexa.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events that are stored together, with the source position that must be stored with them.
 *
 * @param offset null for a source that has no position of its own, such as HTTP
 */
public record Batch(String input, List<Event> events, @Nullable Offset offset) {

  public Batch {
    events = List.copyOf(events);
  }

  /** How far a source has been read: {@code source} names it, {@code position} is its own text. */
  public record Offset(String source, String position) {}
}
