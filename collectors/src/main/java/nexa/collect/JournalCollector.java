package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import nexa.event.Batch;
import nexa.event.Collector;
import nexa.event.Event;
import nexa.event.EventSink;
import nexa.event.Offsets;
import nexa.event.SourceCheck;
import nexa.event.Tally;
import nexa.event.Trouble;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one unit in systemd's journal, through a {@code journalctl} that is started anew when it ends.
 * Each line a service prints is an entry of its own; they are put together by their stream.
 *
 * @see <a href="https://systemd.io/JOURNAL_EXPORT_FORMATS/">Journal JSON format</a>
 */
public final class JournalCollector implements Collector {

  /** The name of this input in events and metrics. */
  public static final String INPUT = "journald";

  private static final Logger log = LoggerFactory.getLogger(JournalCollector.class);
  private static final String MALFORMED = "malformed entry";
  private static final Duration RESTART_AFTER = Duration.ofSeconds(5);
  private static final Duration CHECK_MAX = Duration.ofSeconds(3);
  private static final int CHECKED_LINES = 100;
  private static final int CHECKED_BYTES_MAX = 1 << 20;
  private static final int CHUNK_BYTES = 64 << 10;
  private static final int CHUNKS_PER_POLL_MAX = 64;
  /** Of a journal that was there before Nexa, only the end is news. */
  private static final String BACKLOG_LINES = "10000";

  private final List<String> journalctl;
  private final String service;
  private final String unit;
  private final @Nullable Path folder;
  private final String source;
  private final Offsets offsets;
  private final Clock clock;
  private final byte[] chunk = new byte[CHUNK_BYTES];
  private final List<Event> events = new ArrayList<>();
  private final LineCounts counts = new LineCounts();
  private @Nullable Process process;
  private LineReader lines = new LineReader(0, counts.losses());
  private LogJoiner joiner;
  private @Nullable String last;
  private Instant startAt;
  private @Nullable String stored;
  private @Nullable String wrong;

  /**
   * Follows a unit.
   *
   * @param unit one of this host, such as {@code shop.service}; with a folder before it, {@code
   *     /var/log/journal/remote/shop.service}, one of the journal whose files are in that folder
   */
  public JournalCollector(String service, String unit, Offsets offsets, Clock clock) {
    this(List.of("journalctl"), service, unit, offsets, clock);
  }

  /**
   * @param journalctl the command and its first arguments
   */
  JournalCollector(
      List<String> journalctl, String service, String unit, Offsets offsets, Clock clock) {
    int name = unit.lastIndexOf('/') + 1; // no unit has a slash in its name
    this.journalctl = List.copyOf(journalctl);
    this.folder = name == 0 ? null : Path.of(unit.substring(0, name));
    this.unit = unit.substring(name);
    this.source = INPUT + ":" + service + ":" + unit;
    this.offsets = offsets;
    this.clock = clock;
    this.startAt = clock.instant();
    this.service = service;
    this.joiner = joiner();
  }

  @Override
  public String input() {
    return INPUT;
  }

  @Override
  public Tally tally() {
    return counts.take();
  }

  @Override
  public List<Trouble> troubles() {
    return wrong == null ? List.of() : List.of(
        new Trouble(
            INPUT, (folder == null ? "" : folder + "/") + unit, wrong,
            "Run " + String.join(" ", command()) + " as the daemon's user, which says more, or"
                + " correct the service's logs in nexa.yaml"));
  }

  @Override
  public void poll(EventSink sink) {
    Process running = running();
    if (running == null) {
      return;
    }
    store(sink); // what could not be stored before: until it can, nothing more is read
    try {
      read(running);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the journal of " + unit, e);
    } catch (Error e) { // told as any other; but what it left half read is gone from the pipe
      startAnew(running);
      throw e;
    }
    if (!clock.instant().isBefore(startAt)) {
      wrong = null; // it did not end at once
    }
    events.addAll(joiner.closeSilent());
    store(sink);
    if (!running.isAlive() && hasEnded(running)) {
      log.warn("input={} unit={} msg=\"journalctl ended\" status={}", INPUT, unit,
          running.exitValue());
      wrong = "journalctl ended with status " + running.exitValue();
      events.addAll(joiner.close());
      store(sink);
      process = null;
      startAt = clock.instant().plus(RESTART_AFTER);
    }
  }

  private @Nullable Process running() {
    if (process == null && !clock.instant().isBefore(startAt)) {
      startAt = clock.instant().plus(RESTART_AFTER);
      if (folder == null || Files.isDirectory(folder)) {
        process = start();
      } else {
        wrong = "The folder is not there";
      }
      lines = new LineReader(0, counts.losses());
      joiner = joiner();
    }
    return process;
  }

  /** Begins again behind what is stored. */
  private void startAnew(Process running) {
    running.destroyForcibly();
    process = null;
    events.clear();
    last = null;
    startAt = clock.instant().plus(RESTART_AFTER);
  }

