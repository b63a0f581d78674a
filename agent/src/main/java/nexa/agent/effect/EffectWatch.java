package nexa.agent.effect;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at what fixes did every half minute, on a thread of its own. */
public final class EffectWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EffectWatch.class);
  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final Duration STOP_MAX = Duration.ofSeconds(5);

  private final FixEffects effects;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().name("nexa-effects").daemon().unstarted(this::work);

  public EffectWatch(FixEffects effects) {
    this.effects = effects;
  }

  /** Begins. */
  public void start() {
    thread.start();
  }

  private void work() {
    try {
      while (!stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          effects.look();
        } catch (RuntimeException e) { // as on a full disk, or of a repository that is broken for now
          log.warn("msg=\"fixes not looked at\"", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    try {
      thread.join(STOP_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
