package nexa.agent.task;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something again and again on a thread of its own, with a pause after each time. One failure is
 * counted, told and done with; an {@link Error} ends it, and is told as well. For one start.
 */
public final class PeriodicTask implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(PeriodicTask.class);
  private static final Duration STOP_MAX = Duration.ofSeconds(5);
  private static final Duration LOG_EVERY = Duration.ofMinutes(1);

  private final String name;
  private final Duration pause;
  private final Runnable task;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private final AtomicLong failures = new AtomicLong();
  /** When a failure was logged last; for the thread alone, as is what follows. */
  private long loggedNanos;
  private Duration wait;

  /**
   * @param name of the thread, and of the task in the log
   * @param task looks at {@link #isClosed} itself where it takes long
   */
  public PeriodicTask(String name, Duration pause, Runnable task) {
    this.name = name;
    this.pause = pause;
    this.task = task;
    this.wait = pause;
    this.thread =
        Thread.ofPlatform().name(name).daemon()
            .uncaughtExceptionHandler(
                (ended, why) -> log.error("msg=\"task has ended\" task={}", name, why))
            .unstarted(this::work);
  }

  /** Begins, after a first pause. */
  public void start() {
    thread.start();
  }

  /** Begins at once. */
  public void startNow() {
    wait = Duration.ZERO;
    thread.start();
  }

  /** What it is called. */
  public String name() {
    return name;
  }

  /** How often it failed. */
  public long failures() {
    return failures.get();
  }

  /** Whether it is to end. */
  public boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void work() {
    try {
      while (!closed.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        wait = pause;
        run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      task.run();
    } catch (RuntimeException e) { // as on a full disk: the next time may be better
      failed(e);
    }
  }

  private void failed(RuntimeException failure) {
    long now = System.nanoTime();
    long count = failures.incrementAndGet();
    if (count == 1 || now - loggedNanos >= LOG_EVERY.toNanos()) {
      loggedNanos = now;
      log.warn("msg=\"task failed\" task={} failures={}", name, count, failure);
    }
  }

  /** Ends it; what it is at has 5 s to come to an end. */
  @Override
  public void close() {
    closed.countDown();
    if (!thread.isAlive()) { // or it never began
      return;
    }
    try {
      thread.join(STOP_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends it, and interrupts what it is at: for what waits for others and holds no file open. */
  public void closeNow() {
    closed.countDown();
    thread.interrupt();
    close();
  }
}
