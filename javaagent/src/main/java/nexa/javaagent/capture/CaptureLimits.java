package nexa.javaagent.capture;

/** How much of the values of one crash is captured. */
public final class CaptureLimits {

  /** For a service: what a failing thread may be made to wait for. */
  public static final CaptureLimits SERVICE =
      new CaptureLimits(5, 40, 20, 1024, 1024, 64 * 1024, 100);

  /** For a run that is only made to be captured, where what a test needs is worth seconds. */
  public static final CaptureLimits WHOLE =
      new CaptureLimits(12, 100, 1000, 16 * 1024, 16 * 1024, 512 * 1024, 2000);

  final int depthMax;
  final int fieldsMax;
  final int elementsMax;

  /** The longest array of numbers. */
  final int numbersMax;

  final int textMax;
  final int charsMax;
  final long nanosMax;

  private CaptureLimits(
      int depthMax,
      int fieldsMax,
      int elementsMax,
      int numbersMax,
      int textMax,
      int charsMax,
      int millisMax) {
    this.depthMax = depthMax;
    this.fieldsMax = fieldsMax;
    this.elementsMax = elementsMax;
    this.numbersMax = numbersMax;
    this.textMax = textMax;
    this.charsMax = charsMax;
    this.nanosMax = millisMax * 1000000L;
  }
}
