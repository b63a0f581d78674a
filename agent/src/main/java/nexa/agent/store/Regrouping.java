package nexa.agent.store;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterable;

/**
 * What people say about which crashes are one issue, remembered for good: two issues are made one, or a
 * part of one becomes an issue of its own.
 *
 * <p>A merge moves fingerprints, events and counts, and leaves the name of the issue that went, which
 * leads to the other from then on. A split moves them back under the name they had, or under a new one.
 * Crashes of one fingerprint are told apart by their variant: all their methods and what they said.
 */
public final class Regrouping {

  private final Store store;
  private final Feed feed;
  private final Grouping grouping;
  private final InstantSource clock;
  private final AuditLog audit;
  private final Consumer<Issue> onChanged;

  /**
   * @param onChanged called after the commit with every issue that was changed
   */
  public Regrouping(
      Store store, Feed feed, Grouping grouping, InstantSource clock, Consumer<Issue> onChanged) {
    this.store = store;
    this.feed = feed;
    this.grouping = grouping;
    this.clock = clock;
    this.audit = new AuditLog(clock);
    this.onChanged = onChanged;
  }

  /** Who says it and why; the reason may be empty. */
  public record Word(String by, String reason) {

    /** What was done, and why when that was said. */
    String with(String what) {
      return reason.isEmpty() ? what : what + ": " + reason;
    }
  }

  /** What became of a word. */
  public sealed interface Answer {

    /** It holds; the issue is the one that others went into, or the one that was split off. */
    record Done(Issue issue) implements Answer {}

    /** It cannot be followed, and why. */
    record Refused(String reason) implements Answer {}

    /** There is no such issue. */
    record Unknown(String id) implements Answer {}
  }

  /** Tells the grouping all that is known, as after a start. */
  public void recall() {
    store.jdbi().useHandle(this::recall);
  }

  private void recall(Handle handle) {
    known(handle, "").forEach(grouping::note);
    handle
        .createQuery("SELECT service, one, other, together FROM links ORDER BY time")
        .map(
            (row, context) -> new Grouping.Link(
                row.getString(1), new Fingerprint(row.getString(2)),
                new Fingerprint(row.getString(3)), row.getBoolean(4)))
        .forEach(grouping::note);
    handle
        .createQuery("SELECT service, fingerprint, variant, becomes FROM variants")
        .map(
            (row, context) -> new Grouping.Variant(
                row.getString(1), new Fingerprint(row.getString(2)), row.getString(3),
                new Fingerprint(row.getString(4))))
        .forEach(grouping::note);
  }

  /** The fingerprints of an issue with the traces that there are, or those of all for no name. */
  private static ResultIterable<Grouping.Known> known(Handle handle, String issueId) {
    return handle
        .createQuery(
            "SELECT f.service, f.issue, f.fingerprint, i.document FROM fingerprints f"
                + " LEFT JOIN issues i ON i.service = f.service AND i.fingerprint = f.fingerprint"
                + " WHERE ? IN ('', f.issue) ORDER BY f.rowid")
        .bind(0, issueId)
        .map(
            (row, context) -> {
              String document = row.getString(4);
              return new Grouping.Known(
                  row.getString(1), row.getString(2), new Fingerprint(row.getString(3)),
                  document == null ? null : Json.read(document, Issue.class).stackTrace());
            });
  }

  /** What an issue is made of, the newest first. */
  public List<IssueParts.Part> parts(Issue issue) {
    return store.jdbi().withHandle(handle -> IssueParts.of(handle, grouping, issue));
  }

  /** Makes one issue of two: all that is and will be the first one's is the second one's. */
  public Answer merge(String id, String into, Word word) {
    return decide(handle -> merge(handle, id, into, word));
  }

  /** Makes an issue of its own of a part of one. */
  public Answer split(String id, String part, Word word) {
    return decide(handle -> split(handle, id, part, word));
  }

  /** An answer, what changed, and what the grouping has to be told of it. */
  private record Decided(Answer answer, List<ChangedIssue> changes, List<Consumer<Grouping>> told) {

    static Decided refused(String reason) {
      return new Decided(new Answer.Refused(reason), List.of(), List.of());
    }

    static Decided unknown(String id) {
      return new Decided(new Answer.Unknown(id), List.of(), List.of());
    }
  }

  @FunctionalInterface
  private interface Decision {
    Decided in(Handle transaction);
  }

  /** The grouping hears of it before the connection is free: no event comes in between. */
  private Answer decide(Decision decision) {
    Decided decided =
        store
            .jdbi()
            .withHandle(
                handle -> {
                  Decided done = handle.inTransaction(decision::in);
                  done.told().forEach(each -> each.accept(grouping));
                  return done;
                });
    decided.changes().forEach(change -> change.tell(feed, onChanged));
    return decided.answer();
  }

