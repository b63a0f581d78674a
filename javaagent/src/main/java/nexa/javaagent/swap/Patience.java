package nexa.javaagent.swap;

/** How long swaps wait for what, in nanoseconds. */
final class Patience {

  private static final long SECOND = 1000L * 1000 * 1000;

  static final Patience USUAL = new Patience(30 * SECOND, SECOND, 60 * SECOND, 120 * SECOND);

  /** Between a swap or roll-back of a class and its next swap. */
  final long sameClass;

  /** Between a swap or roll-back of any class and the next swap. */
  final long otherClass;

  /** Without a word of the daemon, while a swap is provisional. */
  final long silence;

  /** For the swap that a tap was made for. */
  final long tapped;

  Patience(long sameClass, long otherClass, long silence, long tapped) {
    this.sameClass = sameClass;
    this.otherClass = otherClass;
    this.silence = silence;
    this.tapped = tapped;
  }
}
