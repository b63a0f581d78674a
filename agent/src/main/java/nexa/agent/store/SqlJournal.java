package nexa.agent.store;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import nexa.repair.Decision;
import nexa.repair.Journal;
import nexa.repair.Plan;
import org.jspecify.annotations.Nullable;

/** A healing run's record in the database: a row a step, written when it starts and when it ends. */
public final class SqlJournal implements Journal {

  private final Store store;
  private final Feed feed;
  private final Fixes fixes;
  private final Function<Object, Map<String, String>> facts;
  private final InstantSource clock;
  private final String runId;
  private final String issueId;

  /**
   * @param facts a step's result in a few words, for the page
   */
  public SqlJournal(
      Store store,
      Feed feed,
      Fixes fixes,
      Function<Object, Map<String, String>> facts,
      InstantSource clock,
      String runId,
      String issueId) {
    this.store = store;
    this.feed = feed;
    this.fixes = fixes;
    this.facts = facts;
    this.clock = clock;
    this.runId = runId;
    this.issueId = issueId;
  }

  /**
   * One step as the page shows it.
   *
   * @param ended null while it runs
   */
  public record Thought(
      String run, String name, long started, @Nullable Long ended, Map<String, String> facts) {}

  @Override
  public String runId() {
    return runId;
  }

  @Override
  @SuppressWarnings("unchecked") // a step's name stands for one type
  public <T> T step(String name, Supplier<T> body) {
    Optional<String> recorded = recorded(name);
    if (recorded.isPresent()) {
      return (T) Json.readTyped(recorded.get());
    }
    long started = clock.millis();
    started(name, started);
    T result = body.get();
    ended(name, started, result);
    return result;
  }

  @Override
  public Decision decision(Plan plan) {
    fixes.submit(runId, plan);
    if (recorded("apply").isEmpty()) {
      fixes.expire(plan);
    }
    return fixes.decision(plan).orElseThrow(() -> new Waiting("a decision on " + plan.id()));
  }

  private Optional<String> recorded(String name) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT result FROM steps WHERE run = ? AND name = ? AND ended IS NOT NULL")
                .bind(0, runId)
                .bind(1, name)
                .mapTo(String.class)
                .findOne());
  }

  private void started(String name, long time) {
    store
        .jdbi()
        .useHandle(
            handle -> handle.execute(
                "INSERT INTO steps (run, name, started) VALUES (?, ?, ?)"
                    + " ON CONFLICT DO UPDATE SET started = excluded.started",
                runId, name, time));
    feed.append("thought.added", new News(issueId, new Thought(runId, name, time, null, Map.of())));
  }

  private void ended(String name, long started, Object result) {
    Map<String, String> found = facts.apply(result);
    long time = clock.millis();
    feed.published(
        store
            .jdbi()
            .inTransaction(
                handle -> {
                  handle.execute(
                      "UPDATE steps SET ended = ?, result = ?, facts = ? WHERE run = ? AND name = ?",
                      time, Json.writeTyped(result), Json.write(found), runId, name);
                  return feed.append(
                      handle, "thought.added",
                      new News(issueId, new Thought(runId, name, started, time, found)));
                }));
  }

  /** What the feed says of a step. */
  private record News(String issue, Thought thought) {}

  /** The steps of an issue's runs, in the order they began. */
  public static List<Thought> thoughts(Store store, String issueId) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT steps.run, name, steps.started, steps.ended, facts FROM steps"
                        + " JOIN runs ON runs.id = steps.run WHERE runs.issue = ?"
                        + " ORDER BY runs.started, steps.started, steps.rowid")
                .bind(0, issueId)
                .map(
                    (row, context) -> new Thought(
                        row.getString(1),
                        row.getString(2),
                        row.getLong(3),
                        row.getObject(4) == null ? null : row.getLong(4),
                        facts(row.getString(5))))
                .list());
  }

  @SuppressWarnings("unchecked") // facts are written as a map of texts
  private static Map<String, String> facts(@Nullable String document) {
    return document == null ? Map.of() : Json.read(document, Map.class);
  }
}
