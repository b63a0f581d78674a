package nexa.collect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nexa.event.Event;

/**
 * What one request held.
 *
 * @param skipped how many of its items tell of no error, by what they are
 * @param refused how many of its items could not be taken, by the reason
 */
public record Decoded(
    List<Event> events, Map<String, Integer> skipped, Map<String, Integer> refused) {

  public Decoded {
    events = List.copyOf(events);
    skipped = Map.copyOf(skipped);
    refused = Map.copyOf(refused);
  }

  /** How many items could not be taken. */
  public int refusals() {
    return refused.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** A request's content while it is read; at most {@value #EVENTS_MAX} events of one are kept. */
  static final class Builder {

    private static final int EVENTS_MAX = 10_000;

    private final List<Event> events = new ArrayList<>();
    private final Map<String, Integer> skipped = new TreeMap<>();
    private final Map<String, Integer> refused = new TreeMap<>();

    void add(Event event) {
      if (events.size() < EVENTS_MAX) {
        events.add(event);
      } else {
        refuse("more than " + EVENTS_MAX + " events");
      }
    }

    /** Counts an item that tells of no error; {@code kind} is one of few, never text of the request. */
    void skip(String kind) {
      skipped.merge(kind, 1, Integer::sum);
    }

    /** Counts an item that cannot be taken; the reason is one of few, never text of the request. */
    void refuse(String reason) {
      refused.merge(reason, 1, Integer::sum);
    }

    Decoded build() {
      return new Decoded(events, skipped, refused);
    }
  }
}
