package workload;

import java.lang.instrument.Instrumentation;

/** Stands before and after another agent on the command line and prints what lay between. */
public final class ClockAgent {

  private static long started;

  private ClockAgent() {}

  public static void premain(String arguments, Instrumentation instrumentation) {
    long now = System.nanoTime();
    if (started == 0) {
      started = now;
    } else {
      System.out.println("premain " + (now - started));
    }
  }
}
