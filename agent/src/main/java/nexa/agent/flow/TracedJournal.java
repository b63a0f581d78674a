package nexa.agent.flow;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Map;
import java.util.function.Supplier;
import nexa.agent.store.Spans;
import nexa.event.Sha256;
import nexa.repair.Decision;
import nexa.repair.Journal;
import nexa.repair.Plan;
import nexa.repair.Thoughts.End;

/**
 * A journal whose steps are spans of one OpenTelemetry trace. The trace's id is made from the run's
 * id, so a run that was cut short goes on in the same trace; a step taken from the record is no span. The
 * cases that a step recalled are spans within it.
 */
public final class TracedJournal implements Journal {

  private final Journal journal;
  private final Tracer tracer;
  private final SpannedThoughts thoughts;
  private final Context run;

  public TracedJournal(Journal journal, Tracer tracer) {
    this.journal = journal;
    this.tracer = tracer;
    this.thoughts = new SpannedThoughts(tracer);
    this.run = Context.root().with(Span.wrap(contextOf(journal.runId())));
  }

  @Override
  public String runId() {
    return journal.runId();
  }

  @Override
  public <T> T step(String name, Supplier<T> body) {
    return journal.step(name, () -> spanned(name, body));
  }

  @Override
  public Decision decision(Plan plan) {
    return journal.decision(plan);
  }

  private <T> T spanned(String name, Supplier<T> body) {
    Span span =
        tracer
            .spanBuilder(name)
            .setParent(run)
            .setAttribute(Spans.RUN, journal.runId())
            .startSpan();
    try (Scope ignored = span.makeCurrent()) {
      T result = body.get();
      Facts.of(result).forEach(span::setAttribute);
      Facts.recalled(result).forEach(facts -> thoughts.begin("case", facts).end(End.OK, Map.of()));
      if (Facts.isRefusal(result)) {
        span.setAttribute(Spans.STATE, "refused");
      }
      return result;
    } catch (RuntimeException e) {
      span.setStatus(StatusCode.ERROR, Facts.bounded(String.valueOf(e.getMessage())));
      throw e;
    } finally {
      span.end();
    }
  }

  private static SpanContext contextOf(String runId) {
    String hash = Sha256.hex(runId);
    return SpanContext.create(
        hash.substring(0, 32),
        hash.substring(32, 48),
        TraceFlags.getSampled(),
        TraceState.getDefault());
  }
}
