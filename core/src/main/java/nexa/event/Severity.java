package nexa.event;

/** The severity of an event, in OpenTelemetry's order. */
public enum Severity {
  TRACE,
  DEBUG,
  INFO,
  WARN,
  ERROR,
  FATAL
}
