package nexa.javaagent.ship;

import java.util.concurrent.atomic.AtomicLong;

/** What became of the agent's events. */
public final class Counters {

  public final AtomicLong sent = new AtomicLong();
  public final AtomicLong dropped = new AtomicLong();

  /** Failures inside the agent. */
  public final AtomicLong errors = new AtomicLong();
}
