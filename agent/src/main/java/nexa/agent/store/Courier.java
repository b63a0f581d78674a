package nexa.agent.store;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what stands in the outbox to the channels: one durable job a channel, each on a thread of its
 * own, so that a slow channel delays no other. What was told is told again only where this process died,
 * or no answer came, between the telling and the note of it. A pause does not stop it: it stops what
 * Nexa does, not what people hear.
 */
public final class Courier implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Courier.class);
  private static final TaskDescriptor<Void> TELL = TaskDescriptor.of("tell");
  private static final String TABLE = "scheduled_notices";
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration SHUTDOWN_MAX = Duration.ofSeconds(5);

  private static final Duration BACKOFF_MIN = Duration.ofSeconds(2);
  private static final Duration BACKOFF_MAX = Duration.ofMinutes(15);
  private static final int DOUBLINGS_MAX = 10;

  /** Longer than that no channel is left alone, whatever it asks for. */
  private static final Duration ASKED_MAX = Duration.ofHours(6);

  private final Store store;
  private final Feed feed;
  private final Outbox outbox;
  private final List<String> channels;
  private final Teller teller;
  private final InstantSource clock;
  private final Scheduler scheduler;
  private volatile boolean closing;

  /** Tells one thing by a channel, in bounded time. */
  @FunctionalInterface
  public interface Teller {
    Answer tell(String channel, Outbox.Due due);
  }

  /** What became of a try to tell something. */
  public sealed interface Answer {

    /**
     * The channel has it.
     *
     * @param reference what the channel calls the message, null where it gives no name
     */
    record Taken(@Nullable String reference) implements Answer {}

    /** The channel's protocol has no way to say this, and need not. */
    record Unsaid() implements Answer {}

    /** The channel will never take this; others it may. */
    record Refused(String reason) implements Answer {}

    /**
     * The channel takes nothing now.
     *
     * @param asked how long it asks to be left alone, null where it does not
     * @param doubtful whether it may have taken this all the same
     */
    record Unavailable(String reason, @Nullable Duration asked, boolean doubtful)
        implements
          Answer {}
  }

  /**
   * @param channels by their names, each with a thread of its own
   */
  public Courier(
      Store store, Feed feed, Outbox outbox, List<String> channels, Teller teller,
      InstantSource clock) {
    this.store = store;
    this.feed = feed;
    this.outbox = outbox;
    this.channels = List.copyOf(channels);
    this.teller = teller;
    this.clock = clock;
    this.scheduler =
        Scheduler.create(
            store.dataSource(),
            Tasks.custom(TELL)
                .onFailure(this::broken)
                .onDeadExecutionRevive()
                .execute((instance, context) -> tellAll(instance.getId())))
            .tableName(TABLE)
            .threads(Math.max(1, channels.size()))
            .pollingInterval(POLL)
            .schedulerName(new SchedulerName.Fixed("nexa"))
            .shutdownMaxWait(SHUTDOWN_MAX)
            .enableImmediateExecution()
            .build();
  }

  /**
   * Starts, with what an earlier daemon left: its jobs are forgotten, for the outbox alone says what is
   * still to be told, and each channel is tried at once, as its cause to fail may be gone.
   */
  public void start() {
    if (channels.isEmpty()) {
      return;
    }
    store.jdbi().useHandle(handle -> handle.execute("DELETE FROM " + TABLE));
    feed.listen(
        entry -> {
          if (outbox.takeChanged()) {
            channels.forEach(this::wake);
          }
        });
    scheduler.start();
    channels.forEach(outbox::again);
    channels.forEach(this::wake);
  }

  private void wake(String channel) {
    if (!closing && outbox.isWaiting(channel)) {
      scheduler.scheduleIfNotExists(TELL.instance(channel).scheduledTo(clock.instant()));
    }
  }

  private CompletionHandler<Void> tellAll(String channel) {
    while (!closing) {
      Optional<Outbox.Due> due = outbox.next(channel);
      if (due.isEmpty()) {
        break;
      }
      Answer answer = teller.tell(channel, due.get());
      long failures = outbox.settle(channel, due.get(), answer);
      if (answer instanceof Answer.Unavailable(String reason, Duration asked, boolean doubtful)) {
        Duration wait = wait(asked, failures);
        log.warn(
            "msg=\"channel takes nothing\" channel={} issue={} failures={} waitSeconds={}"
                + " reason=\"{}\"",
            channel, due.get().notice().issue(), failures, wait.toSeconds(), reason);
        return (complete, operations) -> operations
            .reschedule(complete, clock.instant().plus(wait));
      }
      log.info(
          "msg=\"told\" channel={} subject=\"{}\" answer={}", channel, due.get().subject(),
          answer.getClass().getSimpleName());
    }
    return (complete, operations) -> {
      operations.remove();
      wake(channel); // for what came since, and found the job still there
    };
  }

  /** What the channel asks for, or twice as long with each failure. */
  private static Duration wait(@Nullable Duration asked, long failures) {
    if (asked != null) {
      return asked.compareTo(ASKED_MAX) < 0 ? asked : ASKED_MAX;
    }
    int doublings = (int) Math.clamp(failures - 1, 0, DOUBLINGS_MAX);
    Duration wait = BACKOFF_MIN.multipliedBy(1L << doublings);
    return wait.compareTo(BACKOFF_MAX) < 0 ? wait : BACKOFF_MAX;
  }

  /** A bug or a broken disk. */
  private void broken(ExecutionComplete complete, ExecutionOperations<Void> operations) {
    if (!closing) {
      log.error(
          "msg=\"telling broke off\" channel={}", complete.getExecution().getId(),
          complete.getCause().orElse(null));
      int failures = complete.getExecution().consecutiveFailures + 1;
      operations.reschedule(complete, clock.instant().plus(wait(null, failures)));
    }
  }

  @Override
  public void close() {
    closing = true;
    scheduler.stop();
  }
}
