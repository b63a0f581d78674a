package workload;

import org.jspecify.annotations.Nullable;

/** Methods of the shapes on which arming could cost something: of all but two nothing is ever thrown. */
public final class Shapes {

  private Shapes() {}

  /** Too small to be hidden behind anything. */
  public static int tiny(int number, int more) {
    return number * 31 + more;
  }

  /** A loop over a text and a check. */
  public static int mid(@Nullable String text) {
    if (text == null) {
      return -1;
    }
    int hash = 7;
    for (int i = 0; i < text.length(); i++) {
      hash = hash * 31 + text.charAt(i);
    }
    return hash;
  }

  /** Its argument lives in registers as long as nothing lets it escape. */
  public static int point(Point point) {
    return point.across * 31 + point.down;
  }

  /** The first of three armed frames. */
  public static int chain(int number) {
    return middle(number + 1) + 1;
  }

  private static int middle(int number) {
    return last(number + 2) + 2;
  }

  private static int last(int number) {
    return number ^ 0x5bd1e995;
  }

  /** Always throws. */
  public static int fails(int number) {
    throw new IllegalStateException("fails at " + number);
  }

  /** Always throws too, and is never armed. */
  public static int refuses(int number) {
    throw new IllegalArgumentException("refuses " + number);
  }

  /** A pair of numbers. */
  public static final class Point {
    private final int across;
    private final int down;

    public Point(int across, int down) {
      this.across = across;
      this.down = down;
    }
  }
}
