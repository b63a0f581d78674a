package nexa.event;

import org.jspecify.annotations.Nullable;

/**
 * One line of a stack trace.
 *
 * @param className the binary name of the class, such as {@code com.example.Cart$Line}; the JVM may
 *     print a loader and a module before it, {@code java.base/java.util.List}
 * @param method the method's name, {@code <init>} and {@code lambda$x$0} included
 * @param file the source file's simple name as the trace gives it; a hint to people, never a path
 * @param line the line number from 1, or 0 when unknown
 */
public record Frame(String className, String method, @Nullable String file, int line) {

  /**
   * Stands where Java has a module before the class of a frame whose path says that it is in an
   * installed package or in the language's own library, as Python's and JavaScript's do.
   */
  public static final String LIBRARY = "library/";

  /** The class without what stands before it: its loader and module, or {@link #LIBRARY}. */
  public String bareClassName() {
    return className.substring(className.lastIndexOf('/') + 1);
  }

  /** The package of the class, empty for the unnamed package. */
  public String packageName() {
    int dot = className.lastIndexOf('.');
    return dot < 0 ? "" : className.substring(0, dot);
  }

  /** The top-level class the frame's class is nested in, or the class itself. */
  public String topLevelClassName() {
    int dollar = className.indexOf('$', className.lastIndexOf('.') + 2);
    return dollar < 0 ? className : className.substring(0, dollar);
  }

  @Override
  public String toString() {
    return className + "." + method + (file == null ? "" : "(" + file + ":" + line + ")");
  }
}
