package nexa.javaagent.swap;

/** How long swaps wait for what, in nanoseconds. */
final class Patience {

  private static final long SECOND = 1000L * 1000 * 1000;

  static final Patience USUAL = new Patience(30 * SECOND, 60 * SECOND, 120 * SECOND);

  /** Between a redefinition by a swap and the next swap. */
  final long betweenSwaps;

  /** Without a word of the daemon, while a swap is provisional. */
  final long silence;

  /** For the swap that a tap was made for. */
  final long tapped;

  Patience(long betweenSwaps, long silence, long tapped) {
    this.betweenSwaps = betweenSwaps;
    this.silence = silence;
    this.tapped = tapped;
  }
}
