package workload;

/** The class that is changed while it runs: two forms of its method are right, anything else is torn. */
public final class Sums {

  private Sums() {}

  /** Twice the first number and the second; the patched form answers one more. */
  public static int of(int number, int more) {
    int twice = number + number;
    return twice + more;
  }
}
