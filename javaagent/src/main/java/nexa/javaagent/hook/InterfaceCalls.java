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
    Method found = method(target.getClass(), declaring, method);
    return found == null ? null : found.invoke(target);
  }

  /** The result of a method with one text as its parameter. */
  static @Nullable Object call(Object target, String declaring, String method, String argument)
      throws Exception {
    Method found = method(target.getClass(), declaring, method, String.class);
    return found == null ? null : found.invoke(target, argument);
  }

  private static @Nullable Method method(
      Class<?> of, String declaring, String name, Class<?>... parameters) throws Exception {
    ConcurrentHashMap<String, Method> known = METHODS.get(of);
    Method found = known.get(name);
    if (found == null) {
      Class<?> type = declarer(of, declaring);
      if (type == null) {
        return null;
      }
      found = type.getMethod(name, parameters);
      known.put(name, found);
    }
    return found;
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
