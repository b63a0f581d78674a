package nexa.bench;

/**
 * How long each part of a run takes, and how much there is to it.
 *
 * @param warm requests before anything is measured
 * @param seconds of each measured part
 * @param whole whether premain, latencies and failures are measured too
 */
record Plan(int warm, double seconds, boolean whole) {

  /** Long enough for the JIT to be done, and all there is to measure. */
  static Plan whole(double seconds) {
    return new Plan(100_000, seconds, true);
  }

  /** The start and the path of requests that do not fail, once the JIT is mostly done. */
  static Plan brief() {
    return new Plan(50_000, 2, false);
  }
}
