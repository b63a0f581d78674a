package nexa.javaagent.ship;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What became of the agent's events, and what they cost. */
public final class Counters implements StatusPart {

  public final AtomicLong sent = new AtomicLong();
  public final AtomicLong dropped = new AtomicLong();

  /** Failures inside the agent. */
  public final AtomicLong errors = new AtomicLong();

  /** Those of them inside hooks. */
  public final AtomicLong hookErrors = new AtomicLong();

  /** Time spent in hooks on the application's threads; on the normal path an estimate from samples. */
  public final LongAdder hookNanos = new LongAdder();

  @Override
  public void write(StringBuilder status) {
    Json.name(status, "sent").append(sent.get());
    Json.name(status, "dropped").append(dropped.get());
    Json.name(status, "errors").append(errors.get());
  }
}
