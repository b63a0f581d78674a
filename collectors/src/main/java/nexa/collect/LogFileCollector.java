package nexa.collect;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import nexa.collect.LogDirectory.Listed;
import nexa.event.Batch;
import nexa.event.Collector;
import nexa.event.EventSink;
import nexa.event.Offsets;
import nexa.event.Tally;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the stack traces and errors that a service writes to its log files.
 *
 * <p>A file is known by its inode and its first bytes, not by its name. So it is read on when it is
 * renamed, read from the start when it is truncated, and a copy of it (logrotate's {@code
 * copytruncate}) is read from where the original had been read.
 */
public final class LogFileCollector implements Collector {

  /** The name of this input in events and metrics. */
  public static final String INPUT = "logfile";

  private static final Logger log = LoggerFactory.getLogger(LogFileCollector.class);

  private static final int FILES_MAX = 64;
  /** Of a file that was there before Nexa, only the end is news. */
  private static final long BACKLOG_BYTES_MAX = 16 << 20;
  private static final Duration ROTATED_SILENCE = Duration.ofSeconds(5);
  private static final Duration IDLE_SILENCE = Duration.ofMinutes(10);

  private final LogFiles files;
  private final LogDirectory directory;
  private final Offsets offsets;
  private final Clock clock;
  private final LogEvents logEvents;
  private final LineCounts counts = new LineCounts();
  private final Map<String, LogFile> open = new LinkedHashMap<>();
  /** Files in which nothing more came, as they were then. */
  private final Map<String, Listed> idle = new HashMap<>();
  /** What cannot be read, so that it is told of once. */
  private final Set<String> skipped = new HashSet<>();
  /** Files whose stored position is that of another one that had their inode. */
  private final Set<String> replaced = new HashSet<>();
  private final String lastSeenSource;
  private @Nullable LastSeen lastSeen;
  private boolean started;

  public LogFileCollector(LogFiles files, Offsets offsets, Clock clock) {
    this.files = files;
    this.directory = new LogDirectory(files);
    this.offsets = offsets;
    this.clock = clock;
    this.logEvents = new LogEvents(files.service(), files.release(), INPUT, clock, counts.losses());
    this.lastSeenSource = INPUT + ":" + files.directory() + "/" + files.name();
  }

  @Override
  public String input() {
    return INPUT;
  }

  @Override
  public void poll(EventSink sink) {
    Map<String, Listed> present = directory.list();
    idle.keySet().retainAll(present.keySet());
    skipped.removeIf(what -> what.startsWith(INPUT) && !present.containsKey(what));
    if (directory.hasTooMany()) {
      String name = files.directory().toString();
      skip(name, "too many files in a directory", name);
    }
    replaced.retainAll(present.keySet());
    if (!started) {
      lastSeen = offsets.position(lastSeenSource).map(LastSeen::parse).orElse(null);
    }
    openNew(present);
    LastSeen now = LastSeen.of(present, open.keySet());
    remember(lastSeen == null ? now : lastSeen.and(now), sink);
    started = true;
    for (Map.Entry<String, LogFile> each : List.copyOf(open.entrySet())) {
      read(each.getKey(), each.getValue(), present.get(each.getKey()), sink);
    }
    for (Map.Entry<String, LogFile> each : List.copyOf(open.entrySet())) {
      if (each.getValue().isTruncated()) {
        readAnew(each.getKey(), each.getValue(), sink);
      }
    }
    remember(LastSeen.of(present, open.keySet()), sink);
  }

  private void remember(LastSeen seen, EventSink sink) {
    if (!seen.equals(lastSeen)) {
      sink.accept(
          new Batch(INPUT, List.of(), new Batch.Offset(lastSeenSource, seen.toString())));
      lastSeen = seen;
    }
  }

  @Override
  public Tally tally() {
    return counts.take();
  }

  @Override
  public void close() {
    Map.copyOf(open).forEach(this::abandon);
  }

