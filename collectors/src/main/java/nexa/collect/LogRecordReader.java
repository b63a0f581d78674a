package nexa.collect;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the lines of one stream together to records. A strong head begins one and everything up to the
 * next belongs to it. Behind a weak head, and without any, a stack trace is held together by the shape
 * of its lines. A line of JSON is a record of its own.
 */
final class LogRecordReader {

  private static final int RECORD_LENGTH_MAX = 256 << 10;

  /** What a record begins with, by which it is known what belongs to it. */
  private enum Start {
    STRONG_HEAD,
    WEAK_HEAD,
    NO_HEAD
  }

  private final Consumer<LogRecord> sink;
  private final Losses losses;
  private final TraceRun run = new TraceRun();
  private String first = "";
  /** The record's lines once it has more than the first. */
  private final StringBuilder text = new StringBuilder();
  private boolean open;
  private long offset;
  private long end;
  private Start start = Start.NO_HEAD;
  private @Nullable Envelope envelope;
  private boolean awaitsTrace;

  /**
   * @param losses is told of records longer than {@value #RECORD_LENGTH_MAX} characters, which lose
   *     their end
   */
  LogRecordReader(Consumer<LogRecord> sink, Losses losses) {
    this.sink = sink;
    this.losses = losses;
  }

  /**
   * Takes a line, which may have others behind it that belong to it for certain.
   *
   * @param from the offset of its first byte
   * @param to the offset of its last part, if it came in parts
   * @return the layout of the line
   */
  Layout add(long from, long to, String text, @Nullable Envelope around) {
    Line line = Line.first(text);
    Layout layout = LogHead.layout(line);
    if (layout == null && open && continues(line)) {
      append(to, text);
      return Layout.CONTINUATION;
    }
    close();
    boolean weak = layout == null && LogHead.isWeak(line);
    start = layout != null ? Start.STRONG_HEAD : weak ? Start.WEAK_HEAD : Start.NO_HEAD;
    envelope = around;
    begin(from, to, text);
    return layout != null ? layout : weak ? Layout.PLAIN : withoutHead(line);
  }

  private static Layout withoutHead(Line line) {
    return AccessLine.parse(line) == null ? Layout.UNKNOWN : Layout.ACCESS;
  }

  /** Takes a line of JSON. */
  void add(long from, long to, JsonLine json, @Nullable Envelope around) {
    close();
    sink.accept(new LogRecord(from, to, "", false, json, around));
  }

  /** Hands out the record that is open. */
  void close() {
    if (open) {
      open = false;
      String lines = text.isEmpty() ? first : text.toString();
      sink.accept(new LogRecord(offset, end, lines, start != Start.NO_HEAD, null, envelope));
    }
  }

  boolean isOpen() {
    return open;
  }

  /** Whether the open record goes on up to the next head. */
  boolean belongsToHead() {
    return open && start == Start.STRONG_HEAD;
  }

  /** Where the open record begins. */
  long offset() {
    return offset;
  }

  private boolean continues(Line line) {
    return switch (start) {
      case STRONG_HEAD -> true;
      case NO_HEAD -> run.continues(line);
      case WEAK_HEAD -> !LogHead.isWeak(line) && (run.continues(line) || isItsTrace(line));
    };
  }

  /** The trace of a weak head begins in a line below it. */
  private boolean isItsTrace(Line line) {
    boolean begins = awaitsTrace && TraceRun.begins(line);
    if (begins) {
      awaitsTrace = false;
      run.begin(line);
    }
    return begins;
  }

  private void begin(long from, long to, String line) {
    open = true;
    offset = from;
    end = to;
    awaitsTrace = start == Start.WEAK_HEAD;
    if (start != Start.STRONG_HEAD) {
      run.begin(Line.first(line));
    }
    text.setLength(0);
    first = line;
    if (line.length() > RECORD_LENGTH_MAX) {
      appendText(line);
    }
  }

  /** Adds a line to the open record. */
  void append(long to, String more) {
    end = to;
    if (text.isEmpty()) {
      text.append(first);
    }
    if (text.length() > RECORD_LENGTH_MAX) {
      return;
    }
    text.append('\n');
    appendText(more);
  }

  private void appendText(String more) {
    boolean fits = more.length() <= RECORD_LENGTH_MAX;
    text.append(fits ? more : more.substring(0, RECORD_LENGTH_MAX + 1));
    if (text.length() > RECORD_LENGTH_MAX) {
      losses.cut(Losses.LONG_RECORD, text);
    }
  }
}
