package nexa.collect;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import nexa.event.Event;
import nexa.event.Tally;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes events of a whole text in any layout that Nexa knows: lines, JSON a line, or an array of JSON
 * objects.
 */
public final class LogText {

  private static final int LINE_LENGTH_MAX = 64 << 10;
  private static final int EVENTS_MAX = 1_000;
  private static final int ARRAY_LENGTH_MAX = 8 << 20;
  private static final int NESTING_MAX = 100;

  private static final JsonMapper JSON =
      BoundedJson.mapper(ARRAY_LENGTH_MAX, LINE_LENGTH_MAX, NESTING_MAX);

  private final LineCounts counts = new LineCounts();
  private final LogStreams streams = new LogStreams(this::take, counts);
  private final List<Event> events = new ArrayList<>();
  private final LogEvents logEvents;
  private final String name;

  private LogText(String text, String service, @Nullable String release, String input,
      Clock clock) {
    this.logEvents =
        new LogEvents(
            service, release, input, clock, counts.losses(), "/" + clock.instant());
    this.name = EventId.of(service, input, text);
  }

  /**
   * What a text held.
   *
   * @param events the first {@value LogText#EVENTS_MAX}; those that are more are among the losses
   */
  public record Content(List<Event> events, Tally tally) {
    public Content {
      events = List.copyOf(events);
    }
  }

  /**
   * Reads a text. The same text gives events with the same ids, except for those that no timestamp
   * tells from the ones of the last time.
   *
   * @param release the version the service runs, when it is known
   * @param input the road the text came by, as in {@link Event#input()}
   * @param clock gives the zone of times that name none, and the time of what has none
   */
  public static Content read(
      String text, String service, @Nullable String release, String input, Clock clock) {
    LogText reader = new LogText(text, service, release, input, clock);
    if (!reader.readArray(text)) {
      reader.readLines(text);
    }
    reader.streams.close();
    return new Content(reader.events, reader.counts.take());
  }

  /** False when the text is no array, or breaks off before its first object has ended. */
  private boolean readArray(String text) {
    Line line = Line.first(text);
    int bracket = line.content();
    if (!line.startsWith("[", bracket) || text.indexOf('{', bracket) < 0) {
      return false;
    }
    int read = 0;
    try (MappingIterator<JsonNode> objects = JSON.readerFor(JsonNode.class).readValues(text)) {
      while (objects.hasNextValue()) {
        JsonNode object = objects.nextValue();
        if (read == 0 && !object.isObject()) {
          return false; // as of "[2026-11-27 …", which begins with a number
        }
        add(read, object.toString());
        read++;
      }
      return true;
    } catch (JacksonException e) {
      // A line such as "[main] ERROR …" begins like an array, too.
      if (read > 0) {
        counts.losses().cut("array breaks off", BoundedJson.reason(e));
      }
      return read > 0;
    }
  }

  private void readLines(String text) {
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf('\n', from);
      int next = end < 0 ? text.length() : end;
      boolean windows = next > from && text.charAt(next - 1) == '\r';
      add(from, text.substring(from, windows ? next - 1 : next));
      from = next + 1;
    }
  }

  private void add(int at, String line) {
    boolean cut = line.length() > LINE_LENGTH_MAX;
    if (cut) {
      counts.losses().cut(Losses.LONG_LINE, line);
    }
    streams.accept(at, cut ? line.substring(0, LINE_LENGTH_MAX) : line);
  }

  private void take(LogRecord record) {
    for (Event event : logEvents.of(record, offset -> name + "@" + offset)) {
      if (events.size() < EVENTS_MAX) {
        events.add(event);
      } else {
        counts.losses().refuse("too many events in one text", event.message());
      }
    }
  }
}
