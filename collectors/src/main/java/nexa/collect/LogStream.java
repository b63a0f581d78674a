package nexa.collect;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One of the streams of a source: its open record, and a line of it that has not come whole. */
final class LogStream {

  private static final int LINE_LENGTH_MAX = 64 << 10;

  private final String name;
  private final LogRecordReader records;
  private final StringBuilder partial = new StringBuilder();
  private @Nullable Envelope partialEnvelope;
  private int envelopes;
  private long partialFrom;
  private long partialTo;
  private boolean partialIsCut;
  private long linesCut;
  private long lastLine;

  LogStream(String name, Consumer<LogRecord> sink) {
    this.name = name;
    this.records = new LogRecordReader(sink);
  }

  String name() {
    return name;
  }

  LogRecordReader records() {
    return records;
  }

  /** Notes that a line came, and its number. */
  void touch(long line) {
    lastLine = line;
  }

  /** The number of the last line. */
  long lastLine() {
    return lastLine;
  }

  boolean isOpen() {
    return hasPartialLine() || records.isOpen();
  }

  /** Where the first line that is open begins. */
  long offset() {
    return records.isOpen() ? records.offset() : partialFrom;
  }

  /** How many records and lines of several parts lost their end. */
  long cut() {
    return linesCut + records.recordsCut();
  }

  boolean hasPartialLine() {
    return partialEnvelope != null;
  }

  /** Adds a part of a line that came in {@code envelopes} envelopes. */
  void addPart(Envelope part, long at, int inEnvelopes) {
    if (partialEnvelope == null) {
      partialEnvelope = part;
      partialFrom = at;
      envelopes = inEnvelopes;
      partialIsCut = false;
    }
    partialTo = at;
    int kept = Math.min(part.text().length(), LINE_LENGTH_MAX - partial.length());
    partial.append(part.text(), 0, kept);
    if (kept < part.text().length() && !partialIsCut) {
      partialIsCut = true;
      linesCut++;
    }
  }

  /** The line that the parts make, which is complete now. */
  LogStreams.Part takePartialLine() {
    Envelope envelope = Objects.requireNonNull(partialEnvelope);
    LogStreams.Part line =
        new LogStreams.Part(name, partialFrom, partialTo, partial.toString(), envelope, envelopes);
    partial.setLength(0);
    partialEnvelope = null;
    return line;
  }

  void close() {
    records.close();
  }
}
