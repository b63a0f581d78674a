package workload;

/** A program that does nothing, for what a JVM costs that only starts. */
public final class Idle {

  private Idle() {}

  public static void main(String[] arguments) {
    // What runs before is what is measured.
  }
}
