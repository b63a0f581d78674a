package nexa.javaagent.hook;

import java.lang.reflect.Method;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Calls methods of libraries' interfaces by reflection; the agent links to none of them. */
final class InterfaceCalls {

  private static final ClassValue<ConcurrentHashMap<String, Method>> METHODS =
      new ClassValue<ConcurrentHashMap<String, Method>>() {
        @Override
        protected ConcurrentHashMap<String, Method> computeValue(Class<?> type) {
          return new ConcurrentHashMap<String, Method>();
        }
      };

  /** By class and the end of a name: the type that declares it, {@link Void} where there is none. */
  private static final ClassValue<ConcurrentHashMap<String, Class<?>>> TYPES =
      new ClassValue<ConcurrentHashMap<String, Class<?>>>() {
        @Override
        protected ConcurrentHashMap<String, Class<?>> computeValue(Class<?> type) {
          return new ConcurrentHashMap<String, Class<?>>();
        }
      };

  private InterfaceCalls() {}

  /**
   * The result of a method without parameters.
   *
   * @param declaring the end of the name of the public type that declares it
   */
  static @Nullable Object call(Object target, String declaring, String method) throws Exception {
    ConcurrentHashMap<String, Method> known = METHODS.get(target.getClass());
    Method found = known.get(method);
    if (found == null) {
      Class<?> type = declarer(target.getClass(), declaring);
      if (type == null) {
        return null;
      }
      found = type.getMethod(method);
      known.put(method, found);
    }
    return found.invoke(target);
  }

  /** The result of a method with one text as its parameter; not for the normal path. */
  static @Nullable Object call(Object target, String declaring, String method, String argument)
      throws Exception {
    Class<?> type = declarer(target.getClass(), declaring);
    return type == null ? null : type.getMethod(method, String.class).invoke(target, argument);
  }

  /** Whether an object is of a type. */
  static boolean is(Object target, String declaring) {
    return declarer(target.getClass(), declaring) != null;
  }

  static @Nullable String text(Object target, String declaring, String method) throws Exception {
    Object value = call(target, declaring, method);
    return value == null ? null : value.toString();
  }

  /** The public type with this end of its name that a class extends or implements, or null. */
  private static @Nullable Class<?> declarer(Class<?> type, String declaring) {
    ConcurrentHashMap<String, Class<?>> known = TYPES.get(type);
    Class<?> declarer = known.get(declaring);
    if (declarer == null) {
      declarer = find(type, declaring);
      known.put(declaring, declarer == null ? Void.class : declarer);
    }
    return declarer == Void.class ? null : declarer;
  }

  private static @Nullable Class<?> find(@Nullable Class<?> type, String declaring) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      if (c.getName().endsWith(declaring)) {
        return c;
      }
      for (Class<?> implemented : c.getInterfaces()) {
        Class<?> found = find(implemented, declaring);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}
