package nexa.javaagent.ship;

import java.util.UUID;
import nexa.javaagent.capture.Redactor;
import nexa.javaagent.capture.ThrowableReader;
import org.jspecify.annotations.Nullable;

/** Writes events as JSON, on the agent's thread. */
final class EventJson {

  private static final int MESSAGE_MAX = 4096;
  private static final int NAME_MAX = 1024;
  private static final int FRAMES_MAX = 256;
  private static final int CAUSES_MAX = 8;
  private static final int THROWABLES_MAX = 32;

  private final Redactor redactor;
  private long sequence = System.nanoTime();
  private final long origin = System.currentTimeMillis() << 20 ^ System.identityHashCode(this);
  private int throwables;

  EventJson(Redactor redactor) {
    this.redactor = redactor;
  }

  String write(ErrorEvent event, @Nullable String snapshot) {
    StringBuilder out = new StringBuilder(4096).append('{');
    Json.name(out, "id").append('"').append(id()).append('"');
    Json.name(out, "timeUnixMs").append(event.timeUnixMs);
    Json.string(Json.name(out, "kind"), event.kind, NAME_MAX);
    Json.string(Json.name(out, "severity"), event.severity, NAME_MAX);
    Json.string(Json.name(out, "logger"), event.logger, NAME_MAX);
    Json.string(Json.name(out, "thread"), event.thread, NAME_MAX);
    Json.string(Json.name(out, "message"), redacted(event.message), MESSAGE_MAX);
    Json.string(Json.name(out, "traceId"), event.traceId, NAME_MAX);
    Json.string(Json.name(out, "spanId"), event.spanId, NAME_MAX);
    http(Json.name(out, "http"), event.http());
    Json.name(out, "exception");
    throwables = 0;
    exception(out, event.thrown, 0);
    Json.name(out, "snapshot").append(snapshot == null ? "null" : snapshot);
    return out.append('}').toString();
  }

  private void http(StringBuilder out, ErrorEvent.@Nullable Http http) {
    if (http == null) {
      out.append("null");
      return;
    }
    out.append('{');
    Json.string(Json.name(out, "method"), http.method, NAME_MAX);
    Json.string(Json.name(out, "path"), redacted(http.path), MESSAGE_MAX);
    Json.name(out, "status").append(http.status).append('}');
  }

  private void exception(StringBuilder out, @Nullable Throwable thrown, int depth) {
    if (thrown == null || depth > CAUSES_MAX || ++throwables > THROWABLES_MAX) {
      out.append("null");
      return;
    }
    out.append('{');
    Json.string(Json.name(out, "type"), thrown.getClass().getName(), NAME_MAX);
    Json.string(
        Json.name(out, "message"), redacted(ThrowableReader.message(thrown)), MESSAGE_MAX);
    frames(Json.name(out, "frames"), ThrowableReader.frames(thrown));
    exception(Json.name(out, "cause"), ThrowableReader.cause(thrown), depth + 1);
    Json.name(out, "suppressed").append('[');
    int count = 0;
    for (Throwable suppressed : thrown.getSuppressed()) {
      if (depth < CAUSES_MAX && throwables < THROWABLES_MAX) {
        out.append(count++ == 0 ? "" : ",");
        exception(out, suppressed, depth + 1);
      }
    }
    out.append("]}");
  }

  private static void frames(StringBuilder out, StackTraceElement[] frames) {
    out.append('[');
    for (int i = 0; i < frames.length && i < FRAMES_MAX; i++) {
      StackTraceElement frame = frames[i];
      out.append(i == 0 ? "{" : ",{");
      Json.string(Json.name(out, "class"), frame.getClassName(), NAME_MAX);
      Json.string(Json.name(out, "method"), frame.getMethodName(), NAME_MAX);
      Json.string(Json.name(out, "file"), frame.getFileName(), NAME_MAX);
      Json.name(out, "line").append(frame.getLineNumber()).append('}');
    }
    out.append(']');
  }

  private @Nullable String redacted(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return redactor.text(text.length() > MESSAGE_MAX ? text.substring(0, MESSAGE_MAX) : text);
  }

  /** A random-looking version 4 UUID; a secure random source would load providers and may block. */
  private UUID id() {
    long low = mix(origin ^ sequence++);
    long high = mix(low ^ System.nanoTime());
    return new UUID(high & ~0xF000L | 0x4000L, low & ~(3L << 62) | 2L << 62);
  }

  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
