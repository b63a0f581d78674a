package nexa.agent.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import nexa.event.Batch;
import nexa.event.Event;
import nexa.event.EventSink;
import nexa.event.Offsets;
import nexa.event.StackTrace;
import nexa.issue.Issue;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Events and the issues they make. One transaction holds a batch, the issues it changes, the source's
 * offset and the feed's entries; an event sent again changes nothing.
 *
 * <p>An issue's count is the highest of its inputs' counts: a crash that the javaagent and the log
 * file both saw happened once.
 */
public final class EventStore implements EventSink, Offsets {

  private static final int EVENTS_SHOWN_MAX = 50;

  private final Store store;
  private final Feed feed;
  private final Grouping grouping;
  private final Consumer<Issue> onChanged;

  /**
   * @param onChanged called after the commit with every issue a batch changed
   */
  public EventStore(Store store, Feed feed, Grouping grouping, Consumer<Issue> onChanged) {
    this.store = store;
    this.feed = feed;
    this.grouping = grouping;
    this.onChanged = onChanged;
  }

  /** An issue after a batch, and the feed's entry about it. */
  private record Changed(Issue issue, Feed.Entry entry) {}

  @Override
  public void accept(Batch batch) {
    List<Changed> changes =
        store
            .jdbi()
            .inTransaction(
                handle -> {
                  List<Changed> changed = new ArrayList<>();
                  for (Event event : batch.events()) {
                    add(handle, event).ifPresent(changed::add);
                  }
                  Batch.Offset offset = batch.offset();
                  if (offset != null) {
                    saveOffset(handle, offset);
                  }
                  return changed;
                });
    changes.forEach(
        change -> {
          feed.published(change.entry());
          onChanged.accept(change.issue());
        });
  }

