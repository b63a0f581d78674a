package nexa.javaagent;

import java.lang.instrument.Instrumentation;
import nexa.javaagent.hook.BootSpy;
import org.jspecify.annotations.Nullable;

/** The entry point of the agent, at start ({@code -javaagent}) and by attach. */
public final class Premain {

  private static final String STARTED = "nexa.agent.started";

  private Premain() {}

  public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation, false);
  }

  public static void agentmain(@Nullable String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation, true);
  }

  private static void start(
      @Nullable String arguments, Instrumentation instrumentation, boolean attached) {
    try {
      if (System.getProperty(STARTED) != null) {
        return;
      }
      System.setProperty(STARTED, "true");
      BootSpy.define(instrumentation);
      Agent.start(AgentOptions.parse(arguments, System.getenv()), instrumentation, attached);
    } catch (Throwable t) { // the watched service must start even when Nexa cannot
      System.err.println("nexa-agent: not started: " + t);
    }
  }
}