  private Decided merge(Handle handle, String id, String into, Word word) {
    Optional<Issue> one = IssueRows.find(handle, id);
    Optional<Issue> other = IssueRows.find(handle, into);
    if (one.isEmpty() || other.isEmpty()) {
      return Decided.unknown(one.isEmpty() ? id : into);
    }
    Issue gone = one.get();
    Issue left = other.get();
    Optional<String> obstacle = obstacle(handle, gone, left);
    if (obstacle.isPresent()) {
      return Decided.refused(obstacle.get());
    }
    List<Grouping.Link> links = new ArrayList<>(apart(handle, gone, left));
    links.add(link(gone.service(), gone.fingerprint(), left.fingerprint(), true));
    links.forEach(link -> save(handle, link, word));
    String because = word.with("A person, " + word.by() + ", merged " + gone.id() + " into it");
    handle.execute(
        "UPDATE fingerprints SET issue = ?, because = ? WHERE issue = ?", left.id(), because,
        gone.id());
    for (String table : List.of("events", "runs", "fixes")) {
      handle.execute(
          "UPDATE " + table + " SET issue = ? WHERE issue = ?", left.id(), gone.id());
    }
    SharedUpdates.merge(handle, gone.id(), left.id());
    Tally.give(handle, gone.id(), left.id(), null);
    handle.execute(
        "UPDATE issues SET merged_into = ? WHERE id = ? OR merged_into = ?", left.id(), gone.id(),
        gone.id());
    handle.execute("UPDATE issues SET status = 'MERGED' WHERE id = ?", gone.id());
    Issue joined = IssueChanges.took(left, gone, Tally.of(handle, left.id()), because);
    audit.append(
        handle, word.by(), "merged", word.with(gone.id() + " into " + left.id()));
    return done(
        joined, List.of(ChangedIssue.write(handle, feed, joined, "issue.updated")),
        told(known(handle, left.id()).list(), links));
  }

  private static Optional<String> obstacle(Handle handle, Issue gone, Issue left) {
    if (gone.id().equals(left.id())) {
      return Optional.of(gone.id() + " cannot be merged into itself.");
    }
    if (!gone.service().equals(left.service())) {
      return Optional.of(
          gone.id() + " is of service " + gone.service() + " and " + left.id() + " of "
              + left.service() + ": an issue has one service.");
    }
    if (hasRun(handle, gone, "running")) {
      return Optional.of(beingHealed(gone));
    }
    return hasRun(handle, gone, "waiting") // for a decision on what was shown, by this issue's trust
        ? Optional.of("A fix of " + gone.id() + " waits for a decision: decide it first.")
        : Optional.empty();
  }

  private static boolean hasRun(Handle handle, Issue issue, String status) {
    return handle
        .createQuery("SELECT count(*) FROM runs WHERE issue = ? AND status = ?")
        .bind(0, issue.id())
        .bind(1, status)
        .mapTo(int.class)
        .one() > 0;
  }

  private static String beingHealed(Issue issue) {
    return "A healing run of " + issue.id() + " is under way: wait until it ends.";
  }

  /** What was said to keep parts of the two apart: it holds no longer. */
  private static List<Grouping.Link> apart(Handle handle, Issue gone, Issue left) {
    String ofIssue = "(SELECT fingerprint FROM fingerprints WHERE issue = ?)";
    return handle
        .createQuery(
            "SELECT one, other FROM links WHERE service = ? AND NOT together"
                + " AND (one IN " + ofIssue + " AND other IN " + ofIssue
                + " OR one IN " + ofIssue + " AND other IN " + ofIssue + ")")
        .bind(0, gone.service())
        .bind(1, gone.id())
        .bind(2, left.id())
        .bind(3, left.id())
        .bind(4, gone.id())
        .map(
            (row, context) -> link(
                gone.service(), new Fingerprint(row.getString(1)),
                new Fingerprint(row.getString(2)), true))
        .list();
  }

  private static Grouping.Link link(
      String service, Fingerprint a, Fingerprint b, boolean together) {
    boolean ordered = a.value().compareTo(b.value()) <= 0;
    return new Grouping.Link(service, ordered ? a : b, ordered ? b : a, together);
  }

  private void save(Handle handle, Grouping.Link link, Word word) {
    handle.execute(
        "INSERT INTO links (service, one, other, together, actor, time) VALUES (?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT DO UPDATE SET together = excluded.together, actor = excluded.actor,"
            + " time = excluded.time",
        link.service(), link.one().value(), link.other().value(), link.together(), word.by(),
        clock.millis());
  }

  private static Decided done(Issue issue, List<ChangedIssue> changes,
      List<Consumer<Grouping>> told) {
    return new Decided(new Answer.Done(issue), changes, told);
  }

  private static List<Consumer<Grouping>> told(
      List<Grouping.Known> known, List<Grouping.Link> links) {
    List<Consumer<Grouping>> told = new ArrayList<>();
    known.forEach(each -> told.add(grouping -> grouping.note(each)));
    links.forEach(each -> told.add(grouping -> grouping.note(each)));
    return told;
  }

  private Decided split(Handle handle, String id, String part, Word word) {
    Optional<Issue> found = IssueRows.find(handle, id);
    if (found.isEmpty()) {
      return Decided.unknown(id);
    }
    Issue whole = found.get();
    if (hasRun(handle, whole, "running")) {
      return Decided.refused(beingHealed(whole));
    }
    return switch (new Splitting(handle, grouping, whole).takeOut(part, word)) {
      case Splitting.Result.Refused(String reason) -> Decided.refused(reason);
      case Splitting.Result.Taken taken -> {
        Grouping.Link link =
            link(whole.service(), taken.part().fingerprint(), whole.fingerprint(), false);
        save(handle, link, word);
        audit.append(
            handle, word.by(), "split", word.with(taken.part().id() + " off from " + whole.id()));
        List<ChangedIssue> changes =
            List.of(
                ChangedIssue.write(handle, feed, taken.part(), "issue.opened"),
                ChangedIssue.write(handle, feed, taken.left(), "issue.updated"));
        List<Grouping.Known> known = new ArrayList<>(known(handle, whole.id()).list());
        known.addAll(known(handle, taken.part().id()).list());
        List<Consumer<Grouping>> told = told(known, List.of(link));
        Grouping.Variant variant = taken.variant();
        if (variant != null) {
          told.addFirst(grouping -> grouping.note(variant));
        }
        yield done(taken.part(), changes, told);
      }
    };
  }
}
