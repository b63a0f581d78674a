package nexa.javaagent.hook;

import java.lang.reflect.Method;
import nexa.javaagent.ship.Counters;
import org.jspecify.annotations.Nullable;

/**
 * The OpenTelemetry span a failing thread is in: the one of an OpenTelemetry agent, whose API is in
 * the boot loader, else the one of the application's own API. Asked only when something failed. A
 * class of the application is used only if it is loaded already: without it there is no span, and
 * no class loader of the application is called.
 */
final class CurrentSpan {

  private static final String API = "io.opentelemetry.api.trace.Span";
  private static final String AGENT_API = "io.opentelemetry.javaagent.shaded." + API;
  private static final int PARENTS_MAX = 16;
  private static final long RETRY_NANOS = 10L * 1000 * 1000 * 1000;

  /** Per class of the API, in that class: it pins no class loader. */
  private static final ClassValue<CurrentSpan> READERS =
      new ClassValue<CurrentSpan>() {
        @Override
        protected CurrentSpan computeValue(Class<?> api) {
          try {
            return new CurrentSpan(api);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Not the OpenTelemetry API: " + api, e);
          }
        }
      };

  private static final @Nullable Method FIND_LOADED = findLoaded();

  private static volatile @Nullable CurrentSpan ofAgent;

  /** When there was no agent's API; 0 when that was not looked up yet. */
  private static volatile long missedNanos;

  private final Method current;
  private final Method context;
  private final Method valid;
  private final Method trace;
  private final Method span;

  private CurrentSpan(Class<?> api) throws ReflectiveOperationException {
    current = api.getMethod("current");
    context = api.getMethod("getSpanContext");
    Class<?> spanContext = context.getReturnType();
    valid = spanContext.getMethod("isValid");
    trace = spanContext.getMethod("getTraceId");
    span = spanContext.getMethod("getSpanId");
  }

  /** The ids of this thread's span, or null. */
  static @Nullable SpanIds ids(Counters counters) {
    try {
      CurrentSpan agent = ofAgent();
      SpanIds ids = agent == null ? null : agent.read();
      if (ids == null) {
        Class<?> api = loaded(Thread.currentThread().getContextClassLoader());
        ids = api == null ? null : READERS.get(api).read();
      }
      return ids;
    } catch (Throwable t) { // an event without ids is better than none
      counters.errors.incrementAndGet();
      return null;
    }
  }

  private @Nullable SpanIds read() throws ReflectiveOperationException {
    Object found = context.invoke(current.invoke(null));
    return Boolean.TRUE.equals(valid.invoke(found))
        ? new SpanIds((String) trace.invoke(found), (String) span.invoke(found))
        : null;
  }

  private static @Nullable CurrentSpan ofAgent() {
    CurrentSpan known = ofAgent;
    long now = System.nanoTime();
    if (known != null || missedNanos != 0 && now - missedNanos < RETRY_NANOS) {
      return known;
    }
    try {
      known = READERS.get(Class.forName(AGENT_API, false, null));
      ofAgent = known;
    } catch (ClassNotFoundException e) { // no such agent; one may still be attached
      missedNanos = now | 1;
    }
    return known;
  }

  /** The application's API, as a class loader or one of its parents has loaded it. */
  private static @Nullable Class<?> loaded(@Nullable ClassLoader from)
      throws ReflectiveOperationException {
    ClassLoader loader = from;
    for (int i = 0; loader != null && FIND_LOADED != null && i < PARENTS_MAX; i++) {
      Class<?> api = (Class<?>) FIND_LOADED.invoke(loader, API);
      if (api != null) {
        return api;
      }
      loader = loader.getParent();
    }
    return null;
  }

  private static @Nullable Method findLoaded() {
    try {
      Method found = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
      found.setAccessible(true); // java.lang is open to the agent since it defined its spy there
      return found;
    } catch (ReflectiveOperationException e) {
      return null;
    } catch (RuntimeException e) { // Java 9 and later without the opened package
      return null;
    }
  }
}
