package nexa.javaagent;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * The entry point of the agent, at start ({@code -javaagent}) and by attach. Whatever is wrong, the
 * application starts, and one line says why the agent does not.
 *
 * <p>The build marks this class, and only this, as one for Java 6, so that an older JVM than the
 * agent needs gets that line too, instead of refusing to start; it must link to nothing newer.
 */
public final class Premain {

  /** The property that holds the version of the agent that runs in this JVM. */
  private static final String STARTED = "nexa.agent.started";

  private static final String[] TOO_OLD = {"1.5", "1.6", "1.7"};

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
        return; // attached again, or after a start with -javaagent: one is enough
      }
      String obstacle = obstacle(instrumentation);
      if (obstacle != null) {
        say(obstacle);
        return;
      }
      System.setProperty(STARTED, version());
      load(arguments, instrumentation, attached);
    } catch (Throwable t) { // the watched service must start even when Nexa cannot
      say("not started: " + t);
    }
  }

  private static void load(
      @Nullable String arguments, Instrumentation instrumentation, boolean attached)
      throws Throwable {
    boolean started = false;
    try {
      AgentLoader.launch(arguments, instrumentation, attached);
      started = true;
    } finally {
      if (!started) {
        System.clearProperty(STARTED); // another attempt may have better options
      }
    }
  }

  private static @Nullable String obstacle(Instrumentation instrumentation) {
    String java = System.getProperty("java.specification.version");
    for (int i = 0; i < TOO_OLD.length; i++) {
      if (TOO_OLD[i].equals(java)) {
        return "not started: needs Java 8, this is " + java;
      }
    }
    if (!instrumentation.isRetransformClassesSupported()
        || !instrumentation.isRedefineClassesSupported()) {
      return "not started: not allowed to redefine classes; was the agent's jar repackaged?";
    }
    return null;
  }

  private static String version() {
    Package own = Premain.class.getPackage();
    String version = own == null ? null : own.getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  private static void say(String line) {
    System.err.println("nexa-agent: " + line);
  }
}
