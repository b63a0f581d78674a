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
  private final StringBuilder text = new StringBuilder();
  private boolean open;
  private long offset;
  private long end;
  private Start start = Start.NO_HEAD;
  private @Nullable Envelope envelope;
  private boolean beginsTrace;
  private boolean hasFrames;
  private long recordsCut;

  LogRecordReader(Consumer<LogRecord> sink) {
    this.sink = sink;
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
      append(to, text, line);
      return Layout.CONTINUATION;
    }
    close();
    boolean weak = layout == null && LogHead.isWeak(line);
    start = layout != null ? Start.STRONG_HEAD : weak ? Start.WEAK_HEAD : Start.NO_HEAD;
    envelope = around;
    begin(from, to, text);
    return layout != null ? layout : weak ? Layout.PLAIN : Layout.UNKNOWN;
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
      sink.accept(
          new LogRecord(offset, end, text.toString(), start != Start.NO_HEAD, null, envelope));
    }
  }

  boolean isOpen() {
    return open;
  }

  /** Where the open record begins. */
  long offset() {
    return offset;
  }

  /** How many records were longer than {@value #RECORD_LENGTH_MAX} characters and lost their end. */
  long recordsCut() {
    return recordsCut;
  }

  private boolean continues(Line line) {
    int content = line.content();
    return start == Start.STRONG_HEAD
        || (line.indent() > 0 && content < line.end())
        || line.startsWith("at ", content)
        || line.startsWith("... ", content)
        || line.startsWith("Caused by: ", content)
        || line.startsWith("Suppressed: ", content)
        || continuesMessage(line);
  }

  /** The trace of a weak head begins in the next line; a trace's message goes on up to its frames. */
  private boolean continuesMessage(Line line) {
    if (start == Start.WEAK_HEAD && LogHead.isWeak(line)) {
      return false;
    }
    boolean awaitsTrace = start == Start.WEAK_HEAD && !beginsTrace;
    boolean inMessage = beginsTrace && !hasFrames;
    return (awaitsTrace || inMessage) && awaitsTrace == JavaStackTraces.begins(line);
  }

  private void begin(long from, long to, String first) {
    open = true;
    offset = from;
    end = to;
    beginsTrace = start == Start.NO_HEAD && JavaStackTraces.begins(Line.first(first));
    hasFrames = false;
    text.setLength(0);
    appendText(first);
  }

  private void append(long to, String more, Line line) {
    end = to;
    if (text.length() > RECORD_LENGTH_MAX) {
      return;
    }
    beginsTrace |= start == Start.WEAK_HEAD && JavaStackTraces.begins(line);
    hasFrames |= line.startsWith("at ", line.content());
    text.append('\n');
    appendText(more);
  }

  private void appendText(String more) {
    text.append(more, 0, Math.min(more.length(), RECORD_LENGTH_MAX + 1));
    if (text.length() > RECORD_LENGTH_MAX) {
      recordsCut++;
    }
  }
}