  /**
   * Files that were read before come first, then copies of such as are gone, so that a copy is not
   * taken for a new file.
   */
  private void openNew(Map<String, Listed> present) {
    Map<String, Listed> unknown = new LinkedHashMap<>();
    Map<String, LogPosition> gone = gone(present);
    List<LogPosition> known = new ArrayList<>();
    present.forEach(
        (source, file) -> {
          if (open.containsKey(source) || isIdle(source, file)) {
            return;
          }
          LogPosition stored = stored(source);
          if (stored == null || replaced.contains(source)) {
            unknown.put(source, file);
          } else if (isReadTo(stored, file)) {
            known.add(stored);
            resume(source, file, stored);
          } else {
            unknown.put(source, file);
            replaced.add(source);
            gone.put(source, stored);
          }
        });
    gone.forEach((source, position) -> openCopy(position.copied(source), present));
    openUnseen(unknown, known);
    unknown.forEach(
        (source, file) -> {
          if (file.isLog() && !open.containsKey(source)) {
            open(source, file, content -> begin(source, content));
          } else if (!file.isLog()) {
            idle.put(source, file);
          }
        });
  }

  /** Files that are not where they were read before this start: they may have been compressed. */
  private Map<String, LogPosition> gone(Map<String, Listed> present) {
    Map<String, LogPosition> gone = new LinkedHashMap<>();
    if (!started && lastSeen != null) {
      for (String source : lastSeen.sources()) {
        LogPosition stored = present.containsKey(source) ? null : stored(source);
        if (stored != null) {
          gone.put(source, stored);
        }
      }
    }
    return gone;
  }

  private boolean isIdle(String source, Listed file) {
    Listed before = idle.get(source);
    return before != null && before.isSameAs(file);
  }

  private @Nullable LogPosition stored(String source) {
    return offsets.position(source).map(LogPosition::parse).orElse(null);
  }

  /** Whether a file is the one that was read to a position; one that cannot be opened may be. */
  private boolean isReadTo(LogPosition stored, Listed file) {
    try (LogContent content = LogContent.open(file.path())) {
      return stored.isIn(content);
    } catch (IOException e) {
      return true; // opening it again tells
    }
  }

  private void resume(String source, Listed file, LogPosition stored) {
    boolean isWhole =
        file.isCompressed()
            ? lastSeen == null || !lastSeen.sources().contains(source)
            : !file.isLog() && stored.offset() == file.size();
    if (isWhole) {
      idle.put(source, file);
    } else {
      open(source, file, content -> stored.isIn(content) ? stored : null);
    }
  }

  /** What came and was rotated while nobody looked is read from its start. */
  private void openUnseen(Map<String, Listed> unknown, List<LogPosition> known) {
    LastSeen before = lastSeen;
    if (started || before == null) {
      return;
    }
    unknown.forEach(
        (source, file) -> {
          if (before.isBefore(source, file) && !open.containsKey(source)) {
            open(source, file, content -> isCopyOf(content, known) ? null : begin(source, content));
          }
        });
  }

  private static boolean isCopyOf(LogContent content, List<LogPosition> known) throws IOException {
    for (LogPosition position : known) {
      if (isCopy(content, position)) {
        return true;
      }
    }
    return false;
  }

  /** The first of a file that nobody read, whatever had its inode before. */
  private int generation(String source) {
    LogPosition other = stored(source);
    return other == null ? 0 : other.generation() + 1;
  }

  /** Where to begin in a new file; nowhere in the copy of one that is being read. */
  private @Nullable LogPosition begin(String source, LogContent content) throws IOException {
    if (isCopyOf(content, open.values().stream().map(LogFile::position).toList())) {
      return null;
    }
    int generation = generation(source);
    boolean isNews =
        started || generation > 0 || (lastSeen != null && !lastSeen.sources().contains(source));
    long offset = isNews ? 0 : Math.max(0, content.size() - BACKLOG_BYTES_MAX);
    if (offset == 0) {
      return LogPosition.startOf(generation);
    }
    FileHead head = FileHead.read(content, FileHead.LENGTH_MAX);
    return new LogPosition(generation, offset, head.length(), head.hash(), null);
  }

