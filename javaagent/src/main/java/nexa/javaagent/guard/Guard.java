package nexa.javaagent.guard;

import nexa.javaagent.ship.Json;
import nexa.javaagent.ship.StatusPart;
import org.jspecify.annotations.Nullable;

/** Decides each second what of the agent may run: kill switch, breaker and governor. */
public final class Guard implements StatusPart {

  private static final long EVERY_NANOS = 1000L * 1000 * 1000;

  /** Starting takes more than running, and is no reason to stop. */
  private static final long START_NANOS = 20 * EVERY_NANOS;

  private static final int REASON_MAX = 200;

  private final KillSwitch killSwitch;
  private final Overhead overhead;
  private final ThreadCpu cpu;
  private final Switchboard switchboard;
  private final boolean atAnyCost;
  private @Nullable Governor governor;
  private final Breaker breaker = new Breaker();
  private final long startedNanos = System.nanoTime();
  private long checkedNanos = startedNanos - EVERY_NANOS;
  private boolean power = true;
  private boolean hooks = true;
  private boolean captures = true;
  private @Nullable String reason;

  /**
   * Creates a guard.
   *
   * @param atAnyCost whether only the kill switch counts: in a run that is made to be captured
   */
  public Guard(
      KillSwitch killSwitch, Overhead overhead, Switchboard switchboard, boolean atAnyCost) {
    this.atAnyCost = atAnyCost;
    this.killSwitch = killSwitch;
    this.overhead = overhead;
    this.cpu = overhead.thread();
    this.switchboard = switchboard;
  }

  /** Looks at everything once a second; runs on the agent's thread. */
  public void check() {
    if (System.nanoTime() - checkedNanos < EVERY_NANOS) {
      return;
    }
    cpu.sample();
    Reading now = Reading.now(overhead);
    checkedNanos = now.nanos;
    String killed = killSwitch.reason();
    String broken = atAnyCost ? null : breaker.check(now);
    boolean starting = now.nanos - startedNanos < START_NANOS;
    String tight = starting || atAnyCost ? null : governor().check(now);
    String limited = broken != null ? broken : tight;
    reason = killed != null ? killed : limited != null ? "governor: " + limited : null;
    turn(killed == null, killed == null && broken == null, reason == null);
  }

  private Governor governor() {
    Governor made = governor;
    if (made == null) {
      made = new Governor();
      governor = made;
    }
    return made;
  }

  private void turn(boolean powerOn, boolean hooksOn, boolean capturesOn) {
    if (hooks != hooksOn) {
      hooks = hooksOn;
      switchboard.hooks(hooksOn);
    }
    if (captures != capturesOn) {
      captures = capturesOn;
      switchboard.captures(capturesOn);
    }
    if (power != powerOn) {
      power = powerOn;
      switchboard.power(powerOn);
    }
  }

  @Override
  public void write(StringBuilder status) {
    Json.string(Json.name(status, "paused"), reason, REASON_MAX);
  }
}
