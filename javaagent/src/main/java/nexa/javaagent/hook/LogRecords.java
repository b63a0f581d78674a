package nexa.javaagent.hook;

import java.util.Map;
import nexa.javaagent.ship.ErrorEvent;
import org.jspecify.annotations.Nullable;

/** Reads the log records of Logback, Log4j 2 and java.util.logging. */
final class LogRecords {

  private static final String LOGBACK = "ch.qos.logback.classic.spi.ILoggingEvent";
  private static final String LOG4J = "org.apache.logging.log4j.core.LogEvent";
  private static final String JUL = "java.util.logging.LogRecord";

  private LogRecords() {}

  /** The exception of a record from what its hook found in it, or null. */
  static @Nullable Throwable thrown(Object found) throws Exception {
    return found instanceof Throwable
        ? (Throwable) found
        : (Throwable) InterfaceCalls.call(found, "logback.classic.spi.ThrowableProxy",
            "getThrowable");
  }

  /** Fills an event from a record; false when the record is below WARN or would not be logged. */
  static boolean fill(ErrorEvent.Builder event, Object logger, Object logRecord) throws Exception {
    if (logger.getClass().getName().startsWith("ch.qos.logback.")) {
      event.severity = String.valueOf(InterfaceCalls.call(logRecord, LOGBACK, "getLevel"));
      event.logger = InterfaceCalls.text(logRecord, LOGBACK, "getLoggerName");
      if (!severe(event.severity)) {
        return false;
      }
      event.message = orEmpty(InterfaceCalls.text(logRecord, LOGBACK, "getFormattedMessage"));
      trace(event, InterfaceCalls.call(logRecord, LOGBACK, "getMDCPropertyMap"));
      return true;
    }
    if (logger.getClass().getName().startsWith("org.apache.logging.log4j.")) {
      event.severity = String.valueOf(InterfaceCalls.call(logRecord, LOG4J, "getLevel"));
      event.logger = InterfaceCalls.text(logRecord, LOG4J, "getLoggerName");
      if (!severe(event.severity)) {
        return false;
      }
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
      return true;
    }
    return jul(event, logRecord);
  }

  private static boolean jul(ErrorEvent.Builder event, Object logRecord) throws Exception {
    Object level = InterfaceCalls.call(logRecord, JUL, "getLevel");
    Object value =
        level == null ? null : InterfaceCalls.call(level, "java.util.logging.Level", "intValue");
    if (!(value instanceof Integer) || (Integer) value < 900) {
      return false;
    }
    event.severity = (Integer) value >= 1000 ? "ERROR" : "WARN";
    event.logger = InterfaceCalls.text(logRecord, JUL, "getLoggerName");
    event.message = orEmpty(InterfaceCalls.text(logRecord, JUL, "getMessage"));
    return true;
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

  private static boolean severe(String level) {
    return level.equals("ERROR") || level.equals("WARN") || level.equals("FATAL");
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
