package nexa.collect;

import org.jspecify.annotations.Nullable;

/** The ids of trace and span that the head of a log line names. */
final class HeadSpan {

  private @Nullable String traceId;
  private @Nullable String spanId;

  @Nullable String traceId() {
    return TraceIds.trace(traceId);
  }

  @Nullable String spanId() {
    return TraceIds.span(spanId);
  }

  /** Reads {@code trace_id=…} and its like; false when it is something else. */
  boolean readPair(Line line, int from, int to) {
    int equals = line.indexOf('=', from, to);
    if (equals < 0) {
      return false;
    }
    int value = line.startsWith("\"", equals + 1) ? equals + 2 : equals + 1;
    String id = line.substring(value, hexEnd(line, value, Math.max(value, to)));
    switch (line.substring(from, equals)) {
      case "trace_id", "traceId", "trace.id", "traceid" -> traceId = id;
      case "span_id", "spanId", "span.id", "spanid" -> spanId = id;
      case "trace_flags" -> {
        return true;
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Reads {@code trace,span}, {@code trace-span}, {@code app,trace,span} or several pairs. */
  boolean readGroup(Line line, int from, int to) {
    if (line.indexOf('=', from, to) >= 0) {
      return readPairs(line, from, to);
    }
    int part = from;
    while (part < to) {
      int end = hexEnd(line, part, to);
      boolean parted = end < to && (line.charAt(end) == ',' || line.charAt(end) == '-');
      if (parted && (end - part == TraceIds.TRACE_LENGTH || end - part == TraceIds.SPAN_LENGTH)) {
        int next = line.skipSpaces(end + 1);
        int nextEnd = hexEnd(line, next, to);
        if (nextEnd - next == TraceIds.SPAN_LENGTH) {
          traceId = line.substring(part, end);
          spanId = line.substring(next, nextEnd);
          return true;
        }
      }
      int comma = line.indexOf(',', part, to);
      part = comma < 0 ? to : line.skipSpaces(comma + 1);
    }
    return false;
  }

  private boolean readPairs(Line line, int from, int to) {
    int part = from;
    boolean read = false;
    while (part < to) {
      int end = part;
      while (end < to && line.charAt(end) != ',' && !Line.isSpace(line.charAt(end))) {
        end++;
      }
      read |= readPair(line, part, end);
      part = end + 1;
    }
    return read;
  }

  private static int hexEnd(Line line, int from, int to) {
    int end = from;
    while (end < to && TraceIds.isHex(line.charAt(end))) {
      end++;
    }
    return end;
  }
}
