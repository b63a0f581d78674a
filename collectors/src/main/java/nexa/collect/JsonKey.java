package nexa.collect;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Nexa looks for in a line of JSON, with the keys under which loggers write it, the most telling
 * first. A nested key is joined with dots, so that {@code {"log":{"level":…}}} and {@code
 * {"log.level":…}} are one.
 */
enum JsonKey {
  TIME("@timestamp", "timestamp", "@t", "time", "ts", "asctime", "instant.epochSecond",
      "timeMillis", "datetime"),
  LEVEL("log.level", "_level_name", "level", "severity", "levelname", "@l", "severity_text", "lvl"),
  MESSAGE("formattedMessage", "message", "msg", "@m", "@mt", "short_message"),
  LOGGER("log.logger", "logger_name", "loggerName", "_log_logger", "_logger", "logger",
      "SourceContext", "name"),
  THREAD("process.thread.name", "thread_name", "threadName", "_process_thread_name", "_thread",
      "_thread_name", "thread"),
  TRACE_ID("trace.id", "trace_id", "traceId", "traceid", "@tr", "_trace_id", "_traceId",
      "mdc.trace_id", "mdc.traceId", "contextMap.trace_id", "contextMap.traceId"),
  SPAN_ID("span.id", "span_id", "spanId", "spanid", "@sp", "_span_id", "_spanId", "mdc.span_id",
      "mdc.spanId", "contextMap.span_id", "contextMap.spanId"),
  STACK("error.stack_trace", "stack_trace", "_error_stack_trace", "@x", "exc_info", "err.stack",
      "error.stack", "stack", "stacktrace", "stackTrace", "exception", "throwable", "thrown"),
  ERROR_TYPE("error.type", "_error_type", "err.type", "err.name", "error.name"),
  ERROR_MESSAGE("error.message", "_error_message", "err.message"),
  /** A message and its stack trace in one. */
  FULL_MESSAGE("full_message"),
  /** What the placeholders of the message stand for. */
  ARGUMENTS("arguments"),
  /** What a process wrote, as Docker keeps it. */
  LOG("log"),
  STREAM("stream"),
  LOG_TAG("logtag");

  /**
   * A key that is known.
   *
   * @param key null for one that only tells the layout
   * @param rank the lower, the more it counts
   * @param sign the layout it is a sign of, if any
   */
  record Known(@Nullable JsonKey key, int rank, @Nullable Layout sign) {}

  private static final Map<String, Layout> SIGNS =
      Map.ofEntries(
          Map.entry("log.level", Layout.ECS), Map.entry("log.logger", Layout.ECS),
          Map.entry("ecs.version", Layout.ECS), Map.entry("short_message", Layout.GELF),
          Map.entry("logger_name", Layout.LOGSTASH), Map.entry("level_value", Layout.LOGSTASH),
          Map.entry("@version", Layout.LOGSTASH), Map.entry("loggerFqcn", Layout.LOG4J2_JSON),
          Map.entry("endOfBatch", Layout.LOG4J2_JSON),
          Map.entry("loggerClassName", Layout.JBOSS_JSON),
          Map.entry("loggerName", Layout.LOGBACK_JSON),
          Map.entry("levelname", Layout.PYTHON), Map.entry("asctime", Layout.PYTHON),
          Map.entry("@t", Layout.SERILOG), Map.entry("@mt", Layout.SERILOG),
          Map.entry("caller", Layout.ZAP), Map.entry("v", Layout.BUNYAN),
          Map.entry("msg", Layout.SLOG));

  private static final Map<String, Known> KNOWN = new HashMap<>();
  private static final Set<String> PARENTS = new HashSet<>();

  static {
    for (JsonKey key : values()) {
      for (int rank = 0; rank < key.names.length; rank++) {
        String name = key.names[rank];
        KNOWN.put(name, new Known(key, rank, SIGNS.get(name)));
      }
    }
    SIGNS.forEach((name, layout) -> KNOWN.putIfAbsent(name, new Known(null, 0, layout)));
    for (String name : KNOWN.keySet()) {
      for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
        PARENTS.add(name.substring(0, dot));
      }
    }
  }

  private final String[] names;

  JsonKey(String... names) {
    this.names = names;
  }

  /** What is known about a key by its full name, or null. */
  static @Nullable Known known(String name) {
    return KNOWN.get(name);
  }

  /** Whether an object under this name may hold a key that is known. */
  static boolean isParent(String name) {
    return PARENTS.contains(name);
  }
}
