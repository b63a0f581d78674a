package nexa.collect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
  private static final int DIRECTORY_ENTRIES_MAX = 10_000;
  /** Of a file that was there before Nexa, only the end is news. */
  private static final long BACKLOG_BYTES_MAX = 16 << 20;
  private static final Duration ROTATED_SILENCE = Duration.ofSeconds(5);
  private static final Duration IDLE_SILENCE = Duration.ofMinutes(10);

  private final LogFiles files;
  private final PathMatcher names;
  private final Offsets offsets;
  private final Clock clock;
  private final LogEvents logEvents;
  private final LineCounts counts = new LineCounts();
  private final Map<String, LogFile> open = new LinkedHashMap<>();
  /** Files that were closed as nothing more came, with their size. */
  private final Map<String, Long> idle = new HashMap<>();
  /** What cannot be read, so that it is told of once. */
  private final Set<String> skipped = new HashSet<>();
  private boolean started;

  public LogFileCollector(LogFiles files, Offsets offsets, Clock clock) {
    this.files = files;
    this.names = files.directory().getFileSystem().getPathMatcher("glob:" + files.name());
    this.offsets = offsets;
    this.clock = clock;
    this.logEvents = new LogEvents(files.service(), files.release(), INPUT, clock, counts.losses());
  }

  @Override
  public String input() {
    return INPUT;
  }

  @Override
  public void poll(EventSink sink) {
    Map<String, Listed> present = list();
    idle.keySet().retainAll(present.keySet());
    skipped.removeIf(what -> what.startsWith(INPUT) && !present.containsKey(what));
    openNew(present);
    started = true;
    for (Map.Entry<String, LogFile> each : List.copyOf(open.entrySet())) {
      read(each.getKey(), each.getValue(), present.get(each.getKey()), sink);
    }
    for (Map.Entry<String, LogFile> each : List.copyOf(open.entrySet())) {
      if (each.getValue().isTruncated()) {
        readAnew(each.getKey(), each.getValue(), sink);
      }
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

  /** The log files and the files they may have been rotated to, by their inode. */
  private Map<String, Listed> list() {
    Map<String, Listed> present = new LinkedHashMap<>();
    int entries = 0;
    try (DirectoryStream<Path> directory = Files.newDirectoryStream(files.directory())) {
      for (Path path : directory) {
        if (++entries > DIRECTORY_ENTRIES_MAX) {
          String directoryName = files.directory().toString();
          skip(directoryName, "too many files in a directory", directoryName);
          break;
        }
        boolean isLog = names.matches(path.getFileName());
        if (isLog || isSibling(path)) {
          list(path, isLog, present);
        }
      }
    } catch (NoSuchFileException e) {
      // The service has not made its log directory yet.
      return present;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list log directory " + files.directory(), e);
    }
    return present;
  }

  private static void list(Path path, boolean isLog, Map<String, Listed> present)
      throws IOException {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (attributes.isRegularFile()) {
        Object key = attributes.fileKey();
        Listed listed = new Listed(path, isLog, attributes.size());
        present.merge(
            INPUT + ":" + (key == null ? path : key), listed, (a, b) -> a.isLog() ? a : b);
      }
    } catch (NoSuchFileException e) {
      // Rotated away since the directory was read; its inode is found under its new name next time.
      log.debug("input={} {} is gone", INPUT, path);
    }
  }

  private boolean isSibling(Path path) {
    String stem = files.stem();
    return !stem.isEmpty() && path.getFileName().toString().startsWith(stem);
  }

  /** Files that were read before come first, so that a copy of one is not taken for a new file. */
  private void openNew(Map<String, Listed> present) {
    Map<String, Listed> unknown = new LinkedHashMap<>();
    present.forEach(
        (source, file) -> {
          if (open.containsKey(source) || Objects.equals(idle.get(source), file.size())) {
            return;
          }
          LogPosition stored = offsets.position(source).map(LogPosition::parse).orElse(null);
          if (stored == null) {
            unknown.put(source, file);
          } else if (!file.isLog() && stored.offset() == file.size()) {
            idle.put(source, file.size());
          } else {
            open(source, file, channel -> resume(stored, file, channel, present));
          }
        });
    unknown.forEach(
        (source, file) -> {
          if (file.isLog() && !open.containsKey(source)) {
            open(source, file, this::begin);
          }
        });
  }

  /** Where to go on in a file that was read before, unless it was truncated meanwhile. */
  private @Nullable LogPosition resume(
      LogPosition stored, Listed file, FileChannel channel, Map<String, Listed> present)
      throws IOException {
    if (stored.isIn(channel)) {
      return stored;
    }
    openCopy(stored, present);
    return file.isLog() ? startOf(stored.generation() + 1) : null;
  }

  /** Where to begin in a new file; nowhere in the copy of one that is being read. */
  private @Nullable LogPosition begin(FileChannel channel) throws IOException {
    for (LogFile other : open.values()) {
      if (isCopy(channel, other.position())) {
        return null;
      }
    }
    long offset = started ? 0 : Math.max(0, channel.size() - BACKLOG_BYTES_MAX);
    if (offset == 0) {
      return startOf(0);
    }
    FileHead head = FileHead.read(channel, FileHead.LENGTH_MAX);
    return new LogPosition(0, offset, head.length(), head.hash());
  }

  /** Reads a copy of a truncated file on from where the file had been read; null without one. */
  private @Nullable String openCopy(LogPosition position, Map<String, Listed> present) {
    for (Map.Entry<String, Listed> each : present.entrySet()) {
      String source = each.getKey();
      if (!open.containsKey(source) && offsets.position(source).isEmpty()) {
        open(source, each.getValue(), channel -> isCopy(channel, position) ? position : null);
        if (open.containsKey(source)) {
          return source;
        }
      }
    }
    return null;
  }

  private static boolean isCopy(FileChannel channel, LogPosition position) throws IOException {
    return position.knowsCopies() && position.isIn(channel);
  }

  private static LogPosition startOf(int generation) {
    return new LogPosition(generation, 0, 0, FileHead.empty().hash());
  }

  private void open(String source, Listed file, Start start) {
    if (open.size() >= FILES_MAX) {
      skip(source, "too many files open", file.path().toString());
      return;
    }
    try {
      FileChannel channel = FileChannel.open(file.path());
      try {
        LogPosition position = start.in(channel);
        if (position != null) {
          open.put(source, new LogFile(source, channel, position, logEvents, counts, clock));
          skipped.remove(source);
        }
      } finally {
        if (!open.containsKey(source)) {
          channel.close();
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
        idle.put(source, listed.size());
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
    Map<String, Listed> present = list();
    String copy = file.isLeftToCopy() ? null : openCopy(file.position(), present);
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
    @Nullable LogPosition in(FileChannel channel) throws IOException;
  }

  /**
   * A file in the log directory.
   *
   * @param isLog whether the configuration names it, rather than being one it may be rotated to
   */
  private record Listed(Path path, boolean isLog, long size) {}
}
