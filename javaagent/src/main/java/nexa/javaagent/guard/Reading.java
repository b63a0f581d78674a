package nexa.javaagent.guard;

/** The gauges at one moment. */
final class Reading {
  final long nanos;

  /** CPU time of the agent's threads. */
  final long cpuNanos;

  /** Time spent in hooks. */
  final long hookNanos;

  /** Failures inside hooks. */
  final long hookErrors;

  /** The share of the heap's limit that is free, from 0 to 1. */
  final double freeHeap;

  Reading(long nanos, long cpuNanos, long hookNanos, long hookErrors, double freeHeap) {
    this.nanos = nanos;
    this.cpuNanos = cpuNanos;
    this.hookNanos = hookNanos;
    this.hookErrors = hookErrors;
    this.freeHeap = freeHeap;
  }

  static Reading now(Overhead overhead) {
    Runtime runtime = Runtime.getRuntime();
    double max = runtime.maxMemory();
    double free = max - runtime.totalMemory() + runtime.freeMemory();
    return new Reading(
        System.nanoTime(),
        overhead.cpuNanos(),
        overhead.hookNanos(),
        overhead.hookErrors(),
        free / max);
  }
}
