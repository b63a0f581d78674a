package nexa.collect;

import java.util.function.Consumer;

/**
 * Puts lines together to records. A head line begins one and everything up to the next head line
 * belongs to it; without head lines, a stack trace is held together by the shape of its lines.
 */
final class LogRecordReader {

  private static final int RECORD_LENGTH_MAX = 256 << 10;

  private final Consumer<LogRecord> sink;
  private final StringBuilder text = new StringBuilder();
  private boolean open;
  private long offset;
  private boolean hasHead;
  private boolean beginsTrace;
  private boolean hasFrames;
  private long recordsCut;

  LogRecordReader(Consumer<LogRecord> sink) {
    this.sink = sink;
  }

  void add(long lineOffset, String text) {
    Line line = Line.first(text);
    boolean head = LogHead.isHead(line);
    if (!head && open && continues(line)) {
      append(text, line);
    } else {
      close();
      begin(lineOffset, text, head);
    }
  }

  /** Hands out the record that is open. */
  void close() {
    if (open) {
      sink.accept(new LogRecord(offset, text.toString(), hasHead));
      open = false;
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
    return hasHead
        || (line.indent() > 0 && content < line.end())
        || line.startsWith("at ", content)
        || line.startsWith("... ", content)
        || line.startsWith("Caused by: ", content)
        || line.startsWith("Suppressed: ", content)
        || (beginsTrace && !hasFrames && !JavaStackTraces.begins(line));
  }

  private void begin(long lineOffset, String firstLine, boolean head) {
    open = true;
    offset = lineOffset;
    hasHead = head;
    beginsTrace = !head && JavaStackTraces.begins(Line.first(firstLine));
    hasFrames = false;
    text.setLength(0);
    text.append(firstLine);
  }

  private void append(String more, Line line) {
    int before = text.length();
    if (before > RECORD_LENGTH_MAX) {
      return;
    }
    text.append('\n').append(more);
    hasFrames |= line.startsWith("at ", line.content());
    if (text.length() > RECORD_LENGTH_MAX) {
      recordsCut++;
    }
  }
}
