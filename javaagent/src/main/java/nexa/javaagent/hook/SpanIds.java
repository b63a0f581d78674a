package nexa.javaagent.hook;

/** The trace and the span a thread is in, as OpenTelemetry writes them. */
final class SpanIds {

  final String trace;
  final String span;

  SpanIds(String trace, String span) {
    this.trace = trace;
    this.span = span;
  }
}
