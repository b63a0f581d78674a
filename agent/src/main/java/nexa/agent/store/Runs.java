package nexa.agent.store;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.Priority;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import nexa.repair.Change;
import nexa.repair.Journal;
import nexa.repair.Outcome;
import org.jdbi.v3.core.Handle;
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
  private static final Duration PAUSED_POLL = Duration.ofSeconds(1);
  private static final Duration BACKOFF = Duration.ofSeconds(2);
  private static final Duration SHUTDOWN_MAX = Duration.ofSeconds(5);
  private static final int ATTEMPTS_MAX = 3;
  private static final int RUNS_MAX = 3;

  private final Store store;
  private final Feed feed;
  private final InstantSource clock;
  private final Healer healer;
  private final Scheduler scheduler;
  private volatile boolean closing;

  /** Heals one issue; leaves by {@link Journal.Waiting} while a person has not decided. */
  @FunctionalInterface
  public interface Healer {
    Outcome heal(String runId, String issueId);
  }

  /** Leaves a run while Nexa is paused: it is looked at again every few seconds. */
  static final class Paused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Paused() {
      super("paused", null, false, false);
    }
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
    this.scheduler =
        Scheduler.create(
            store.dataSource(),
            Tasks.custom(HEAL)
                .onFailure(this::failed)
                .onDeadExecutionRevive()
                .execute((instance, context) -> execute(instance.getId())))
            .threads(1) // runs share one workspace, and a sandbox takes both cores
            .pollingInterval(POLL)
            .heartbeatInterval(Duration.ofSeconds(2))
            .missedHeartbeatsLimit(4)
            .schedulerName(new SchedulerName.Fixed("nexa"))
            .shutdownMaxWait(SHUTDOWN_MAX)
            .enableImmediateExecution()
            .enablePriority()
            .pollUsingFetchAndLockOnExecute(0, 1) // none is chosen before its turn
            .build();
  }

  /**
   * Frees what a killed daemon had picked, which nobody else can have in this home, wakes the runs whose
   * wake-up got lost with it, and starts.
   */
  public void start() {
    store
        .jdbi()
        .useHandle(
            handle -> handle.execute(
                "UPDATE scheduled_tasks SET picked = 0, picked_by = NULL, last_heartbeat = NULL"
                    + " WHERE picked = 1"));
    scheduler.start();
    ready("").forEach(this::wake);
    asked().forEach(this::begin);
  }

  /** The runs that have something to do: those cut short, and those whose plan is decided. */
  private List<String> ready(String runId) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT id FROM runs WHERE (? IN ('', id)) AND (status = 'running' OR"
                        + " status = 'waiting' AND EXISTS (SELECT 1 FROM fixes"
                        + " WHERE fixes.run = runs.id AND fixes.status <> 'waiting'))")
                .bind(0, runId)
                .mapTo(String.class)
                .list());
  }

  /** Begins a run for an issue unless one is under way or waits. */
  public void begin(String issueId) {
    String runId = issueId + "/" + clock.millis();
    if (store.jdbi().inTransaction(handle -> begin(handle, runId, issueId))) {
      wake(runId);
    }
  }

  /** A run takes up what people asked to be changed before it began. */
  private boolean begin(Handle handle, String runId, String issueId) {
    int added =
        handle.execute(
            "INSERT INTO runs (id, issue, status, started) SELECT ?, ?, 'running', ?"
                + " WHERE NOT EXISTS (SELECT 1 FROM runs WHERE issue = ?"
                + " AND status IN ('running', 'waiting'))",
            runId, issueId, clock.millis(), issueId);
    if (added == 1) {
      handle.execute(
          "UPDATE change_requests SET taken = ? WHERE taken IS NULL AND merged IS NULL"
              + " AND fix IN (SELECT id FROM fixes WHERE issue = ?)",
          runId, issueId);
    }
    return added == 1;
  }

  /** Begins a run for an issue if it should have one; to be called at start and whenever it changed. */
  public void beginIfDue(String issueId) {
    if (isDue(issueId) || asked().contains(issueId)) {
      begin(issueId);
    }
  }

  /** The issues of which people want another fix, and no run has taken that up. */
  private List<String> asked() {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT DISTINCT issue FROM fixes JOIN change_requests ON fix = fixes.id"
                        + " JOIN issues ON issues.id = issue"
                        + " WHERE taken IS NULL AND merged IS NULL"
                        + " AND issues.status <> 'IGNORED'")
                .mapTo(String.class)
                .list());
  }

  /**
   * Whether no run has looked at an open issue as it is now: it has none, or its values were captured
   * after its last run began and came to nothing. Never more than a few runs.
   */
  private boolean isDue(String issueId) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT count(*) FROM issues WHERE id = ? AND status = 'OPEN'"
                        + " AND (SELECT count(*) FROM runs WHERE issue = issues.id) < ?"
                        + " AND NOT EXISTS (SELECT 1 FROM runs WHERE issue = issues.id"
                        + " AND (status IN ('running', 'waiting') OR started >= captured"
                        + " OR EXISTS (SELECT 1 FROM fixes WHERE fixes.run = runs.id)))")
                .bind(0, issueId)
                .bind(1, RUNS_MAX)
                .mapTo(long.class)
                .one() > 0);
  }

  /** Lets a run go on; what a person has decided is carried out before anything else is healed. */
  public void wake(String runId) {
    scheduler.scheduleIfNotExists(
        HEAL.instance(runId)
            .priority(isDecided(runId) ? Priority.HIGH : Priority.MEDIUM)
            .scheduledTo(clock.instant()));
  }

  private boolean isDecided(String runId) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT EXISTS (SELECT 1 FROM fixes WHERE run = ? AND status <> 'waiting')")
                .bind(0, runId)
                .mapTo(boolean.class)
                .one());
  }

  /** The newest run of an issue. */
  public Optional<Run> latest(String issueId) {
    return ofIssue(issueId).stream().reduce((first, second) -> second);
  }

  /** What a fix's run committed, empty until it did. */
  public Optional<Change> change(Fixes.Fix fix) {
    return ofIssue(fix.issue()).stream()
        .filter(run -> run.id().equals(fix.run()))
        .map(Run::outcome)
        .filter(Outcome.Fixed.class::isInstance)
        .map(outcome -> ((Outcome.Fixed) outcome).change())
        .findFirst();
  }

  /** One run. */
  public Optional<Run> find(String runId) {
    return select("id = ?", runId).stream().findFirst();
  }

  /** The runs of an issue, oldest first. */
  public List<Run> ofIssue(String issueId) {
    return select("issue = ?", issueId);
  }

  private List<Run> select(String where, String value) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery(
                    "SELECT id, issue, status, outcome FROM runs WHERE " + where
                        + " ORDER BY started")
                .bind(0, value)
                .map(
                    (row, context) -> new Run(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        outcome(row.getString(4))))
                .list());
  }

  private static @Nullable Outcome outcome(@Nullable String document) {
    return document == null ? null : Json.read(document, Outcome.class);
  }

  private CompletionHandler<Void> execute(String runId) {
    String issueId = issueOf(runId);
    status(runId, "running");
    try {
      Outcome outcome = healer.heal(runId, issueId);
      return (complete, operations) -> {
        end(runId, issueId, "ended", outcome);
        operations.remove();
        beginIfDue(issueId); // values may have been captured meanwhile
      };
    } catch (Paused paused) {
      return (complete, operations) -> operations
          .reschedule(complete, clock.instant().plus(PAUSED_POLL));
    } catch (Journal.Waiting waiting) {
      return (complete, operations) -> {
        status(runId, "waiting");
        operations.remove();
        // A decision that came before the removal found the job still there and could not wake it.
        ready(runId).forEach(this::wake);
      };
    }
  }

  /** A bug or a broken disk: tried again with what the journal holds, then said and left. */
  private void failed(ExecutionComplete complete, ExecutionOperations<Void> operations) {
    if (closing) {
      return; // the job stays picked, and the next start frees it
    }
    String runId = complete.getExecution().getId();
    int failures = complete.getExecution().consecutiveFailures + 1;
    Throwable cause = complete.getCause().orElse(null);
    log.error("msg=\"healing run broke off\" run={} failures={}", runId, failures, cause);
    if (failures < ATTEMPTS_MAX) {
      operations.reschedule(complete, clock.instant().plus(BACKOFF.multipliedBy(failures)));
    } else {
      end(runId, issueOf(runId), "failed", new Outcome.Abstained("The run broke off: " + cause));
      operations.remove();
    }
  }

  private String issueOf(String runId) {
    return store
        .jdbi()
        .withHandle(
            handle -> handle
                .createQuery("SELECT issue FROM runs WHERE id = ?")
                .bind(0, runId)
                .mapTo(String.class)
                .one());
  }

  private void status(String runId, String status) {
    store
        .jdbi()
        .useHandle(
            handle -> handle.execute("UPDATE runs SET status = ? WHERE id = ?", status, runId));
  }

  private void end(String runId, String issueId, String status, Outcome outcome) {
    List<Feed.Entry> news =
        store
            .jdbi()
            .inTransaction(
                handle -> {
                  handle.execute(
                      "UPDATE runs SET status = ?, ended = ?, outcome = ? WHERE id = ?",
                      status, clock.millis(), Json.write(outcome), runId);
                  List<Feed.Entry> entries = new ArrayList<>();
                  closeFix(handle, runId, outcome).ifPresent(entries::add);
                  entries.add(
                      feed.append(
                          handle, "run.ended",
                          new RunNews(runId, issueId, outcome.getClass().getSimpleName())));
                  return entries;
                });
    news.forEach(feed::published);
  }

  /** An approved fix is applied when its run says so, and failed when the run ended without it. */
  private Optional<Feed.Entry> closeFix(Handle handle, String runId, Outcome outcome) {
    String status = outcome instanceof Outcome.Fixed ? "applied" : "failed";
    return handle
        .createQuery(
            "UPDATE fixes SET status = ? WHERE run = ? AND status = 'approved' RETURNING id, issue")
        .bind(0, status)
        .bind(1, runId)
        .map((row, context) -> new Fixes.FixNews(row.getString(1), row.getString(2), status))
        .findOne()
        .map(news -> feed.append(handle, "fix." + status, news));
  }

  /** What the feed says of a run. */
  private record RunNews(String run, String issue, String outcome) {}

  @Override
  public void close() {
    closing = true;
    scheduler.stop();
  }
}
