package nexa.collect;

import java.util.function.Consumer;

/** One of the streams of a source: its open record, and lines of it that have not come whole. */
final class LogStream {

  private final String name;
  private final LogRecordReader records;
  private final PartialLine parts;
  private final PartialLine json;
  private long lastLine;

  LogStream(String name, Consumer<LogRecord> sink, Losses losses) {
    this.name = name;
    this.records = new LogRecordReader(sink, losses);
    this.parts = new PartialLine(losses);
    this.json = new PartialLine(losses);
  }

  String name() {
    return name;
  }

  LogRecordReader records() {
    return records;
  }

  /** A line that its envelopes hold in parts. */
  PartialLine parts() {
    return parts;
  }

  /** A line of JSON that is broken behind the elements of an array. */
  PartialLine json() {
    return json;
  }

  /** Notes that a line came, and its number. */
  void touch(long line) {
    lastLine = line;
  }

  /** The number of the last line. */
  long lastLine() {
    return lastLine;
  }

  /** Whether a line has come in part. */
  boolean isPartial() {
    return parts.isOpen() || json.isOpen();
  }

  /** Whether a line goes on with the open record for certain, and no envelope can be around it. */
  boolean goesOnWith(String line) {
    return !line.isEmpty() && line.charAt(0) == '\t' && records.belongsToHead() && !isPartial();
  }

  boolean isOpen() {
    return records.isOpen() || isPartial();
  }

  /** Where the first line that is open begins. */
  long offset() {
    long offset = records.isOpen() ? records.offset() : Long.MAX_VALUE;
    offset = parts.isOpen() ? Math.min(offset, parts.from()) : offset;
    return json.isOpen() ? Math.min(offset, json.from()) : offset;
  }
}
