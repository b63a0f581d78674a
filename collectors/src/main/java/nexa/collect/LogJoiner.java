package nexa.collect;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import nexa.event.Event;
import nexa.event.Severity;
import nexa.event.Tally;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of lines that come one by one and may be mixed from several streams, such as the entries
 * of a journal. What {@link #openSince} says is where to read on after a restart. For one thread.
 */
public final class LogJoiner {

  /** A longer line loses its end, which is counted. */
  static final int LINE_LENGTH_MAX = 64 << 10;

  private static final int LINES_OPEN_MAX = 10_000;
  private static final Duration SILENCE = Duration.ofMillis(250);

  private final Clock clock;
  private final LogEvents logEvents;
  private final String name;
  private final LineCounts counts;
  private final LogStreams streams;
  /** The positions of the lines that are not turned into events, by number. */
  private final TreeMap<Long, String> positions = new TreeMap<>();
  private final List<Event> events = new ArrayList<>();
  private long checkedLines;
  private Instant checkedAt;

  /**
   * @param release the version the service runs, when it is known
   * @param input the road the lines come by, as in {@link Event#input()}
   */
  public LogJoiner(String service, @Nullable String release, String input, Clock clock) {
    this(service, release, input, clock, new LineCounts());
  }

  /** One of several whose lines are counted together. */
  LogJoiner(
      String service, @Nullable String release, String input, Clock clock, LineCounts counts) {
    this.clock = clock;
    this.counts = counts;
    this.streams = new LogStreams(this::take, counts);
    this.logEvents = new LogEvents(service, release, input, clock, counts.losses());
    this.name = service + "/" + input;
    this.checkedAt = clock.instant();
  }

  /**
   * A line as its source knows it.
   *
   * @param stream what wrote it: only lines of one stream go on with each other
   * @param position names the line for good within the source, such as a journal's cursor
   * @param text the line without its break, or several that belong together for certain
   * @param time when it was written, if the source knows; a time in the line itself counts more
   * @param severity its severity, if the source knows; a level in the line itself counts more
   */
  public record LogLine(
      String stream,
      String position,
      String text,
      @Nullable Instant time,
      @Nullable Severity severity) {}

  /** Takes the next line; gives the events of the records that have ended. */
  public List<Event> add(LogLine line) {
    long number = streams.lines();
    positions.put(number, line.position());
    boolean cut = line.text().length() > LINE_LENGTH_MAX;
    String text = cut ? line.text().substring(0, LINE_LENGTH_MAX) : line.text();
    if (cut) {
      counts.losses().cut(Losses.LONG_LINE, text);
    }
    String stamp = line.time() == null ? "" : line.time().toString();
    streams.add(
        number, line.stream(), text,
        new Envelope(Layout.UNKNOWN, line.stream(), "", false, stamp, line.severity()));
    forgetDone();
    if (positions.size() > LINES_OPEN_MAX) {
      streams.close();
      forgetDone();
    }
    return taken();
  }

  /**
   * Ends the records of streams that were silent for 250 ms; to be called now and
   * then.
   */
  public List<Event> closeSilent() {
    Instant now = clock.instant();
    if (!now.isBefore(checkedAt.plus(SILENCE))) {
      streams.closeSilentSince(checkedLines);
      checkedLines = streams.lines();
      checkedAt = now;
      forgetDone();
    }
    return taken();
  }

  /** Ends all records. */
  public List<Event> close() {
    streams.close();
    forgetDone();
    return taken();
  }

  /** The position of the first line that is not turned into events yet, null when all are. */
  public @Nullable String openSince() {
    return positions.isEmpty() ? null : positions.firstEntry().getValue();
  }

  /** What the lines were since the last call, and what of them was lost. */
  public Tally tally() {
    return counts.take();
  }

  private void forgetDone() {
    if (streams.isOpen()) {
      positions.headMap(streams.offset()).clear();
    } else {
      positions.clear();
    }
  }

  private List<Event> taken() {
    List<Event> taken = List.copyOf(events);
    events.clear();
    return taken;
  }

  private void take(LogRecord record) {
    events.addAll(logEvents.of(record, offset -> name + "@" + positions.get(offset)));
  }
}
