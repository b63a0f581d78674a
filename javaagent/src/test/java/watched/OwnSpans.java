package watched;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import java.net.URL;
import java.net.URLClassLoader;
import org.slf4j.LoggerFactory;

/** Fails before, inside and after a span, in a class loader below the one of the OpenTelemetry API. */
public final class OwnSpans {

  public static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  public static final String SPAN = "00f067aa0ba902b7";

  private OwnSpans() {}

  public static void main(String[] arguments) throws Exception {
    try (URLClassLoader below =
        new URLClassLoader(new URL[0], OwnSpans.class.getClassLoader())) {
      Thread.currentThread().setContextClassLoader(below);
      fail("before");
      SpanContext span =
          SpanContext.create(TRACE, SPAN, TraceFlags.getSampled(), TraceState.getDefault());
      try (Scope scope = Span.wrap(span).makeCurrent()) {
        fail("inside");
      }
      fail("after");
    }
  }

  private static void fail(String when) {
    try {
      Shop.order(Shop.broken(), 1, 1);
    } catch (NullPointerException e) {
      LoggerFactory.getLogger("shop.spans").error(when, e);
    }
  }
}
