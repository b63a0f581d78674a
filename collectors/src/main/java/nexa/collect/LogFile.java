package nexa.collect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import nexa.event.Batch;
import nexa.event.Event;
import nexa.event.EventSink;
import org.jspecify.annotations.Nullable;

/**
 * One log file that is read as it grows. It stays open when it is renamed or deleted, so that what
 * was written last is read, too.
 *
 * <p>What has been read counts only when the sink has stored it. The stored offset is the start of
 * the first line whose events are not stored yet.
 */
final class LogFile implements AutoCloseable {

  private static final int CHUNK_BYTES = 64 << 10;
  private static final int CHUNKS_PER_POLL_MAX = 64;
  private static final int BATCH_EVENTS_MAX = 50;
  private static final Duration RECORD_SILENCE = Duration.ofMillis(250);
  private static final Duration PARTIAL_LINE_SILENCE = Duration.ofSeconds(5);
  private static final Duration OFFSET_EVERY = Duration.ofSeconds(1);

  private final String source;
  private final LogContent content;
  private final LogEvents logEvents;
  private final LineCounts counts;
  private final Clock clock;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private final List<Event> events = new ArrayList<>();

  private int generation;
  private @Nullable String original;
  private FileHead head;
  private LineReader lines;
  private LogStreams records;
  private boolean truncated;
  private boolean leftToCopy;

  private LogPosition stored;
  private Instant storedAt;
  private boolean isNew = true;
  private Instant grewAt;

  /** Opens a file at a position that {@link LogPosition#isIn} it. */
  LogFile(
      String source,
      LogContent content,
      LogPosition start,
      LogEvents logEvents,
      LineCounts counts,
      Clock clock)
      throws IOException {
    this.source = source;
    this.content = content;
    this.logEvents = logEvents;
    this.counts = counts;
    this.clock = clock;
    generation = start.generation();
    original = start.original();
    head = FileHead.read(content, start.headLength());
    lines = new LineReader(start.offset(), counts.losses());
    records = new LogStreams(this::take, counts);
    stored = start;
    storedAt = clock.instant();
    grewAt = storedAt;
  }

  /** Where reading goes on after a restart. */
  LogPosition position() {
    long offset = records.isOpen() ? records.offset() : lines.lineStart();
    return new LogPosition(generation, offset, head.length(), head.hash(), original);
  }

  /**
   * Whether the file was found truncated. Then it is not read on until {@link #startAnew}: what had
   * not been read of it may be in a copy.
   */
  boolean isTruncated() {
    return truncated;
  }

  /** Whether nothing was added for a while. */
  boolean isSilentFor(Duration silence) {
    return !clock.instant().isBefore(grewAt.plus(silence));
  }

  /** Reads what is new and hands it over. */
  void poll(EventSink sink) throws IOException {
    boolean isDone = false;
    try {
      for (int chunks = 0; chunks < CHUNKS_PER_POLL_MAX && readChunk(); chunks++) {
        if (events.size() >= BATCH_EVENTS_MAX) {
          store(sink);
        }
      }
      if (!truncated && isSilentFor(recordSilence())) {
        records.close();
      }
      if (!events.isEmpty() || isStoreDue()) {
        store(sink);
      }
      isDone = true;
    } finally {
      if (!isDone) {
        rewind();
      }
    }
  }

  /** Has what was not read before the file was truncated read from a copy of it. */
  void leaveToCopy() {
    leftToCopy = true;
  }

  boolean isLeftToCopy() {
    return leftToCopy;
  }

  /** Begins at the start of a truncated file. */
  void startAnew(EventSink sink) {
    if (!leftToCopy) {
      records.close();
    }
    LogPosition start = LogPosition.startOf(generation + 1);
    store(start, sink);
    generation = start.generation();
    original = null;
    head = FileHead.empty();
    lines = new LineReader(0, counts.losses());
    records = new LogStreams(this::take, counts);
    truncated = false;
    leftToCopy = false;
  }

  /** Hands over the end of a file that will not grow any more, even if its last line is open. */
  void finish(EventSink sink) {
    boolean isDone = false;
    try {
      lines.finish(records);
      records.close();
      store(sink);
      isDone = true;
    } finally {
      if (!isDone) {
        rewind();
      }
    }
  }

  @Override
  public void close() throws IOException {
    content.close();
  }

  /**
   * Reads one chunk; false at the end of the file. A file may be truncated and filled again at any
   * moment, so a chunk counts only if the file's first bytes are the same before and after.
   */
  private boolean readChunk() throws IOException {
    int length = content.read(ByteBuffer.wrap(chunk), lines.position());
    truncated = content.size() < lines.position() || !head.isHeadOf(content);
    if (truncated || length <= 0) {
      return false;
    }
    head.extend(lines.position(), chunk, length);
    lines.feed(chunk, length, records);
    grewAt = clock.instant();
    return true;
  }

  /** A position is stored now and then, and at once when the file can be known by it. */
  private boolean isStoreDue() {
    LogPosition position = position();
    boolean late = !clock.instant().isBefore(storedAt.plus(OFFSET_EVERY));
    boolean news = late || position.headLength() != stored.headLength();
    return isNew || (news && !position.equals(stored));
  }

  /** A line without its break is being written, so the record goes on. */
  private Duration recordSilence() {
    return lines.hasPartialLine() ? PARTIAL_LINE_SILENCE : RECORD_SILENCE;
  }

  private void take(LogRecord record) {
    String named = original == null ? source + "/" + generation : original;
    events.addAll(logEvents.of(record, offset -> named + "@" + offset));
  }

  private void store(EventSink sink) {
    store(position(), sink);
  }

  private void store(LogPosition position, EventSink sink) {
    sink.accept(
        new Batch(LogFileCollector.INPUT, events, new Batch.Offset(source, position.toString())));
    events.clear();
    stored = position;
    storedAt = clock.instant();
    isNew = false;
  }

  /**
   * Goes back to what is stored: ids are stable, so reading twice counts once. A truncated file
   * cannot be read again, so its events are kept.
   */
  private void rewind() {
    if (!truncated) {
      events.clear();
      lines = new LineReader(stored.offset(), counts.losses());
      records = new LogStreams(this::take, counts);
    }
  }
}
