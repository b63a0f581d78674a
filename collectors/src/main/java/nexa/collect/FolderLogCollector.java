package nexa.collect;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import nexa.collect.LogFolders.Folder;
import nexa.collect.LogFolders.Found;
import nexa.event.Collector;
import nexa.event.EventSink;
import nexa.event.Offsets;
import nexa.event.SourceCheck;
import nexa.event.Tally;
import nexa.event.Trouble;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads log files in folders that come and go: each folder with such a file in it has a {@link
 * LogFileCollector} of its own, so that rotation and positions are as in any other. A folder that is gone
 * is read to the end of what was open there.
 */
public final class FolderLogCollector implements Collector {

  private static final Logger log = LoggerFactory.getLogger(FolderLogCollector.class);
  private static final String INPUT = LogFileCollector.INPUT;
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final Duration GONE_MAX = Duration.ofMinutes(1);
  private static final int FOLDERS_MAX = 64;
  private static final int FILES_MAX = 128;
  private static final int CHECKED_MAX = 5;
  private static final int PASSED_OVER_MAX = 10_000;

  private final LogFolders folders;
  private final List<LogFiles> others;
  private final List<LogFolders> otherFolders;
  private final Offsets offsets;
  private final Clock clock;
  private final LineCounts counts = new LineCounts();
  private final Room room = new Room(FILES_MAX);
  private final Map<Object, Followed> followed = new LinkedHashMap<>();
  /** What was told of already, so that it is told of once. */
  private final Set<String> passedOver = new HashSet<>();
  private List<Trouble> troubles = List.of();
  private Instant lookAt;

  /** A folder that is read; for one thread. */
  private static final class Followed {
    private final Folder folder;
    private final LogFileCollector collector;
    /** Since when it is not among those that were found, null while it is. */
    private @Nullable Instant gone;

    private Followed(Folder folder, LogFileCollector collector) {
      this.folder = folder;
      this.collector = collector;
    }
  }

  /**
   * @param others the log files of all other collectors
   * @param otherFolders those of other collectors of this kind
   */
  public FolderLogCollector(
      LogFolders folders, List<LogFiles> others, List<LogFolders> otherFolders, Offsets offsets,
      Clock clock) {
    this.folders = folders;
    this.others = List.copyOf(others);
    this.otherFolders = List.copyOf(otherFolders);
    this.offsets = offsets;
    this.clock = clock;
    this.lookAt = clock.instant();
  }

  @Override
  public String input() {
    return INPUT;
  }

  @Override
  public void poll(EventSink sink) {
    if (!clock.instant().isBefore(lookAt)) {
      lookAt = clock.instant().plus(LOOK_EVERY);
      look();
    }
    UncheckedIOException failure = null;
    Error error = null;
    for (Followed each : followed.values()) {
      try {
        each.collector.poll(sink);
      } catch (UncheckedIOException e) { // what is wrong with one folder, others need not have
        failure = e;
      } catch (Error e) { // told when the other folders have been read
        error = e;
      }
    }
    letGo();
    if (error != null) {
      throw error;
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void look() {
    Found found = folders.find();
    Instant now = clock.instant();
    followed.forEach(
        (key, each) -> {
          boolean isThere = found.byKey().containsKey(key);
          each.gone = isThere ? null : each.gone == null ? now : each.gone;
        });
    found.byKey().forEach(this::follow);
    if (!found.isWhole()) {
      passOver("too many folders to look through", folders.path());
    }
    found.closed().forEach(folder -> passOver("folder may not be read", folder.toString()));
    troubles = followed.isEmpty() ? List.of(nothing(found.closed().size())) : List.of();
  }

  /** One that was renamed is read on under its new path: its files are known by their inodes. */
  private void follow(Object key, Folder folder) {
    Followed before = followed.get(key);
    if (before != null && before.folder.real().equals(folder.real())) {
      return;
    }
    if (before != null) {
      before.collector.close();
    } else if (followed.size() >= FOLDERS_MAX) {
      passOver("too many folders", folder.found().toString());
      return;
    }
    followed.put(key, new Followed(folder, collector(folder)));
    log.info("input={} service={} folder={} msg=\"followed\"", INPUT, folders.service(),
        folder.real());
  }

  private LogFileCollector collector(Folder folder) {
    List<LogFiles> beside = new ArrayList<>();
    for (LogFiles other : others) {
      if (other.directory().equals(folder.found()) || other.directory().equals(folder.real())) {
        beside.add(
            new LogFiles(other.service(), other.release(), folder.real(), other.name()));
      }
    }
    otherFolders.stream()
        .filter(other -> other.include(folder.found()))
        .forEach(other -> beside.add(other.in(folder.real())));
    return new LogFileCollector(
        folders.in(folder.real()), beside, offsets, clock, counts, room);
  }

  private void passOver(String reason, String what) {
    if (passedOver.size() < PASSED_OVER_MAX && passedOver.add(reason + what)) {
      counts.losses().refuse(reason, what);
      log.warn("input={} service={} {}: {}", INPUT, folders.service(), reason, what);
    }
  }

  private Trouble nothing(int closed) {
    return new Trouble(
        INPUT, folders.path(),
        "No folder with such a file is there"
            + (closed == 0 ? "" : ", and " + closed + " folders may not be read"),
        "Start the service that writes it, let the daemon's user read it, or correct the"
            + " service's logs in nexa.yaml");
  }

  /** Folders that are gone are read no more once nothing is open there. */
  private void letGo() {
    Instant now = clock.instant();
    for (Iterator<Followed> all = followed.values().iterator(); all.hasNext();) {
      Followed each = all.next();
      Instant gone = each.gone;
      if (gone != null
          && (each.collector.isAtRest() || !now.isBefore(gone.plus(GONE_MAX)))) {
        each.collector.close();
        all.remove();
      }
    }
  }

  @Override
  public Tally tally() {
    return counts.take();
  }

  @Override
  public List<Trouble> troubles() {
    return troubles;
  }

  @Override
  public List<SourceCheck> check() {
    List<SourceCheck> checks = new ArrayList<>();
    if (!followed.isEmpty()) {
      checks.add(
          new SourceCheck(
              INPUT, folders.path(), true,
              followed.size() + " folders with such a file are followed, new ones are looked for"
                  + " every " + LOOK_EVERY.toSeconds() + " s",
              ""));
    }
    followed.values().stream()
        .flatMap(each -> each.collector.check().stream())
        .limit(CHECKED_MAX)
        .forEach(checks::add);
    return checks;
  }

  @Override
  public void close() {
    followed.values().forEach(each -> each.collector.close());
  }
}
