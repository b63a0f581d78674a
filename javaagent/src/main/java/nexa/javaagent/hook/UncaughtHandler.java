package nexa.javaagent.hook;

import org.jspecify.annotations.Nullable;

/**
 * The default uncaught-exception handler of the first seconds, until {@link Thread} itself is
 * hooked. Behaves as if there were none: the handler before it, or the JVM's message.
 */
public final class UncaughtHandler implements Thread.UncaughtExceptionHandler {

  private final Thread.@Nullable UncaughtExceptionHandler before;

  private UncaughtHandler(Thread.@Nullable UncaughtExceptionHandler before) {
    this.before = before;
  }

  public static void install() {
    Thread.setDefaultUncaughtExceptionHandler(
        new UncaughtHandler(Thread.getDefaultUncaughtExceptionHandler()));
  }

  /** Takes the handler out again, unless the application has set its own since. */
  public static void remove() {
    Thread.UncaughtExceptionHandler current = Thread.getDefaultUncaughtExceptionHandler();
    if (current instanceof UncaughtHandler) {
      Thread.setDefaultUncaughtExceptionHandler(((UncaughtHandler) current).before);
    }
  }

  @Override
  public void uncaughtException(Thread thread, Throwable thrown) {
    NexaSpy.uncaught(thread, thrown);
    if (before != null) {
      before.uncaughtException(thread, thrown);
    } else if (!thrown.getClass().getName().equals("java.lang.ThreadDeath")) {
      System.err.print("Exception in thread \"" + thread.getName() + "\" ");
      thrown.printStackTrace(System.err);
    }
  }
}
