package nexa.issue;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import nexa.event.Frame;
import nexa.event.Snapshot;
import nexa.event.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * A group of events with one fingerprint, hence one presumed cause.
 *
 * @param id short and stable, such as {@code SHOP-3}
 * @param topFrame the innermost in-app frame
 * @param inputs the roads its events came by
 * @param groupedBecause why these events are one issue, in words
 * @param stackTrace the trace of a representative event
 * @param snapshot the newest captured values, absent until the crash was captured
 */
public record Issue(
    String id,
    String service,
    Fingerprint fingerprint,
    String title,
    String exceptionType,
    Frame topFrame,
    Status status,
    long count,
    Instant firstSeen,
    Instant lastSeen,
    Set<String> inputs,
    String groupedBecause,
    @Nullable String release,
    StackTrace stackTrace,
    List<Frame> inAppFrames,
    @Nullable Snapshot snapshot) {

  public Issue {
    inputs = java.util.Collections.unmodifiableSet(new TreeSet<>(inputs));
    inAppFrames = List.copyOf(inAppFrames);
  }

  /** Where an issue stands. */
  public enum Status {
    OPEN,
    RESOLVED,
    IGNORED
  }
}
