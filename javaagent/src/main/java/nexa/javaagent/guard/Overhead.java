package nexa.javaagent.guard;

import java.util.concurrent.atomic.AtomicLong;
import nexa.javaagent.ship.Counters;
import nexa.javaagent.ship.Json;
import nexa.javaagent.ship.StatusPart;

/** What the agent costs the watched JVM: its own threads' CPU, and time in hooks. */
public final class Overhead implements StatusPart {

  private static final long MS = 1000000;

  private final Counters counters;
  private final long startedNanos = System.nanoTime();
  private final AtomicLong cpuNanos = new AtomicLong();

  public Overhead(Counters counters) {
    this.counters = counters;
  }

  /** A meter for one more thread of the agent, which has to sample itself. */
  public ThreadCpu thread() {
    return new ThreadCpu(cpuNanos);
  }

  long cpuNanos() {
    return cpuNanos.get();
  }

  long hookNanos() {
    return counters.hookNanos.sum();
  }

  long hookErrors() {
    return counters.hookErrors.get();
  }

  @Override
  public void write(StringBuilder status) {
    Json.name(status, "overhead").append('{');
    Json.name(status, "uptimeMs").append((System.nanoTime() - startedNanos) / MS);
    Json.name(status, "agentCpuMs").append(cpuNanos() / MS);
    Json.name(status, "hookMs").append(hookNanos() / MS).append('}');
  }
}
