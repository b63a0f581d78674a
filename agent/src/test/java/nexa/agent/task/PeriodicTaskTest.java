package nexa.agent.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class PeriodicTaskTest {

  private static final Duration SHORT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofHours(1);

  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void failure_isCountedAndTheNextTimeComes() throws Exception {
    CountDownLatch third = new CountDownLatch(3);
    try (PeriodicTask task =
        new PeriodicTask(
            "test", SHORT,
            () -> {
              third.countDown();
              if (runs.incrementAndGet() <= 2) {
                throw new IllegalStateException("the disk is full");
              }
            })) {
      task.start();

      assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(task.failures()).isEqualTo(2);
    }
  }

  @Test
  void error_endsIt() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    try (PeriodicTask task =
        new PeriodicTask(
            "test-ended", SHORT,
            () -> {
              runs.incrementAndGet();
              ended.countDown();
              throw new LinkageError("a class is not there");
            })) {
      task.startNow();

      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
      Thread.sleep(100);
      assertThat(runs).hasValue(1);
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().equals("test-ended"));
    }
  }

  @Test
  void start_pausesFirstAndStartNowDoesNot() throws Exception {
    CountDownLatch ran = new CountDownLatch(1);
    try (PeriodicTask later = new PeriodicTask("test", LONG, runs::incrementAndGet);
        PeriodicTask now = new PeriodicTask("test", LONG, ran::countDown)) {
      later.start();
      now.startNow();

      assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
      Thread.sleep(50);
    }
    assertThat(runs).hasValue(0);
  }

  @Test
  void close_waitsForWhatItIsAt() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    PeriodicTask task =
        new PeriodicTask(
            "test", LONG,
            () -> {
              begun.countDown();
              interrupted.set(isInterruptedWithin(Duration.ofMillis(300)));
              runs.incrementAndGet();
            });
    task.startNow();
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

    task.close();

    assertThat(runs).hasValue(1);
    assertThat(interrupted).isFalse();
    assertThat(task.isClosed()).isTrue();
  }

  @Test
  void close_waitsFiveSecondsAtMost() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    PeriodicTask task =
        new PeriodicTask(
            "test", LONG,
            () -> {
              begun.countDown();
              awaitUninterrupted(end);
            });
    task.startNow();
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    long start = System.nanoTime();

    task.close();

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(4_900), Duration.ofSeconds(15));
    end.countDown();
  }

  @Test
  void closeNow_interruptsWhatItIsAt() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean interrupted = new AtomicBoolean();
    PeriodicTask task =
        new PeriodicTask(
            "test", LONG,
            () -> {
              begun.countDown();
              interrupted.set(isInterruptedWithin(Duration.ofSeconds(20)));
            });
    task.startNow();
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

    task.closeNow();

    assertThat(interrupted).isTrue();
  }

  @Test
  void oneThatNeverBegan_isClosed() {
    PeriodicTask task = new PeriodicTask("test", LONG, runs::incrementAndGet);

    task.close();
    task.closeNow();

    assertThat(runs).hasValue(0);
  }

  private static boolean isInterruptedWithin(Duration time) {
    try {
      Thread.sleep(time);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError("close does not interrupt", e);
    }
  }
}