  private LogJoiner joiner() {
    return new LogJoiner(service, null, INPUT, clock, counts);
  }

  /** What shows the unit's entries. */
  private List<String> command() {
    List<String> command = new ArrayList<>(journalctl);
    if (folder != null) {
      command.add("--directory=" + folder);
    }
    command.add("--unit=" + unit);
    return command;
  }

  private @Nullable Process start() {
    List<String> command = command();
    command.addAll(List.of("--output=json", "--follow", "--quiet"));
    Optional<String> cursor = offsets.position(source);
    command.add(cursor.orElse("--lines=" + BACKLOG_LINES));
    try {
      Process started =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      started.getOutputStream().close();
      return started;
    } catch (IOException e) {
      wrong = "journalctl cannot be run: is systemd on this host?";
      return null;
    }
  }

  private void read(Process running) throws IOException {
    InputStream in = running.getInputStream();
    for (int chunks = 0; chunks < CHUNKS_PER_POLL_MAX && in.available() > 0; chunks++) {
      int length = in.read(chunk, 0, Math.min(chunk.length, in.available()));
      lines.feed(chunk, length, (offset, line) -> add(line));
    }
  }

  private static boolean hasEnded(Process running) {
    try {
      return running.getInputStream().available() == 0;
    } catch (IOException e) {
      return true; // a closed pipe has no more to read
    }
  }

  private void add(String line) {
    JournalEntry entry = JournalEntry.parse(line);
    if (entry == null) {
      counts.losses().refuse(MALFORMED, line);
      return;
    }
    last = entry.cursor();
    for (Line part = Line.first(entry.message()); part != null; part = part.next()) {
      String text = part.substring(part.start(), part.end());
      events.addAll(
          joiner.add(
              new LogJoiner.LogLine(
                  entry.stream(), entry.cursor(), text, entry.time(), entry.severity())));
    }
  }

  /** Stores what there is, with the option of journalctl that goes on behind it. */
  private void store(EventSink sink) {
    String open = joiner.openSince();
    String place =
        open != null ? "--cursor=" + open : last == null ? null : "--after-cursor=" + last;
    if (events.isEmpty() && (place == null || place.equals(stored))) {
      return;
    }
    Batch.Offset offset = place == null ? null : new Batch.Offset(source, place);
    sink.accept(new Batch(INPUT, events, offset));
    events.clear();
    stored = place;
  }

  /** Asks for the newest entries by a journalctl of its own, which moves no cursor. */
  @Override
  public List<SourceCheck> check() {
    String name = (folder == null ? "" : folder + "/") + unit;
    List<String> command = command();
    command.addAll(List.of("--output=json", "--quiet", "--no-pager", "--lines=" + CHECKED_LINES));
    try {
      Process newest =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      newest.getOutputStream().close();
      Thread watch = Thread.ofVirtual().start(() -> end(newest));
      String printed = new String(newest.getInputStream().readNBytes(CHECKED_BYTES_MAX), UTF_8);
      newest.destroyForcibly();
      watch.interrupt();
      List<JournalEntry> entries =
          printed.lines().map(JournalEntry::parse).filter(Objects::nonNull).toList();
      return List.of(entries.isEmpty() ? silent(name) : seen(name, entries));
    } catch (IOException e) {
      return List.of(
          new SourceCheck(
              INPUT, name, false, "journalctl cannot be run: " + e.getMessage(),
              "Run Nexa on a host with systemd, or correct the service's logs in nexa.yaml"));
    }
  }

  private static void end(Process process) {
    try {
      if (!process.waitFor(CHECK_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it was read to its end
    }
  }

  private SourceCheck silent(String name) {
    return new SourceCheck(
        INPUT, name, false,
        "journalctl shows no entry of it: it has written nothing, or may not be read",
        "Run " + String.join(" ", command()) + " as user "
            + System.getProperty("user.name", "of the daemon")
            + "; groups systemd-journal or adm let a user read the journal");
  }

  private SourceCheck seen(String name, List<JournalEntry> entries) {
    Instant written = entries.getLast().time();
    String text = entries.stream().map(JournalEntry::message).collect(Collectors.joining("\n"));
    boolean isFollowed = process != null && process.isAlive();
    return new SourceCheck(
        INPUT, name, isFollowed,
        "readable" + (written == null ? "" : ", written " + NewestLines.ago(written, clock)) + ", "
            + (stored == null ? "no entry stored as read since the start" : "read and stored")
            + "; " + NewestLines.seen(text, service, INPUT, clock)
            + (isFollowed ? ". Not tried: a new entry, as nothing is written into your journal"
                : ". But no journalctl follows it now"),
        isFollowed ? "" : "It is started again every " + RESTART_AFTER.toSeconds()
            + " s; look into the daemon's log if it stays so");
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}