  /**
   * Reads a copy of a file that is gone on from where the file had been read; null without one. One
   * that is being compressed is there twice, and whole only as it was.
   */
  private @Nullable String openCopy(LogPosition position, Map<String, Listed> present) {
    List<Map.Entry<String, Listed>> files = new ArrayList<>(present.entrySet());
    files.sort(Comparator.comparing(file -> file.getValue().isCompressed()));
    for (Map.Entry<String, Listed> each : files) {
      String source = each.getKey();
      if (!open.containsKey(source) && (replaced.contains(source) || stored(source) == null)) {
        open(source, each.getValue(),
            content -> isCopy(content, position) ? position.in(generation(source)) : null);
        if (open.containsKey(source)) {
          return source;
        }
      }
    }
    return null;
  }

  private static boolean isCopy(LogContent content, LogPosition position) throws IOException {
    return position.knowsCopies() && position.isIn(content);
  }

  private void open(String source, Listed file, Start start) {
    if (open.size() >= FILES_MAX) {
      skip(source, "too many files open", file.path().toString());
      return;
    }
    try {
      LogContent content = LogContent.open(file.path());
      try {
        LogPosition position = start.in(content);
        if (position != null) {
          open.put(source, new LogFile(source, content, position, logEvents, counts, clock));
          replaced.remove(source);
          skipped.remove(source);
        }
      } finally {
        if (!open.containsKey(source)) {
          content.close();
        }
      }
    } catch (IOException e) {
      // Often a matter of rights; the other files must be read all the same.
      skip(source, file.path().toString(), e);
    }
  }

  private void read(String source, LogFile file, @Nullable Listed listed, EventSink sink) {
    try {
      file.poll(sink);
      boolean rotated = listed == null || !listed.isLog();
      if (rotated && !file.isTruncated() && file.isSilentFor(ROTATED_SILENCE)) {
        file.finish(sink);
        close(source, file);
      } else if (file.isSilentFor(IDLE_SILENCE)) {
        close(source, file);
      }
      if (listed != null && !open.containsKey(source)) {
        idle.put(source, listed);
      }
    } catch (IOException e) {
      skip(source, source, e);
      abandon(source, file);
    }
  }

  /**
   * The directory is listed again, as a copy is made shortly before the file is truncated. The copy
   * is stored first: after a restart in between, both must be known.
   */
  private void readAnew(String source, LogFile file, EventSink sink) {
    Map<String, Listed> present = directory.list();
    String copy = file.isLeftToCopy() ? null : openCopy(file.position().copied(source), present);
    if (copy != null) {
      file.leaveToCopy();
      read(copy, Objects.requireNonNull(open.get(copy)), present.get(copy), sink);
    }
    file.startAnew(sink);
    read(source, file, present.get(source), sink);
  }

  private void close(String source, LogFile file) throws IOException {
    open.remove(source);
    file.close();
  }

  private void abandon(String source, LogFile file) {
    try {
      close(source, file);
    } catch (IOException e) {
      skip(source, source, e);
    }
  }

  private void skip(String source, String file, IOException e) {
    skip(source, "cannot read file", file + ": " + e);
  }

  /** Tells of something that is passed over; once, as it is met again at each poll. */
  private void skip(String source, String reason, String sample) {
    if (skipped.add(source)) {
      counts.losses().refuse(reason, sample);
      log.warn("input={} service={} {}: {}", INPUT, files.service(), reason, sample);
    }
  }

  /** Where to begin in an opened file, or null for nowhere. */
  @FunctionalInterface
  private interface Start {
    @Nullable LogPosition in(LogContent content) throws IOException;
  }
}
