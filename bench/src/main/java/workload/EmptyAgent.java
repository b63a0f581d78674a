package workload;

import java.lang.instrument.Instrumentation;

/** An agent that does nothing: what any {@code -javaagent} costs. */
public final class EmptyAgent {

  private EmptyAgent() {}

  public static void premain(String arguments, Instrumentation instrumentation) {
    // The JVM's own price is what is measured.
  }
}
