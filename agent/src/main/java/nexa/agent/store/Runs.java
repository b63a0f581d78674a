package nexa.agent.store;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import nexa.repair.Journal;
import nexa.repair.Outcome;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The healing runs as durable jobs. A run that a killed daemon left is taken up when the next one
 * starts; a run that waits for a person leaves its worker and is woken by the decision.
 */
public final class Runs implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Runs.class);
  private static final TaskDescriptor<Void> HEAL = TaskDescriptor.of("heal");
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int ATTEMPTS_MAX = 3;

  private final Store store;
  private final Feed feed;
  private final InstantSource clock;
  private final Healer healer;
  private final Scheduler scheduler;

  /** Heals one issue; leaves by {@link Journal.Waiting} while a person has not decided. */
  @FunctionalInterface
  public interface Healer {
    Outcome heal(String runId, String issueId);
  }

  /**
   * One healing run.
   *
   * @param status running, waiting, ended or failed
   * @param outcome how it ended, null before
   */
  public record Run(String id, String issue, String status, @Nullable Outcome outcome) {}

  public Runs(Store store, Feed feed, InstantSource clock, Healer healer) {
    this.store = store;
    this.feed = feed;
    this.clock = clock;
    this.healer = healer;
    OneTimeTask<Void> task =
        Tasks.oneTime(HEAL)
            .onDeadExecutionRevive()
            .execute((instance, context) -> execute(instance.getId(), context.getExecution().consecutiveFailures));
    this.scheduler =
        Scheduler.create(store.dataSource(), task)
            .threads(1) // runs share one workspace, and a sandbox takes both cores
            .pollingInterval(POLL)
            .heartbeatInterval(Duration.ofSeconds(2))
            .missedHeartbeatsLimit(4)
            .schedulerName(new SchedulerName.Fixed("nexa"))
            .enableImmediateExecution()
            .build();
  }

  /** Frees what a killed daemon had picked, which nobody else can have in this home, and starts. */
  public void start() {
    store
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE scheduled_tasks SET picked = 0, picked_by = NULL, last_heartbeat = NULL"
                        + " WHERE picked = 1"));
    scheduler.start();
  }

  /** Begins a run for an issue unless one is under way or waits. */
  public void begin(String issueId) {
    String runId = issueId + "/" + clock.millis();
    int added =
        store
            .jdbi()
            .withHandle(
                handle ->
                    handle.execute(
                        "INSERT INTO runs (id, issue, status, started) SELECT ?, ?, 'running', ?"
                            + " WHERE NOT EXISTS (SELECT 1 FROM runs WHERE issue = ?"
                            + " AND status IN ('running', 'waiting'))",
                        runId, issueId, clock.millis(), issueId));
    if (added == 1) {
      wake(runId);
    }
  }

  /** Lets a run go on. */
  public void wake(String runId) {
    scheduler.scheduleIfNotExists(HEAL.instance(runId).scheduledTo(clock.instant()));
  }

  /** The newest run of an issue. */
  public Optional<Run> latest(String issueId) {
    return ofIssue(issueId).stream().reduce((first, second) -> second);
  }

  /** The runs of an issue, oldest first. */
  public List<Run> ofIssue(String issueId) {
    return store
        .jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT id, issue, status, outcome FROM runs WHERE issue = ? ORDER BY started")
                    .bind(0, issueId)
                    .map(
                        (row, context) ->
                            new Run(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                outcome(row.getString(4))))
                    .list());
  }

  private static @Nullable Outcome outcome(@Nullable String document) {
    return document == null ? null : Json.read(document, Outcome.class);
  }

  private void execute(String runId, int failures) {
    String issueId =
        store
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery("SELECT issue FROM runs WHERE id = ?")
                        .bind(0, runId)
                        .mapTo(String.class)
                        .one());
    try {
      end(runId, issueId, "ended", healer.heal(runId, issueId));
    } catch (Journal.Waiting waiting) {
      status(runId, "waiting");
    } catch (RuntimeException e) {
      // A bug or a broken disk: tried again with what the journal holds, then said and left.
      if (failures + 1 < ATTEMPTS_MAX) {
        throw e;
      }
      log.error("msg=\"healing run failed\" run={}", runId, e);
      end(runId, issueId, "failed", new Outcome.Abstained("The run broke off: " + e));
    }
  }

  private void status(String runId, String status) {
    store
        .jdbi()
        .useHandle(handle -> handle.execute("UPDATE runs SET status = ? WHERE id = ?", status, runId));
  }

  private void end(String runId, String issueId, String status, Outcome outcome) {
    store
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE runs SET status = ?, ended = ?, outcome = ? WHERE id = ?",
                    status, clock.millis(), Json.write(outcome), runId));
    feed.append("run.ended", new RunNews(runId, issueId, outcome.getClass().getSimpleName()));
  }

  /** What the feed says of a run. */
  private record RunNews(String run, String issue, String outcome) {}

  @Override
  public void close() {
    scheduler.stop();
  }
}
