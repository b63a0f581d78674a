package nexa.event;

import org.jspecify.annotations.Nullable;

/**
 * Where in its process an event happened, in OpenTelemetry's terms.
 *
 * @param kind how it was seen: {@code uncaught}, {@code logged} or {@code http}
 * @param logger the logger's name, for what was logged
 * @param traceId 32 hexadecimal digits, when a span was open
 * @param spanId 16 hexadecimal digits, when a span was open
 * @param user a mark that tells the user it happened to from others, and nothing else of them
 */
public record EventContext(
    String kind,
    @Nullable String logger,
    @Nullable String threadName,
    @Nullable String traceId,
    @Nullable String spanId,
    @Nullable String user) {

  /** One of which no user is known. */
  public EventContext(
      String kind,
      @Nullable String logger,
      @Nullable String threadName,
      @Nullable String traceId,
      @Nullable String spanId) {
    this(kind, logger, threadName, traceId, spanId, null);
  }
}
