package nexa.collect;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import nexa.collect.LogDirectory.Listed;
import nexa.event.Batch;
import nexa.event.Collector;
import nexa.event.EventSink;
import nexa.event.Offsets;
import nexa.event.SourceCheck;
import nexa.event.Tally;
import nexa.event.Trouble;
import org.jspecify.annotations.Nullable;

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

  private static final Duration ROTATED_SILENCE = Duration.ofSeconds(5);
  private static final Duration IDLE_SILENCE = Duration.ofMinutes(10);

  private static final int FILES_MAX = 64;
  private static final int CHECKED_MAX = 5;

  private final LogFiles files;
  private final LogDirectory directory;
  private final Offsets offsets;
  private final Clock clock;
  private final LineCounts counts;
  private final OpenLogs open;
  private final String lastSeenSource;
  private @Nullable LastSeen lastSeen;
  private boolean started;

  /** Follows log files beside which no other collector follows any. */
  public LogFileCollector(LogFiles files, Offsets offsets, Clock clock) {
    this(files, List.of(), offsets, clock);
  }

  /**
   * Follows log files.
   *
   * @param others those of all other collectors
   */
  public LogFileCollector(
      LogFiles files, List<LogFiles> others, Offsets offsets, Clock clock) {
    this(files, others, offsets, clock, new LineCounts(), new Room(FILES_MAX));
  }

  /** Follows the files of one folder among several, whose lines are counted together. */
  LogFileCollector(
      LogFiles files, List<LogFiles> others, Offsets offsets, Clock clock, LineCounts counts,
      Room room) {
    this.files = files;
    this.directory = new LogDirectory(files, others);
    this.offsets = offsets;
    this.clock = clock;
    this.counts = counts;
    LogEvents logEvents =
        new LogEvents(files.service(), files.release(), INPUT, clock, counts.losses());
    this.open = new OpenLogs(files.service(), offsets, logEvents, counts, room, clock);
    this.lastSeenSource = INPUT + ":" + files.directory() + "/" + files.name();
  }

  @Override
  public String input() {
    return INPUT;
  }

  @Override
  public void poll(EventSink sink) {
    Map<String, Listed> present = directory.list();
    open.keepOnly(present.keySet());
    if (directory.hasTooMany()) {
      String name = files.directory().toString();
      open.skip(name, "too many files in a directory", name);
    }
    if (!started) {
      lastSeen = offsets.position(lastSeenSource).map(LastSeen::parse).orElse(null);
    }
    open.openNew(present, new OpenLogs.Before(started, lastSeen));
    LastSeen now = LastSeen.of(present, open.sources());
    remember(lastSeen == null ? now : lastSeen.and(now), sink);
    started = true;
    readAll(present, sink);
    for (Map.Entry<String, LogFile> each : open.all().entrySet()) {
      if (each.getValue().isTruncated()) {
        readAnew(each.getKey(), each.getValue(), sink);
      }
    }
    remember(LastSeen.of(present, open.sources()), sink);
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

  /** A service that has not yet written to its log is not told from a path that is wrong. */
  @Override
  public List<Trouble> troubles() {
    String wrong = directory.wrong();
    return wrong == null ? List.of() : List.of(
        new Trouble(
            INPUT, files.directory() + "/" + files.name(), wrong,
            "Start the service that writes it, let the daemon's user read it, or correct the"
                + " service's logs in nexa.yaml"));
  }

  /** The newest files of its names: nothing is written into them, so that what is proven is reading. */
  @Override
  public List<SourceCheck> check() {
    Map<String, Listed> present = directory.list();
    return present.entrySet().stream()
        .filter(each -> each.getValue().isLog())
        .sorted(
            Comparator.comparing((Map.Entry<String, Listed> each) -> each.getValue().modified())
                .reversed())
        .limit(CHECKED_MAX)
        .map(each -> check(each.getKey(), each.getValue()))
        .toList();
  }

  private SourceCheck check(String source, Listed file) {
    try {
      String newest = NewestLines.ofFile(file.path());
      return new SourceCheck(
          INPUT, file.path().toString(), true,
          "readable, " + file.size() + " bytes, written "
              + NewestLines.ago(file.modified().toInstant(), clock) + ", "
              + open.progress(source) + "; "
              + NewestLines.seen(newest, files.service(), INPUT, clock)
              + ". Not tried: a new line, as nothing is written into your files",
          "");
    } catch (IOException e) {
      return new SourceCheck(
          INPUT, file.path().toString(), false, "cannot be read: " + e,
          "Let user " + System.getProperty("user.name", "of the daemon") + " read it");
    }
  }

  /** Whether no file is open. */
  boolean isAtRest() {
    return open.sources().isEmpty();
  }

  @Override
  public void close() {
    open.all().forEach(open::abandon);
  }

  private void readAll(Map<String, Listed> present, EventSink sink) {
    Error failure = null;
    for (Map.Entry<String, LogFile> each : open.all().entrySet()) {
      try {
        read(each.getKey(), each.getValue(), present.get(each.getKey()), sink);
      } catch (Error e) { // told when the other files have been read
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void read(String source, LogFile file, @Nullable Listed listed, EventSink sink) {
    try {
      file.poll(sink);
      boolean rotated = listed == null || !listed.isLog();
      if (rotated && !file.isTruncated() && file.isSilentFor(ROTATED_SILENCE)) {
        file.finish(sink);
        open.close(source, file);
      } else if (file.isSilentFor(IDLE_SILENCE)) {
        open.close(source, file);
      }
      if (listed != null && !open.sources().contains(source)) {
        open.rest(source, listed);
      }
    } catch (IOException e) {
      open.skip(source, source, e);
      open.abandon(source, file);
    }
  }

  /**
   * The directory is listed again, as a copy is made shortly before the file is truncated. The copy
   * is stored first: after a restart in between, both must be known.
   */
  private void readAnew(String source, LogFile file, EventSink sink) {
    Map<String, Listed> present = directory.list();
    String copy =
        file.isLeftToCopy() ? null : open.openCopy(file.position().copied(source), present);
    if (copy != null) {
      file.leaveToCopy();
      read(copy, Objects.requireNonNull(open.all().get(copy)), present.get(copy), sink);
    }
    file.startAnew(sink);
    read(source, file, present.get(source), sink);
  }
}
