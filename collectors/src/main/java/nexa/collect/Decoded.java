package nexa.collect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nexa.event.Event;
import nexa.event.Loss;

/**
 * What one request held.
 *
 * @param skipped how many of its items tell of no error, by what they are
 * @param losses what of it could not be taken
 */
public record Decoded(List<Event> events, Map<String, Integer> skipped, List<Loss> losses) {

  public Decoded {
    events = List.copyOf(events);
    skipped = Map.copyOf(skipped);
    losses = List.copyOf(losses);
  }

  /** A request's content while it is read; at most {@value #EVENTS_MAX} events of one are kept. */
  static final class Builder {

    private static final int EVENTS_MAX = 10_000;
    private static final int MESSAGE_LENGTH_MAX = 4_096;

    private final List<Event> events = new ArrayList<>();
    private final Map<String, Integer> skipped = new TreeMap<>();
    private final Losses losses = new Losses();

    void add(Event event) {
      if (events.size() < EVENTS_MAX) {
        events.add(event);
      } else {
        refuse("more than " + EVENTS_MAX + " events", event.message());
      }
    }

    /** As much of a message as is kept; what is longer is counted. */
    String message(String whole) {
      if (whole.length() > MESSAGE_LENGTH_MAX) {
        losses.cut(Losses.LONG_MESSAGE, whole);
      }
      return Printable.text(whole, MESSAGE_LENGTH_MAX);
    }

    /** Counts an item that tells of no error; {@code kind} is one of few, never text of the request. */
    void skip(String kind) {
      skipped.merge(kind, 1, Integer::sum);
    }

    /** Counts an item that cannot be taken; the reason is one of few, never text of the request. */
    void refuse(String reason, String sample) {
      losses.refuse(reason, sample);
    }

    Decoded build() {
      return new Decoded(events, skipped, losses.take());
    }
  }
}
