package nexa.collect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the lines of one source out of their envelopes and has each stream's put together to records,
 * as what a service writes to its output and its error output may be mixed line by line.
 *
 * <p>Records of several streams overlap, and reading must be able to begin anew at {@link #offset}
 * without cutting one in two. So it moves on to the first open record only when every record that was
 * handed out has ended before that.
 */
final class LogStreams implements LineReader.LineSink {

  private static final int STREAMS_MAX = 32;
  private static final int ENVELOPES_MAX = 3;
  /** A stream that was silent while others wrote so many lines does not go on with its record. */
  private static final int SILENCE_LINES = 200;
  private static final int OVERLAP_BYTES_MAX = 1 << 20;

  private final Consumer<LogRecord> sink;
  private final LineCounts counts;
  /** The streams by name, the one that was silent longest first. */
  private final Map<String, LogStream> streams = new LinkedHashMap<>(16, 0.75f, true);
  private final MinorHeads minorHeads = new MinorHeads();
  /** The stream of lines without an envelope while there is no other. */
  private @Nullable LogStream only;
  private long lines;
  private boolean open;
  private long offset;
  private long handedOutEnd = -1;

  LogStreams(Consumer<LogRecord> sink, LineCounts counts) {
    this.sink = sink;
    this.counts = counts;
  }

  /** Takes the next line, which begins at an offset. */
  @Override
  public void accept(long at, String line) {
    LogStream plain = only;
    if (plain != null && plain.goesOnWith(line)) {
      lines++;
      plain.touch(lines);
      counts.count(Layout.CONTINUATION);
      plain.records().append(at, Printable.withoutColours(line));
    } else {
      add(at, "", line, null);
    }
  }

  @Override
  public @Nullable Layout minor(byte[] data, int from, int to) {
    LogStream plain = only;
    return plain == null || plain.isPartial() ? null : minorHeads.match(data, from, to);
  }

  @Override
  public void passOver(Layout layout) {
    lines++;
    counts.count(layout);
    LogStream plain = only;
    if (plain != null && plain.records().isOpen()) {
      plain.records().close();
      settle();
    }
  }

  /** Takes the next line of a stream, with what is known about it from outside. */
  void add(long at, String stream, String line, @Nullable Envelope around) {
    lines++;
    read(new Part(stream, at, at, line, around, 0, false));
    closeSilent();
    settle();
    if (streams.size() > 1 && at - offset > OVERLAP_BYTES_MAX) {
      close();
    }
  }

  /** Hands out the records that are open; the end of a line in parts may open another one. */
  void close() {
    while (open) {
      closeSilentSince(lines);
    }
  }

  /** Hands out what is open of the streams of which no line came since so many had been taken. */
  void closeSilentSince(long linesThen) {
    List<LogStream> silent = new ArrayList<>();
    streams.values().stream().filter(each -> each.lastLine() <= linesThen).forEach(silent::add);
    silent.forEach(this::endPartialLines);
    silent.forEach(stream -> stream.records().close());
    settle();
  }

  /** How many lines were taken. */
  long lines() {
    return lines;
  }

  boolean isOpen() {
    return open;
  }

  /** Where to begin anew, if a record is open. */
  long offset() {
    return offset;
  }

  /**
   * A line on its way out of its envelopes.
   *
   * @param from the offset of its first part
   * @param to the offset of its last part
   * @param envelopes how many it was taken out of
   * @param whole whether no more comes, even if it breaks off
   */
  record Part(
      String stream,
      long from,
      long to,
      String text,
      @Nullable Envelope around,
      int envelopes,
      boolean whole) {

    Part {
      text = Printable.withoutColours(text);
    }
  }

  private void read(Part line) {
    if (goesOnWithJson(line)) {
      return;
    }
    JsonLine json = JsonLineReader.read(line.text());
    Envelope inner = json == null ? Envelope.parse(line.text()) : json.envelope();
    if (inner != null && line.envelopes() < ENVELOPES_MAX) {
      counts.count(inner.layout());
      unwrap(line, inner);
      return;
    }
    LogStream stream = stream(line.stream());
    if (json == null) {
      Layout layout = stream.records().add(line.from(), line.to(), line.text(), line.around());
      counts.count(layout);
      if (stream == only && layout != Layout.CONTINUATION) {
        minorHeads.learn(line.text(), layout);
      }
    } else if (!line.whole() && line.text().endsWith("[")) {
      stream.json().add(line.text(), line.from(), line.around(), line.envelopes());
    } else {
      counts.count(json.layout());
      stream.records().add(line.from(), line.to(), json, line.around());
    }
  }

  /** The ECS encoder can break a line of JSON behind each line of a stack trace. */
  private boolean goesOnWithJson(Part line) {
    LogStream stream = streams.get(line.stream());
    if (stream == null || !stream.json().isOpen()) {
      return false;
    }
    Line element = Line.first(line.text());
    boolean goesOn = element.startsWith("\"", element.content());
    if (goesOn) {
      counts.count(Layout.CONTINUATION);
      stream.json().add(line.text(), line.to(), line.around(), line.envelopes());
      stream.touch(lines);
    }
    if (!goesOn || line.text().endsWith("}")) {
      read(stream.json().take(stream.name(), true));
    }
    return goesOn;
  }

  private void unwrap(Part outer, Envelope envelope) {
    String name = outer.stream() + "/" + envelope.stream();
    int envelopes = outer.envelopes() + 1;
    LogStream stream = stream(name);
    if (envelope.partial() || stream.parts().isOpen()) {
      stream.parts().add(envelope.text(), outer.to(), envelope, envelopes);
      if (!envelope.partial()) {
        read(stream.parts().take(name, false));
      }
    } else {
      read(new Part(name, outer.from(), outer.to(), envelope.text(), envelope, envelopes, false));
    }
  }

  private void endPartialLines(LogStream stream) {
    if (stream.parts().isOpen()) {
      read(stream.parts().take(stream.name(), false));
    }
    if (stream.json().isOpen()) {
      read(stream.json().take(stream.name(), true));
    }
  }

  private LogStream stream(String name) {
    LogStream stream =
        streams.computeIfAbsent(
            name, key -> new LogStream(key, this::handOut, counts.losses()));
    stream.touch(lines);
    only = streams.size() == 1 && name.isEmpty() ? stream : null;
    return stream;
  }

  private void handOut(LogRecord record) {
    handedOutEnd = Math.max(handedOutEnd, record.end());
    sink.accept(record);
  }

  private void closeSilent() {
    while (streams.size() > 1) {
      LogStream eldest = streams.values().iterator().next();
      boolean silent = lines - eldest.lastLine() > SILENCE_LINES;
      if (!silent && streams.size() <= STREAMS_MAX) {
        return;
      }
      endPartialLines(eldest);
      eldest.records().close();
      streams.remove(eldest.name());
    }
  }

  private void settle() {
    open = false;
    long first = Long.MAX_VALUE;
    for (LogStream stream : streams.values()) {
      if (stream.isOpen()) {
        open = true;
        first = Math.min(first, stream.offset());
      }
    }
    if (open && handedOutEnd < first) {
      offset = first;
    }
  }
}
