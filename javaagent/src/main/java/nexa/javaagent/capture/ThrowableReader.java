package nexa.javaagent.capture;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Reads a throwable without running application code: an accessor that an application class
 * overrides is not called, the field of {@link Throwable} behind it is read instead.
 */
public final class ThrowableReader {

  private static final int CAUSES_MAX = 16;
  private static final StackTraceElement[] NO_FRAMES = {};

  private static final ClassValue<Boolean> MESSAGE = new Trusted("getMessage");
  private static final ClassValue<Boolean> CAUSE = new Trusted("getCause");
  private static final ClassValue<Boolean> FRAMES = new Trusted("getStackTrace");

  private ThrowableReader() {}

  public static Throwable root(Throwable thrown) {
    Throwable root = thrown;
    for (int i = 0; i < CAUSES_MAX; i++) {
      Throwable cause = cause(root);
      if (cause == null || cause == thrown) {
        return root;
      }
      root = cause;
    }
    return root;
  }

  public static @Nullable Throwable cause(Throwable thrown) {
    try {
      if (CAUSE.get(thrown.getClass())) {
        return thrown.getCause();
      }
      Object cause = Members.CAUSE == null ? null : Members.CAUSE.get(thrown);
      return cause == thrown ? null : (Throwable) cause;
    } catch (Throwable t) { // a throwable that cannot be read has no cause for us
      return null;
    }
  }

  public static @Nullable String message(Throwable thrown) {
    try {
      if (MESSAGE.get(thrown.getClass())) {
        return thrown.getMessage();
      }
      return Members.MESSAGE == null ? null : (String) Members.MESSAGE.get(thrown);
    } catch (Throwable t) { // as above
      return null;
    }
  }

  public static StackTraceElement[] frames(Throwable thrown) {
    try {
      if (FRAMES.get(thrown.getClass())) {
        return thrown.getStackTrace();
      }
      return Members.FRAMES == null
          ? NO_FRAMES
          : (StackTraceElement[]) Members.FRAMES.invoke(thrown);
    } catch (Throwable t) { // as above
      return NO_FRAMES;
    }
  }

  /** Whether an accessor of a throwable class is the JDK's or a known library's. */
  private static final class Trusted extends ClassValue<Boolean> {
    private final String accessor;

    Trusted(String accessor) {
      this.accessor = accessor;
    }

    @Override
    protected Boolean computeValue(Class<?> type) {
      for (Class<?> c = type; c != null && c != Throwable.class; c = c.getSuperclass()) {
        if (AppCode.isJdk(c) || AppCode.isLibrary(c.getName())) {
          continue;
        }
        try {
          return c.getDeclaredMethod(accessor) == null; // found: the class overrides it
        } catch (NoSuchMethodException e) {
          continue;
        } catch (Throwable t) { // a class that does not link: do not call into it
          return false;
        }
      }
      return true;
    }
  }

  /** Private members of {@link Throwable}, null where the package is not open. */
  private static final class Members {
    static final @Nullable Field MESSAGE = field("detailMessage");
    static final @Nullable Field CAUSE = field("cause");
    static final @Nullable Method FRAMES = frames();

    private static @Nullable Field field(String name) {
      try {
        Field field = Throwable.class.getDeclaredField(name);
        field.setAccessible(true);
        return field;
      } catch (Exception e) { // another JDK: the value stays unknown
        return null;
      }
    }

    private static @Nullable Method frames() {
      try {
        Method method = Throwable.class.getDeclaredMethod("getOurStackTrace");
        method.setAccessible(true);
        return method;
      } catch (Exception e) { // another JDK: the value stays unknown
        return null;
      }
    }
  }
}
