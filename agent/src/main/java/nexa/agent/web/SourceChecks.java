package nexa.agent.web;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import nexa.event.SourceCheck;

/**
 * Has the thread that collects look at its sources anew: what it answers is what it sees, and no answer
 * says that it stands still.
 */
public final class SourceChecks {

  private static final Duration WAIT_MAX = Duration.ofSeconds(30);

  private final AtomicReference<CompletableFuture<List<SourceCheck>>> asked =
      new AtomicReference<>();
  private final Duration waitMax;

  SourceChecks() {
    this(WAIT_MAX);
  }

  SourceChecks(Duration waitMax) {
    this.waitMax = waitMax;
  }

  /**
   * Waits for the next answer; all who wait get the same.
   *
   * @throws Problem 503 when there is none in time
   */
  List<SourceCheck> ask() {
    CompletableFuture<List<SourceCheck>> answer =
        asked.updateAndGet(waiting -> waiting == null ? new CompletableFuture<>() : waiting);
    try {
      return answer.get(waitMax.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw silent("did not answer within " + waitMax.toSeconds() + " s");
    } catch (ExecutionException | CompletionException e) {
      throw silent("failed: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw silent("was not waited for, as the daemon stops");
    }
  }

  private static Problem silent(String what) {
    return new Problem(
        503, "No answer", "The thread that reads logs " + what + ".",
        "Look into the daemon's log, and start the daemon again: nexa down, nexa up.");
  }

  /** Answers who waits, if anybody does; called by the thread that collects. */
  public void answer(Supplier<List<SourceCheck>> look) {
    CompletableFuture<List<SourceCheck>> waiting = asked.getAndSet(null);
    if (waiting != null) {
      try {
        waiting.complete(look.get());
      } catch (RuntimeException e) { // told to who asked; collecting goes on
        waiting.completeExceptionally(e);
      }
    }
  }
}
