package nexa.javaagent.hook;

import java.util.Map;
import nexa.javaagent.ship.ErrorEvent;
import org.jspecify.annotations.Nullable;

/** Reads the log records of Logback, Log4j 2 and java.util.logging. */
final class LogRecords {

  private static final String LOGBACK = "ch.qos.logback.classic.spi.ILoggingEvent";
  private static final String LOG4J = "org.apache.logging.log4j.core.LogEvent";
  private static final String JUL = "java.util.logging.LogRecord";
  private static final String LOGBACK_LOGGER = "ch.qos.logback.";
  private static final String LOG4J_LOGGER = "org.apache.logging.log4j.";

  private LogRecords() {}

  /** The exception of a record from what its hook found in it, or null. */
  static @Nullable Throwable thrown(Object found) throws Exception {
    return found instanceof Throwable
        ? (Throwable) found
        : (Throwable) InterfaceCalls.call(found, "logback.classic.spi.ThrowableProxy",
            "getThrowable");
  }

  /** The severity of a record, or null when it is below WARN; asked before the record is read. */
  static @Nullable String severity(Object logger, Object logRecord) throws Exception {
    String library = logger.getClass().getName();
    if (library.startsWith(LOGBACK_LOGGER)) {
      return severe(InterfaceCalls.call(logRecord, LOGBACK, "getLevel"));
    }
    if (library.startsWith(LOG4J_LOGGER)) {
      return severe(InterfaceCalls.call(logRecord, LOG4J, "getLevel"));
    }
    Object level = InterfaceCalls.call(logRecord, JUL, "getLevel");
    Object value =
        level == null ? null : InterfaceCalls.call(level, "java.util.logging.Level", "intValue");
    if (!(value instanceof Integer) || (Integer) value < 900) {
      return null;
    }
    return (Integer) value >= 1000 ? "ERROR" : "WARN";
  }

  /** Fills an event from a record. */
  static void fill(ErrorEvent.Builder event, Object logger, Object logRecord) throws Exception {
    String library = logger.getClass().getName();
    if (library.startsWith(LOGBACK_LOGGER)) {
      event.logger = InterfaceCalls.text(logRecord, LOGBACK, "getLoggerName");
      event.message = orEmpty(InterfaceCalls.text(logRecord, LOGBACK, "getFormattedMessage"));
      trace(event, InterfaceCalls.call(logRecord, LOGBACK, "getMDCPropertyMap"));
    } else if (library.startsWith(LOG4J_LOGGER)) {
      event.logger = InterfaceCalls.text(logRecord, LOG4J, "getLoggerName");
      log4j(event, logRecord);
    } else {
      event.logger = InterfaceCalls.text(logRecord, JUL, "getLoggerName");
      event.message = orEmpty(InterfaceCalls.text(logRecord, JUL, "getMessage"));
    }
  }

  private static void log4j(ErrorEvent.Builder event, Object logRecord) throws Exception {
    Object message = InterfaceCalls.call(logRecord, LOG4J, "getMessage");
    event.message =
        message == null
            ? ""
            : orEmpty(
                InterfaceCalls.text(
                    message, "org.apache.logging.log4j.message.Message", "getFormattedMessage"));
    Object context = InterfaceCalls.call(logRecord, LOG4J, "getContextData");
    trace(
        event,
        context == null
            ? null
            : InterfaceCalls.call(
                context, "org.apache.logging.log4j.util.ReadOnlyStringMap", "toMap"));
  }

  private static void trace(ErrorEvent.Builder event, @Nullable Object context) {
    if (context instanceof Map && !((Map<?, ?>) context).isEmpty()) {
      event.traceId = first((Map<?, ?>) context, "trace_id", "traceId", "dd.trace_id");
      event.spanId = first((Map<?, ?>) context, "span_id", "spanId", "dd.span_id");
    }
  }

  private static @Nullable String first(Map<?, ?> context, String... keys) {
    for (String key : keys) {
      Object value = context.get(key);
      if (value instanceof String && !((String) value).isEmpty()) {
        return (String) value;
      }
    }
    return null;
  }

  private static @Nullable String severe(@Nullable Object level) {
    String name = String.valueOf(level);
    return name.equals("ERROR") || name.equals("WARN") || name.equals("FATAL") ? name : null;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
