package nexa.agent.flow;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Locale;
import java.util.Map;
import nexa.agent.store.Spans;
import nexa.repair.Thoughts;

/** Makes each thought a span below the step that the calling thread is in, or below another thought. */
public final class SpannedThoughts implements Thoughts {

  private final Tracer tracer;

  public SpannedThoughts(Tracer tracer) {
    this.tracer = tracer;
  }

  @Override
  public Thought begin(String name, Map<String, String> facts) {
    return begin(Context.current(), name, facts);
  }

  private Thought begin(Context parent, String name, Map<String, String> facts) {
    SpanBuilder builder = tracer.spanBuilder(name).setParent(parent);
    facts.forEach((key, text) -> builder.setAttribute(key, Facts.bounded(text)));
    Span span = builder.startSpan();
    return new SpannedThought(span, parent.with(span));
  }

  /** One thought and where those within it belong. */
  private final class SpannedThought implements Thought {

    private final Span span;
    private final Context context;

    SpannedThought(Span span, Context context) {
      this.span = span;
      this.context = context;
    }

    @Override
    public Thought begin(String name, Map<String, String> facts) {
      return SpannedThoughts.this.begin(context, name, facts);
    }

    @Override
    public void end(End end, Map<String, String> facts) {
      facts.forEach((key, text) -> span.setAttribute(key, Facts.bounded(text)));
      switch (end) {
        case OK -> {}
        case REFUSED, LEFT ->
            span.setAttribute(Spans.STATE, end.name().toLowerCase(Locale.ROOT));
        case FAILED -> span.setStatus(StatusCode.ERROR, facts.getOrDefault("reason", ""));
      }
      span.end();
    }
  }
}
