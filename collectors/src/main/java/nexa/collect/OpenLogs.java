package nexa.collect;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nexa.collect.LogDirectory.Listed;
import nexa.event.Offsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log files that are open, and where reading a new one begins: on from where it was read, under
 * another name too; where the file was read that it is a copy of; or at its start.
 */
final class OpenLogs {

  private static final Logger log = LoggerFactory.getLogger(OpenLogs.class);

  /** Of a file that was there before Nexa, only the end is news. */
  private static final long BACKLOG_BYTES_MAX = 16 << 20;

  private final String service;
  private final Offsets offsets;
  private final Clock clock;
  private final LogEvents logEvents;
  private final LineCounts counts;
  private final Room room;
  private final Map<String, LogFile> open = new LinkedHashMap<>();
  /** Files in which nothing more came, as they were then. */
  private final Map<String, Listed> idle = new HashMap<>();
  /** What cannot be read, so that it is told of once. */
  private final Set<String> skipped = new HashSet<>();
  /** Files whose stored position is that of another one that had their inode. */
  private final Set<String> replaced = new HashSet<>();

  /**
   * @param room bounds how many are open
   */
  OpenLogs(
      String service, Offsets offsets, LogEvents logEvents, LineCounts counts, Room room,
      Clock clock) {
    this.service = service;
    this.offsets = offsets;
    this.clock = clock;
    this.logEvents = logEvents;
    this.counts = counts;
    this.room = room;
  }

  /**
   * What was known before files are opened.
   *
   * @param started whether they were polled since the start
   * @param lastSeen what there was when they were polled last, also before the start
   */
  record Before(boolean started, @Nullable LastSeen lastSeen) {

    private boolean wasSeen(String source) {
      return lastSeen != null && lastSeen.sources().contains(source);
    }
  }

  /** Where to begin in an opened file, or null for nowhere. */
  @FunctionalInterface
  private interface Start {
    @Nullable LogPosition in(LogContent content) throws IOException;
  }

  /** The files that are open now, by source. */
  Map<String, LogFile> all() {
    return new LinkedHashMap<>(open);
  }

  Set<String> sources() {
    return open.keySet();
  }

  /** How far a file has been read, in words. */
  String progress(String source) {
    LogFile file = open.get(source);
    LogPosition position = file == null ? stored(source) : file.position();
    return position == null ? "not read yet"
        : "read up to byte " + position.offset() + (file == null ? ", and at rest" : "");
  }

  /** Forgets what is no longer there. */
  void keepOnly(Set<String> present) {
    idle.keySet().retainAll(present);
    skipped.removeIf(what -> what.startsWith(LogFileCollector.INPUT) && !present.contains(what));
    replaced.retainAll(present);
  }

  /**
   * Files that were read before come first, then copies of such as are gone, so that a copy is not
   * taken for a new file.
   */
  void openNew(Map<String, Listed> present, Before before) {
    Map<String, Listed> unknown = new LinkedHashMap<>();
    Map<String, LogPosition> gone = gone(present, before);
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
            resume(source, file, stored, before);
          } else {
            unknown.put(source, file);
            replaced.add(source);
            gone.put(source, stored);
          }
        });
    gone.forEach((source, position) -> openCopy(position.copied(source), present));
    openUnseen(unknown, new ReadBefore(known, gone), before);
    unknown.forEach(
        (source, file) -> {
          if (file.isLog() && !open.containsKey(source)) {
            open(source, file, content -> begin(source, content, before));
          } else if (!file.isLog()) {
            idle.put(source, file);
          }
        });
  }

  /** Files that are not where they were read before this start: they may have been compressed. */
  private Map<String, LogPosition> gone(Map<String, Listed> present, Before before) {
    Map<String, LogPosition> gone = new LinkedHashMap<>();
    if (!before.started() && before.lastSeen() != null) {
      for (String source : before.lastSeen().sources()) {
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

  private void resume(String source, Listed file, LogPosition stored, Before before) {
    boolean isWhole =
        file.isCompressed()
            ? !before.wasSeen(source)
            : !file.isLog() && stored.offset() == file.size();
    if (isWhole) {
      idle.put(source, file);
    } else {
      open(source, file, content -> stored.isIn(content) ? stored : null);
    }
  }

  /**
   * What was read of files before this start.
   *
   * @param present of those that are still there
   * @param gone of those that are not, by their source
   */
  private record ReadBefore(List<LogPosition> present, Map<String, LogPosition> gone) {}

  /** What came and was rotated while nobody looked is read from its start. */
  private void openUnseen(Map<String, Listed> unknown, ReadBefore read, Before before) {
    LastSeen seen = before.lastSeen();
    if (before.started() || seen == null) {
      return;
    }
    unknown.forEach(
        (source, file) -> {
          if (seen.isBefore(source, file) && !open.containsKey(source)) {
            open(source, file, content -> beginUnseen(source, content, read, before));
          }
        });
  }

  /** Where to begin in a file that nobody saw: a short one that is gone may be the beginning of it. */
  private @Nullable LogPosition beginUnseen(
      String source, LogContent content, ReadBefore read, Before before) throws IOException {
    if (isCopyOf(content, read.present())) {
      return null;
    }
    for (Map.Entry<String, LogPosition> gone : read.gone().entrySet()) {
      LogPosition position = gone.getValue();
      if (position.isWithinHead() && position.isIn(content)) {
        return position.copied(gone.getKey()).in(generation(source));
      }
    }
    return begin(source, content, before);
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
  private @Nullable LogPosition begin(String source, LogContent content, Before before)
      throws IOException {
    if (isCopyOf(content, open.values().stream().map(LogFile::position).toList())) {
      return null;
    }
    int generation = generation(source);
    boolean isNews =
        before.started()
            || generation > 0
            || (before.lastSeen() != null && !before.wasSeen(source));
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
  @Nullable String openCopy(LogPosition position, Map<String, Listed> present) {
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
    if (!room.take()) {
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
    } finally {
      if (!open.containsKey(source)) {
        room.giveBack();
      }
    }
  }

  /** Notes that nothing more comes in a file as it is. */
  void rest(String source, Listed file) {
    idle.put(source, file);
  }

  /** Reads a file no more. */
  void close(String source, LogFile file) throws IOException {
    if (open.remove(source) != null) {
      room.giveBack();
    }
    file.close();
  }

  /** Reads a file no more, whatever closing it says. */
  void abandon(String source, LogFile file) {
    try {
      close(source, file);
    } catch (IOException e) {
      skip(source, source, e);
    }
  }

  /** Tells of a file that cannot be read; once, as it is met again at each poll. */
  void skip(String source, String file, IOException e) {
    skip(source, "cannot read file", file + ": " + e);
  }

  /** Tells of something that is passed over; once, as it is met again at each poll. */
  void skip(String source, String reason, String sample) {
    if (skipped.add(source)) {
      counts.losses().refuse(reason, sample);
      log.warn(
          "input={} service={} {}: {}", LogFileCollector.INPUT, service, reason, sample);
    }
  }
}
