package nexa.agent.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import nexa.collect.template.Template;
import nexa.event.Batch;
import nexa.event.Event;
import nexa.event.EventSink;
import nexa.event.Offsets;
import nexa.event.StackTrace;
import nexa.issue.Classification;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Events and the issues they make. One transaction holds a batch, the issues it changes, the source's
 * offset and the feed's entries; an event sent again changes nothing.
 *
 * <p>An issue's count is the highest of its inputs' counts: a crash that the javaagent and the log
 * file both saw happened once.
 */
public final class EventStore implements EventSink, Offsets {

  static final int PRUNE_EVERY = 1_000;

  private static final int JOINED_SHOWN_MAX = 50;

  private final Store store;
  private final Feed feed;
  private final Grouping grouping;
  private final Templates templates;
  private final EventRows rows;
  private final Consumer<Issue> onChanged;
  private final AtomicInteger sincePruned = new AtomicInteger();

  /**
   * @param onChanged called after the commit with every issue a batch changed
   */
  public EventStore(Store store, Feed feed, Grouping grouping, Consumer<Issue> onChanged) {
    this.store = store;
    this.feed = feed;
    this.grouping = grouping;
    this.templates = new Templates(store);
    this.rows = new EventRows(templates);
    this.onChanged = onChanged;
  }

  @Override
  public void accept(Batch batch) {
    commit(
        handle -> add(handle, batch),
        batch.events().size() + " events of input " + batch.input());
  }

  /** Changes issues in one transaction, and tells of it after the commit. */
  private void commit(Function<Handle, List<ChangedIssue>> work, String what) {
    List<ChangedIssue> changes;
    try {
      changes = store.jdbi().inTransaction(work::apply);
    } catch (JdbiException e) {
      throw new UncheckedIOException(
          "Cannot store " + what, new IOException(store.explain(e), e));
    }
    changes.forEach(change -> change.tell(feed, onChanged));
  }

  /** The fingerprint of an event with a stack trace. */
  Fingerprint fingerprint(Event event) {
    return grouping.group(event).fingerprint();
  }

  /** What would become of an event, in words; nothing of it is kept. */
  public String preview(Event event) {
    if (event.stackTrace() == null) {
      return "it would be kept as an error that belongs to no issue";
    }
    Grouping.Grouped grouped = grouping.group(event);
    Home home = store.jdbi().withHandle(handle -> home(handle, event, grouped));
    Issue known = home.issue();
    Classification kind = grouping.classify(event);
    return (known == null
        ? "it would open an issue \"" + grouped.title() + "\""
        : "it would count for issue " + known.id())
        + " of " + event.service() + ", " + kind.category().name().toLowerCase(Locale.ROOT)
        + ". " + home.because();
  }

  /** Whether an issue of a service has a fingerprint. */
  boolean knows(String service, Fingerprint fingerprint) {
    return store
        .jdbi()
        .withHandle(handle -> IssueRows.of(handle, service, fingerprint).isPresent());
  }

  /**
   * Raises the counts of issues by events that were not kept.
   *
   * @throws UncheckedIOException when that could not be stored; nothing of it was
   */
  void raise(List<Repeat> repeats) {
    commit(
        handle -> repeats.stream().flatMap(repeat -> raise(handle, repeat).stream()).toList(),
        repeats.size() + " counts of repeats");
  }

  private Optional<ChangedIssue> raise(Handle handle, Repeat repeat) {
    Repeat.Key key = repeat.key();
    return IssueRows.of(handle, key.service(), key.fingerprint())
        .map(
            issue -> {
              long count =
                  Tally.count(
                      handle, issue.id(), key.fingerprint(), key.input(), repeat.last(),
                      repeat.count());
              return ChangedIssue.write(
                  handle, feed, IssueChanges.raised(issue, repeat, count), "issue.updated");
            });
  }

  private List<ChangedIssue> add(Handle handle, Batch batch) {
    Map<String, Issue> touched = new LinkedHashMap<>();
    Set<String> opened = new HashSet<>();
    for (Event event : batch.events()) {
      add(handle, event, batch.isAuthenticated(), touched, opened);
    }
    if (sincePruned.addAndGet(batch.events().size()) >= PRUNE_EVERY) {
      sincePruned.set(0);
      EventRows.prune(handle);
      Tally.prune(handle);
    }
    Batch.Offset offset = batch.offset();
    if (offset != null) {
      saveOffset(handle, offset);
    }
    Tally.releases(handle, batch);
    return touched.values().stream()
        .map(
            issue -> ChangedIssue.write(
                handle, feed, issue,
                opened.contains(issue.id()) ? "issue.opened" : "issue.updated"))
        .toList();
  }

