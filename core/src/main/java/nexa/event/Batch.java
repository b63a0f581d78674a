package nexa.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events that are stored together, with the source position that must be stored with them.
 *
 * @param offset null for a source that has no position of its own, such as HTTP
 * @param isAuthenticated whether their sender showed a key of the input; no one is asked by a source
 *     that Nexa reads itself, such as a log file
 */
public record Batch(
    String input, List<Event> events, @Nullable Offset offset, boolean isAuthenticated) {

  public Batch {
    events = List.copyOf(events);
  }

  /** Events of a sender who showed no key. */
  public Batch(String input, List<Event> events, @Nullable Offset offset) {
    this(input, events, offset, false);
  }

  /** How far a source has been read: {@code source} names it, {@code position} is its own text. */
  public record Offset(String source, String position) {}
}
