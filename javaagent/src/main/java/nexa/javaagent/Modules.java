package nexa.javaagent;

import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * The module system, where there is one. Its calls are compiled for Java 9 in a class of their own
 * ({@code src/main/java9}): by reflection they cost a start on Java 25 another 11 ms of CPU.
 */
public abstract class Modules {

  private static final @Nullable Modules PRESENT = find();

  Modules() {}

  public static boolean present() {
    return PRESENT != null;
  }

  /** Opens the package of a class, and only that package, to the agent. */
  public static void open(Instrumentation instrumentation, Class<?> type) {
    if (PRESENT != null) {
      PRESENT.openPackage(instrumentation, type);
    }
  }

  /** Defines a class beside another one whose package is open to the agent; not on Java 8. */
  public static void define(Class<?> neighbour, byte[] classFile) throws IllegalAccessException {
    if (PRESENT != null) {
      PRESENT.defineClass(neighbour, classFile);
    }
  }

  abstract void openPackage(Instrumentation instrumentation, Class<?> type);

  abstract void defineClass(Class<?> neighbour, byte[] classFile) throws IllegalAccessException;

  private static @Nullable Modules find() {
    if (ThisJvm.release() < 9) {
      return null;
    }
    try {
      return (Modules) Class.forName("nexa.javaagent.PresentModules").getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("The agent's jar is incomplete", e);
    }
  }
}