  @Override
  public Optional<String> position(String source) {
    return store
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT position FROM offsets WHERE source = ?")
                    .bind(0, source)
                    .mapTo(String.class)
                    .findOne());
  }

  /** All issues, the last seen first. */
  public List<Issue> issues() {
    return store
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT document FROM issues")
                    .mapTo(String.class)
                    .map(document -> Json.read(document, Issue.class))
                    .stream()
                    .sorted((a, b) -> b.lastSeen().compareTo(a.lastSeen()))
                    .toList());
  }

  /** One issue. */
  public Optional<Issue> issue(String id) {
    return store.jdbi().withHandle(handle -> find(handle, "id = ?", id));
  }

  /** The newest events of an issue, as the documents they were stored as. */
  public List<Event> events(String issueId) {
    return store
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT document FROM events WHERE issue = ? ORDER BY time DESC LIMIT ?")
                    .bind(0, issueId)
                    .bind(1, EVENTS_SHOWN_MAX)
                    .mapTo(String.class)
                    .map(document -> Json.read(document, Event.class))
                    .list());
  }

  /** Sets an issue's status; empty when there is no such issue. */
  public Optional<Issue> setStatus(String id, Issue.Status status) {
    Optional<Changed> change =
        store
            .jdbi()
            .inTransaction(
                handle ->
                    find(handle, "id = ?", id)
                        .map(issue -> save(handle, with(issue, status), "issue." + word(status))));
    change.ifPresent(changed -> feed.published(changed.entry()));
    return change.map(Changed::issue);
  }

  private static String word(Issue.Status status) {
    return status == Issue.Status.RESOLVED ? "resolved" : "updated";
  }

  private Optional<Changed> add(Handle handle, Event event) {
    StackTrace trace = event.stackTrace();
    Grouping.Grouped grouped = trace == null ? null : grouping.group(event);
    Optional<Issue> known =
        grouped == null
            ? Optional.empty()
            : find(handle, "service = ? AND fingerprint = ?", event.service(), grouped.fingerprint().value());
    String issueId =
        grouped == null ? null : known.map(Issue::id).orElseGet(() -> nextId(handle, event.service()));
    boolean fresh =
        handle.execute(
                "INSERT INTO events (id, issue, service, input, time, document) VALUES (?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT DO NOTHING",
                event.id(), issueId, event.service(), event.input(), event.time().toEpochMilli(),
                Json.write(event))
            == 1;
    if (!fresh || grouped == null || trace == null || issueId == null) {
      return Optional.empty();
    }
    long count = countOf(handle, issueId, event.input());
    Issue issue =
        known
            .map(old -> merged(old, event, count))
            .orElseGet(() -> opened(issueId, event, trace, grouped));
    return Optional.of(save(handle, issue, known.isPresent() ? "issue.updated" : "issue.opened"));
  }

  private static String nextId(Handle handle, String service) {
    long number =
        handle
            .createQuery("SELECT count(*) + 1 FROM issues WHERE service = ?")
            .bind(0, service)
            .mapTo(long.class)
            .one();
    return service.toUpperCase(Locale.ROOT) + "-" + number;
  }

  /** Counts an event for its input; gives the highest count of any input. */
  private static long countOf(Handle handle, String issueId, String input) {
    handle.execute(
        "INSERT INTO issue_inputs (issue, input, count) VALUES (?, ?, 1)"
            + " ON CONFLICT DO UPDATE SET count = count + 1",
        issueId, input);
    return handle
        .createQuery("SELECT max(count) FROM issue_inputs WHERE issue = ?")
        .bind(0, issueId)
        .mapTo(long.class)
        .one();
  }

  private static Issue opened(
      String id, Event event, StackTrace trace, Grouping.Grouped grouped) {
    return new Issue(
        id,
        event.service(),
        grouped.fingerprint(),
        grouped.title(),
        grouped.exceptionType(),
        grouped.topFrame(),
        Issue.Status.OPEN,
        1,
        event.time(),
        event.time(),
        Set.of(event.input()),
        grouped.because(),
        event.release(),
        trace,
        grouped.inAppFrames(),
        event.snapshot());
  }

  private static Issue merged(Issue old, Event event, long count) {
    Set<String> inputs = new TreeSet<>(old.inputs());
    inputs.add(event.input());
    return new Issue(
        old.id(),
        old.service(),
        old.fingerprint(),
        old.title(),
        old.exceptionType(),
        old.topFrame(),
        old.status() == Issue.Status.RESOLVED ? Issue.Status.OPEN : old.status(),
        count,
        earlier(old.firstSeen(), event.time()),
        later(old.lastSeen(), event.time()),
        inputs,
        old.groupedBecause(),
        newest(event.release(), old.release()),
        old.stackTrace(),
        old.inAppFrames(),
        newest(event.snapshot(), old.snapshot()));
  }

  private static Issue with(Issue issue, Issue.Status status) {
    return new Issue(
        issue.id(), issue.service(), issue.fingerprint(), issue.title(), issue.exceptionType(),
        issue.topFrame(), status, issue.count(), issue.firstSeen(), issue.lastSeen(), issue.inputs(),
        issue.groupedBecause(), issue.release(), issue.stackTrace(), issue.inAppFrames(),
        issue.snapshot());
  }

  private static <T> @Nullable T newest(@Nullable T fresh, @Nullable T old) {
    return fresh == null ? old : fresh;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private Changed save(Handle handle, Issue issue, String change) {
    handle.execute(
        "INSERT INTO issues (id, service, fingerprint, document) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (id) DO UPDATE SET document = excluded.document",
        issue.id(), issue.service(), issue.fingerprint().value(), Json.write(issue));
    return new Changed(issue, feed.append(handle, change, new IssueNews(issue.id(), issue.title(), issue.count())));
  }

  /** What the feed says of an issue. */
  private record IssueNews(String id, String title, long count) {}

  private static Optional<Issue> find(Handle handle, String condition, String... values) {
    var query = handle.createQuery("SELECT document FROM issues WHERE " + condition);
    for (int i = 0; i < values.length; i++) {
      query.bind(i, values[i]);
    }
    return query.mapTo(String.class).findOne().map(document -> Json.read(document, Issue.class));
  }

  private static void saveOffset(Handle handle, Batch.Offset offset) {
    handle.execute(
        "INSERT INTO offsets (source, position) VALUES (?, ?)"
            + " ON CONFLICT (source) DO UPDATE SET position = excluded.position",
        offset.source(), offset.position());
  }
}