  @Override
  public Optional<String> position(String source) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
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
            handle -> handle
                .createQuery("SELECT document FROM issues WHERE merged_into IS NULL")
                .mapTo(String.class)
                .map(document -> Json.read(document, Issue.class))
                .stream()
                .sorted((a, b) -> b.lastSeen().compareTo(a.lastSeen()))
                .toList());
  }

  /** One issue, or the one it was merged into. */
  public Optional<Issue> issue(String id) {
    return store.jdbi().withHandle(handle -> IssueRows.find(handle, id));
  }

  /** The templates of the messages of an issue's newest events, the most frequent first. */
  public List<Template> templates(String issueId) {
    return templates.ofIssue(issueId);
  }

  /** The templates of the messages of an issue's newest events, by the id of the event. */
  public Map<String, Template> templatesByEvent(String issueId) {
    return templates.byEvent(issueId, RecentEvents.SHOWN_MAX);
  }

  /** Sets an issue's status; empty when there is no such issue. */
  public Optional<Issue> setStatus(String id, Issue.Status status) {
    Optional<ChangedIssue> change =
        store
            .jdbi()
            .inTransaction(
                handle -> IssueRows.find(handle, id)
                    .map(
                        issue -> ChangedIssue.write(
                            handle, feed, IssueChanges.with(issue, status),
                            "issue." + word(status))));
    change.ifPresent(changed -> feed.published(changed.entry()));
    return change.map(ChangedIssue::issue);
  }

  private static String word(Issue.Status status) {
    return status == Issue.Status.RESOLVED ? "resolved" : "updated";
  }

  /** Stores an event, and the issue it makes among the touched ones. */
  private void add(
      Handle handle, Event event, boolean isAuthenticated, Map<String, Issue> touched,
      Set<String> opened) {
    StackTrace trace = event.stackTrace();
    if (trace == null) {
      String issue = EventRows.issueOfTrace(handle, event);
      rows.insert(handle, event, issue, null, false);
      return;
    }
    Grouping.Grouped grouped = grouping.group(event);
    Home home = home(handle, event, grouped);
    Issue known = home.issue();
    String issueId = known == null ? IssueRows.nextId(handle, event.service()) : known.id();
    boolean toldBefore = EventRows.isToldBefore(handle, event, issueId);
    if (!rows.insert(handle, event, issueId, grouped, !toldBefore)) {
      return;
    }
    EventRows.takeRequest(handle, event, issueId);
    if (toldBefore) {
      return;
    }
    long count = Tally.count(handle, issueId, grouped.fingerprint(), event);
    if (isAuthenticated) {
      Tally.authenticate(handle, issueId, grouped.fingerprint(), event.input());
    }
    Issue old = known == null ? null : touched.getOrDefault(issueId, known);
    if (old == null) {
      Issue issue = IssueChanges.opened(issueId, event, trace, grouped, home.because());
      IssueRows.write(handle, issue); // so that the next event of the batch finds it
      know(handle, issue, grouped.fingerprint(), home.because());
      handle.execute("UPDATE issues SET opened_in = ? WHERE id = ?", event.release(), issueId);
      Classifications.set(handle, issueId, grouping.classify(event));
      opened.add(issueId);
      touched.put(issueId, issue);
    } else {
      if (home.isNews()) {
        know(handle, old, grouped.fingerprint(), home.because());
      }
      touched.put(issueId, IssueChanges.merged(old, event, trace, grouped, count));
    }
  }

  /**
   * Where an event belongs.
   *
   * @param issue null for one that it opens
   * @param isNews whether its fingerprint was not known
   */
  private record Home(@Nullable Issue issue, String because, boolean isNews) {}

  private Home home(Handle handle, Event event, Grouping.Grouped grouped) {
    Optional<Issue> known = IssueRows.of(handle, event.service(), grouped.fingerprint());
    if (known.isPresent()) {
      return new Home(known.get(), grouped.because(), false);
    }
    return switch (grouping.place(event, grouped)) {
      case Grouping.Place.Opens(String because) -> new Home(null, because, true);
      case Grouping.Place.Joins(String issue, String because) ->
          new Home(IssueRows.find(handle, issue).orElse(null), because, true);
    };
  }

  private void know(Handle handle, Issue issue, Fingerprint fingerprint, String because) {
    handle.execute(
        "INSERT INTO fingerprints (service, fingerprint, issue, because) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        issue.service(), fingerprint.value(), issue.id(), because);
    grouping.note(
        new Grouping.Known(
            issue.service(), issue.id(), fingerprint,
            issue.fingerprint().equals(fingerprint) ? issue.stackTrace() : null));
  }

  /** Why the fingerprints that were not an issue's first are its, in words. */
  public List<String> joined(Issue issue) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT because FROM fingerprints WHERE issue = ? AND fingerprint <> ?"
                        + " ORDER BY rowid DESC LIMIT ?")
                .bind(0, issue.id())
                .bind(1, issue.fingerprint().value())
                .bind(2, JOINED_SHOWN_MAX)
                .mapTo(String.class)
                .list());
  }

  private static void saveOffset(Handle handle, Batch.Offset offset) {
    handle.execute(
        "INSERT INTO offsets (source, position) VALUES (?, ?)"
            + " ON CONFLICT (source) DO UPDATE SET position = excluded.position",
        offset.source(), offset.position());
  }
}
