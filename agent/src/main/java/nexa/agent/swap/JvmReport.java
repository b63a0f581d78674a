package nexa.agent.swap;

import java.time.Instant;
import java.util.List;
import nexa.agent.store.Swaps;
import org.jspecify.annotations.Nullable;

/**
 * What a javaagent says of itself every few seconds.
 *
 * @param armed the methods whose next crash is captured, {@code class#method}
 * @param sent how many events it sent since it started
 * @param swaps what was swapped in since the JVM started
 * @param paused why the agent does nothing, null while it works
 * @param refusedOrders how many orders it refused
 */
public record JvmReport(
    List<String> armed,
    long sent,
    long dropped,
    long errors,
    List<SwapReport> swaps,
    Overhead overhead,
    @Nullable String paused,
    long refusedOrders,
    @Nullable String lastRefusal) {

  /** What is known before the first report. */
  static final JvmReport NONE =
      new JvmReport(List.of(), 0, 0, 0, List.of(), new Overhead(0, 0, 0), null, 0, null);

  public JvmReport {
    armed = List.copyOf(armed);
    swaps = List.copyOf(swaps);
  }

  /**
   * A swap as the JVM has it.
   *
   * @param fault whether the watch found that the patch does harm, which is why it was rolled back
   * @param until when it ends by itself, null for never
   * @param watch what the watch has counted
   */
  public record SwapReport(
      String id,
      Swaps.State state,
      @Nullable String reason,
      boolean fault,
      String by,
      List<String> classes,
      List<String> methods,
      Instant since,
      @Nullable Instant until,
      Watch watch) {

    public SwapReport {
      classes = List.copyOf(classes);
      methods = List.copyOf(methods);
    }

    /** Whether another report says the same but for what was counted. */
    boolean standsAs(SwapReport other) {
      return id.equals(other.id)
          && state == other.state
          && since.equals(other.since)
          && java.util.Objects.equals(until, other.until);
    }
  }

  /** What passed through a swap's methods while they were watched. */
  public record Watch(long calls, long thrown, long requests, long failed) {}

  /**
   * What the agent costs.
   *
   * @param agentCpuMs processor time of the agent's own threads
   * @param hookMs time spent in the agent on the application's threads
   */
  public record Overhead(long uptimeMs, double agentCpuMs, double hookMs) {

    private static final double PERCENT = 100;
    private static final double MICROS = 1_000_000;

    /** The agent's threads in percent of one core, since it started. */
    public double cpuPercent() {
      return uptimeMs <= 0 ? 0 : PERCENT * agentCpuMs / uptimeMs;
    }

    /** Microseconds in the agent on the application's threads, for each second since it started. */
    public double hookMicrosPerSecond() {
      return uptimeMs <= 0 ? 0 : MICROS * hookMs / uptimeMs;
    }
  }
}
