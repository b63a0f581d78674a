package nexa.agent.store;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nexa.agent.store.Regrouping.Word;
import nexa.event.Event;
import nexa.heal.group.Fingerprints;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Takes a part out of an issue, in a transaction: its fingerprint, its events, and what they count. */
final class Splitting {

  private final Handle handle;
  private final Grouping grouping;
  private final Issue whole;

  Splitting(Handle handle, Grouping grouping, Issue whole) {
    this.handle = handle;
    this.grouping = grouping;
    this.whole = whole;
  }

  /** What became of it. */
  sealed interface Result {

    /**
     * The part and what is left, not written yet.
     *
     * @param variant what was split within a fingerprint, null when all of one was
     */
    record Taken(Issue part, Issue left, Grouping.@Nullable Variant variant) implements Result {}

    /** Nothing was changed. */
    record Refused(String reason) implements Result {}
  }

  Result takeOut(String part, Word word) {
    int colon = part.indexOf(':');
    Fingerprint fingerprint = new Fingerprint(colon < 0 ? part : part.substring(0, colon));
    String variant = colon < 0 ? "" : part.substring(colon + 1);
    if (events(fingerprint, variant) == 0) {
      return new Result.Refused(
          whole.id() + " has no part " + part + " of which events are kept.");
    }
    boolean all = variant.isEmpty() || events(fingerprint, variant) == events(fingerprint, "");
    if (all && fingerprint.equals(whole.fingerprint())) {
      return new Result.Refused(
          part + " is what " + whole.id() + " began with: split its other parts off instead.");
    }
    Grouping.Variant refined = all ? null : refine(fingerprint, variant);
    Fingerprint moved = refined == null ? fingerprint : refined.becomes();
    return taken(move(moved, word), moved, refined, word);
  }

  /** How many events of the issue are kept that have a fingerprint and, unless empty, a variant. */
  private long events(Fingerprint fingerprint, String variant) {
    return handle
        .createQuery(
            "SELECT count(*) FROM events WHERE issue = ? AND fingerprint = ?"
                + " AND ? IN ('', variant)")
        .bind(0, whole.id())
        .bind(1, fingerprint.value())
        .bind(2, variant)
        .mapTo(long.class)
        .one();
  }

  /** Gives a variant a fingerprint of its own, still within the issue. */
  private Grouping.Variant refine(Fingerprint fingerprint, String variant) {
    Fingerprint becomes = Fingerprints.of(fingerprint, variant);
    handle.execute(
        "INSERT INTO variants (service, fingerprint, variant, becomes) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        whole.service(), fingerprint.value(), variant, becomes.value());
    handle.execute(
        "INSERT INTO fingerprints (service, fingerprint, issue, because) VALUES (?, ?, ?, '')"
            + " ON CONFLICT DO NOTHING",
        whole.service(), becomes.value(), whole.id());
    handle
        .createQuery(
            "SELECT document FROM events WHERE issue = ? AND fingerprint = ? AND variant = ?"
                + " AND counted")
        .bind(0, whole.id())
        .bind(1, fingerprint.value())
        .bind(2, variant)
        .mapTo(String.class)
        .map(document -> Json.read(document, Event.class))
        .list()
        .forEach(event -> Tally.move(handle, whole.id(), fingerprint, becomes, event));
    handle.execute(
        "UPDATE events SET fingerprint = ? WHERE issue = ? AND fingerprint = ? AND variant = ?",
        becomes.value(), whole.id(), fingerprint.value(), variant);
    return new Grouping.Variant(whole.service(), fingerprint, variant, becomes);
  }

  /** Moves a fingerprint and all that is its; gives the name of the issue that it is from now on. */
  private String move(Fingerprint moved, Word word) {
    String id =
        formerly(moved).orElseGet(() -> IssueRows.nextId(handle, whole.service()));
    handle.execute(
        "UPDATE events SET issue = ? WHERE issue = ? AND fingerprint = ?", id, whole.id(),
        moved.value());
    handle.execute(
        "UPDATE events SET issue = ? WHERE issue = ? AND fingerprint IS NULL AND trace IN"
            + " (SELECT trace FROM events WHERE issue = ? AND trace IS NOT NULL)",
        id, whole.id(), id);
    handle.execute(
        "UPDATE fingerprints SET issue = ?, because = ? WHERE service = ? AND fingerprint = ?",
        id, because(word), whole.service(), moved.value());
    Tally.give(handle, whole.id(), id, moved);
    handle.execute(
        "UPDATE runs SET issue = ? WHERE issue = ? AND id LIKE ?", id, whole.id(), id + "/%");
    handle.execute(
        "UPDATE fixes SET issue = ? WHERE issue = ? AND run IN (SELECT id FROM runs"
            + " WHERE issue = ?)",
        id, whole.id(), id);
    return id;
  }

  /** The name that crashes with a fingerprint had before they were merged into the issue. */
  private Optional<String> formerly(Fingerprint moved) {
    return handle
        .createQuery(
            "SELECT id FROM issues WHERE service = ? AND fingerprint = ? AND merged_into = ?")
        .bind(0, whole.service())
        .bind(1, moved.value())
        .bind(2, whole.id())
        .mapTo(String.class)
        .findOne();
  }

  private String because(Word word) {
    return word.with("A person, " + word.by() + ", split it off from " + whole.id());
  }

  private Result.Taken taken(
      String id, Fingerprint moved, Grouping.@Nullable Variant variant, Word word) {
    List<Event> events = events(id);
    Issue part =
        IssueChanges.splitOff(
            Objects.requireNonNull(told(id, events, because(word))), moved, whole.status(),
            Tally.of(handle, id));
    IssueRows.write(handle, part);
    handle.execute(
        "UPDATE issues SET merged_into = NULL, opened_in = coalesce(opened_in, ?),"
            + " classification = coalesce(classification, ?) WHERE id = ?",
        events.getFirst().release(), Json.write(grouping.classify(events.getLast())), id);
    List<Event> rest = events(whole.id());
    Issue told = told(whole.id(), rest, whole.groupedBecause());
    Issue left =
        IssueChanges.left(
            whole, told == null ? whole : told, rest.size() < EventRows.KEPT_MAX,
            Tally.of(handle, whole.id()),
            word.with("A person, " + word.by() + ", split " + id + " off from it"));
    return new Result.Taken(part, left, variant);
  }

  /** The crashes of an issue that are kept, oldest first. */
  private List<Event> events(String id) {
    return handle
        .createQuery(
            "SELECT document FROM events WHERE issue = ? AND fingerprint IS NOT NULL"
                + " ORDER BY time, rowid")
        .bind(0, id)
        .mapTo(String.class)
        .map(document -> Json.read(document, Event.class))
        .list();
  }

  /** An issue as its events tell of it one after the other; null when there are none. */
  private @Nullable Issue told(String id, List<Event> events, String because) {
    Issue issue = null;
    for (Event event : events) {
      Grouping.Grouped grouped = grouping.group(event);
      issue =
          issue == null
              ? IssueChanges.opened(
                  id, event, Objects.requireNonNull(event.stackTrace()), grouped, because)
              : IssueChanges.merged(
                  issue, event, Objects.requireNonNull(event.stackTrace()), grouped, 0);
    }
    return issue;
  }
}
