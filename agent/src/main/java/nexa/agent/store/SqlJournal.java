package nexa.agent.store;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import nexa.repair.Decision;
import nexa.repair.Journal;
import nexa.repair.Plan;
import org.jdbi.v3.core.Handle;

/** A healing run's record in the database: a row a step, written when it starts and when it ends. */
public final class SqlJournal implements Journal {

  private final Store store;
  private final Fixes fixes;
  private final InstantSource clock;
  private final String runId;

  public SqlJournal(Store store, Fixes fixes, InstantSource clock, String runId) {
    this.store = store;
    this.fixes = fixes;
    this.clock = clock;
    this.runId = runId;
  }

  @Override
  public String runId() {
    return runId;
  }

  @Override
  @SuppressWarnings("unchecked") // a step's name stands for one type
  public <T> T step(String name, Supplier<T> body) {
    Optional<Object> recorded = recorded(name);
    if (recorded.isPresent()) {
      return (T) recorded.get();
    }
    started(name);
    T result = body.get();
    ended(name, result);
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

  private Optional<Object> recorded(String name) {
    return store.jdbi().withHandle(handle -> result(handle, runId, name));
  }

  /** What a step of a run gave, empty while it has not ended. */
  static Optional<Object> result(Handle handle, String run, String step) {
    return handle
        .createQuery("SELECT result FROM steps WHERE run = ? AND name = ? AND ended IS NOT NULL")
        .bind(0, run)
        .bind(1, step)
        .mapTo(String.class)
        .findOne()
        .map(Json::readTyped);
  }

  private void started(String name) {
    store
        .jdbi()
        .useHandle(
            handle -> handle.execute(
                "INSERT INTO steps (run, name, started) VALUES (?, ?, ?)"
                    + " ON CONFLICT DO UPDATE SET started = excluded.started",
                runId, name, clock.millis()));
  }

  private void ended(String name, Object result) {
    store
        .jdbi()
        .useHandle(
            handle -> handle.execute(
                "UPDATE steps SET ended = ?, result = ? WHERE run = ? AND name = ?",
                clock.millis(), Json.writeTyped(result), runId, name));
  }
}
