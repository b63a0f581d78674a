package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import nexa.event.HttpExchange;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One line of an access log: the common and the combined format, which nginx, Apache and Tomcat write,
 * or JSON with the usual names.
 *
 * @param time null when the line has none that can be read
 * @param trace the ids of the trace that the request belongs to, null for none
 * @see <a href="https://httpd.apache.org/docs/2.4/logs.html#common">Common Log Format</a>
 */
record AccessLine(HttpExchange http, @Nullable Instant time, @Nullable Trace trace) {

  private static final int TIME_WITHIN = 400;
  private static final String TIME_SHAPE = "dd/aaa/dddd:dd:dd:dd sdddd]";
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final int STATUS_MIN = 100;
  private static final int STATUS_MAX = 599;

  /** A trace, and the span of it that the request was made in, when a line says so. */
  record Trace(String traceId, @Nullable String spanId) {

    private static final int TRACE_AT = 3;
    private static final int SPAN_AT = 36;
    private static final int END = 52;

    /** Reads {@code 00-<32 hex>-<16 hex>-01} at a place of a text, null when it is none. */
    static @Nullable Trace at(CharSequence text, int from) {
      if (from + END > text.length()) {
        return null;
      }
      for (int i = 0; i < END; i++) {
        boolean dash = i == TRACE_AT - 1 || i == SPAN_AT - 1;
        char c = text.charAt(from + i);
        if (dash ? c != '-' : !TraceIds.isHex(c)) {
          return null;
        }
      }
      String trace =
          TraceIds.trace(text.subSequence(from + TRACE_AT, from + SPAN_AT - 1).toString());
      String span = TraceIds.span(text.subSequence(from + SPAN_AT, from + END).toString());
      return trace == null || span == null ? null : new Trace(trace, span);
    }
  }

  /** The request a line in any of the formats is about, or null when it is of another kind of log. */
  static @Nullable AccessLine of(Line line, Clock clock) {
    if (!line.startsWith("{", line.start())) {
      return parse(line);
    }
    byte[] json = line.substring(line.start(), line.end()).getBytes(UTF_8);
    try {
      return parse(BoundedJson.object(json, 0, json.length, "line"), clock);
    } catch (MalformedEventException e) {
      return null; // braces alone make no JSON
    }
  }

  /** The request a line is about, or null when it is of another kind of log. */
  static @Nullable AccessLine parse(Line line) {
    int open = line.indexOf('[', line.start(), Math.min(line.end(), line.start() + TIME_WITHIN));
    if (open < 0 || !hasShape(line, open + 1)) {
      return null;
    }
    int quote = open + 1 + TIME_SHAPE.length() + 1;
    if (!line.startsWith("\"", quote)) {
      return null;
    }
    int end = line.indexOf('"', quote + 1, line.end());
    int status = end < 0 ? 0 : status(line, end + 2);
    HttpExchange http = end < 0 ? null : request(line, quote + 1, end, status);
    return http == null || status == 0
        ? null
        : new AccessLine(http, time(line, open + 1), trace(line, end));
  }

  /** The request a JSON line is about, or null when it is of another kind of log. */
  static @Nullable AccessLine parse(JsonNode line, Clock clock) {
    String method = first(line, "request_method", "method", "http.request.method");
    String path = first(line, "request_uri", "uri", "path", "url.path");
    String status = first(line, "status", "status_code", "http.response.status_code");
    if (method == null || path == null || status == null) {
      return null;
    }
    Line number = Line.first(status);
    String time = first(line, "time_iso8601", "@timestamp", "timestamp", "time", "ts", "msec");
    int code = status(number, 0);
    return code == 0
        ? null
        : new AccessLine(
            new HttpExchange(method, path, code),
            time == null ? null : JsonLine.time(time, clock), trace(line));
  }

  /** The request's trace context, or the ids alone. */
  private static @Nullable Trace trace(JsonNode line) {
    String parent = first(line, "traceparent", "http_traceparent");
    Trace sent = parent == null ? null : Trace.at(parent, 0);
    if (sent != null) {
      return sent;
    }
    String trace =
        TraceIds.trace(first(line, "trace.id", "trace_id", "traceId", "otel_trace_id"));
    String span = TraceIds.span(first(line, "span.id", "span_id", "spanId", "otel_span_id"));
    return trace == null ? null : new Trace(trace, span);
  }

  private static @Nullable String first(JsonNode line, String... names) {
    for (String name : List.of(names)) {
      JsonNode value = line.path(name);
      if (value.isString() || value.isNumber()) {
        return value.asString("");
      }
    }
    return null;
  }

  private static boolean hasShape(Line line, int from) {
    if (from + TIME_SHAPE.length() > line.end()) {
      return false;
    }
    for (int i = 0; i < TIME_SHAPE.length(); i++) {
      char c = line.charAt(from + i);
      boolean fits =
          switch (TIME_SHAPE.charAt(i)) {
            case 'd' -> c >= '0' && c <= '9';
            case 'a' -> Character.isLetter(c);
            case 's' -> c == '+' || c == '-';
            default -> c == TIME_SHAPE.charAt(i);
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  /** {@code GET /cart HTTP/1.1}; a client may send anything, so the parts are not trusted. */
  private static @Nullable HttpExchange request(Line line, int from, int end, int status) {
    int space = line.indexOf(' ', from, end);
    int last = line.lastIndexOf(' ', from, end);
    if (space <= from || last <= space) {
      return null;
    }
    return new HttpExchange(
        line.substring(from, space), line.substring(space + 1, last), status);
  }

  private static int status(Line line, int from) {
    if (from + 3 > line.end()) {
      return 0;
    }
    int status = 0;
    for (int i = from; i < from + 3; i++) {
      char c = line.charAt(i);
      if (c < '0' || c > '9') {
        return 0;
      }
      status = status * 10 + c - '0';
    }
    boolean ends = from + 3 == line.end() || line.charAt(from + 3) == ' ';
    return ends && status >= STATUS_MIN && status <= STATUS_MAX ? status : 0;
  }

  private static @Nullable Instant time(Line line, int from) {
    int month = MONTHS.indexOf(line.substring(from + 3, from + 6));
    if (month < 0 || month % 3 != 0) {
      return null;
    }
    try {
      int zone = number(line, from + 22, 2) * 60 + number(line, from + 24, 2);
      return LocalDateTime.of(
          number(line, from + 7, 4), month / 3 + 1, number(line, from, 2),
          number(line, from + 12, 2), number(line, from + 15, 2), number(line, from + 18, 2))
          .toInstant(
              ZoneOffset.ofTotalSeconds((line.charAt(from + 21) == '-' ? -60 : 60) * zone));
    } catch (DateTimeException e) {
      return null; // it looks like a time and is none, such as hour 25
    }
  }

  private static int number(Line line, int from, int digits) {
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      number = number * 10 + line.charAt(i) - '0';
    }
    return number;
  }

  /** The trace context anywhere behind the request, as a format of the user's own may have it. */
  private static @Nullable Trace trace(Line line, int from) {
    for (int at = from; at + Trace.END <= line.end(); at++) {
      if (line.charAt(at) == '0' && line.charAt(at + 2) == '-') {
        Trace found = Trace.at(line.text(), at);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}
