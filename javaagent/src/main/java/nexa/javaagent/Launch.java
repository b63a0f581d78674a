package nexa.javaagent;

import java.lang.instrument.Instrumentation;
import nexa.javaagent.hook.BootSpy;
import org.jspecify.annotations.Nullable;

/**
 * The first class of the agent in its own class loader. Links to nothing that links to the hook
 * class before that is defined.
 */
public final class Launch {

  private Launch() {}

  /** Called by reflection, from another class loader. */
  public static void atStart(@Nullable String arguments, Instrumentation instrumentation)
      throws Exception {
    run(arguments, instrumentation, false);
  }

  /** Called by reflection, from another class loader. */
  public static void byAttach(@Nullable String arguments, Instrumentation instrumentation)
      throws Exception {
    run(arguments, instrumentation, true);
  }

  private static void run(
      @Nullable String arguments, Instrumentation instrumentation, boolean attached)
      throws Exception {
    BootSpy.define(instrumentation);
    Start.start(AgentOptions.parse(arguments, System.getenv()), instrumentation, attached);
  }
}
