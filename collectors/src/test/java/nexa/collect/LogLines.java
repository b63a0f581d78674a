package nexa.collect;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import nexa.event.Severity;
import org.jspecify.annotations.Nullable;

/** One line of an error in every layout that Nexa knows, and what is to be read from it. */
final class LogLines {

  static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  static final String SPAN = "00f067aa0ba902b7";
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

  private static final String MILLIS = "2026-11-22T10:40:32.819Z";
  private static final String SECONDS = "2026-11-22T10:40:32Z";
  private static final String NOW = "2026-11-22T12:00:00Z";

  private LogLines() {}

  /** A line and what it says; {@code $T} and {@code $S} in it stand for the ids of trace and span. */
  record Expected(
      String layout,
      String text,
      Severity severity,
      Instant time,
      @Nullable String logger,
      @Nullable String thread,
      String message) {

    String line() {
      return text.replace("$T", TRACE).replace("$S", SPAN);
    }

    @Nullable String traceId() {
      return text.contains("$T") ? TRACE : null;
    }

    @Nullable String spanId() {
      return text.contains("$S") ? SPAN : null;
    }
  }

  static List<Expected> all() {
    return List.of(
        // Spring Boot
        error(
            "spring-boot", "2026-11-22T10:40:32.819Z ERROR 1234 --- [main] com.acme.Shop : no cart",
            MILLIS, "com.acme.Shop", "main", "no cart"),
        error(
            "spring-boot",
            "2026-11-22T11:40:32.819+01:00 ERROR 1234 --- [shop] [nio-8080-exec-1] [$T-$S]"
                + " com.acme.Shop                            : no cart: 7 - gone",
            MILLIS, "com.acme.Shop", "nio-8080-exec-1", "no cart: 7 - gone"),
        error(
            "spring-boot",
            "2026-11-22 10:40:32.819 ERROR [shop,$T,$S] 1234 --- [           main] c.a.Shop : no",
            MILLIS, "c.a.Shop", "main", "no"),
        error(
            "spring-boot",
            "2026-11-22 10:40:32.819 trace_id=$T span_id=$S trace_flags=01 ERROR 1 --- [main] c.a.Shop"
                + "  : no cart",
            MILLIS, "c.a.Shop", "main", "no cart"),
        error(
            "spring-boot",
            "\u001b[2m2026-11-22T10:40:32.819Z\u001b[0;39m \u001b[31mERROR\u001b[0;39m"
                + " \u001b[35m1\u001b[0;39m \u001b[2m--- [main]\u001b[0;39m \u001b[36mc.a.Shop\u001b[0;39m"
                + " \u001b[2m:\u001b[0;39m no cart",
            MILLIS, "c.a.Shop", "main", "no cart"),
        // Logback, Log4j and others that write lines
        error(
            "logback", "10:40:32.819 [main] ERROR c.a.Shop -- no cart", MILLIS, "c.a.Shop", "main",
            "no cart"),
        error(
            "plain", "10:40:32.819 [main] ERROR com.acme.Shop - no cart", MILLIS, "com.acme.Shop",
            "main", "no cart"),
        error(
            "plain", "2026-11-22 10:40:32,819 [main] ERROR com.acme.Shop - no cart", MILLIS,
            "com.acme.Shop", "main", "no cart"),
        error(
            "plain", "2026-11-22 10:40:32,819 ERROR com.acme.Shop [main] no cart", MILLIS, null,
            null, "com.acme.Shop [main] no cart"),
        error(
            "plain", "2026-11-22 10:40:32.819 [$T,$S] [main] ERROR com.acme.Shop - no cart", MILLIS,
            "com.acme.Shop", "main", "no cart"),
        error(
            "plain",
            "2026-11-22 10:40:32.819 ERROR [traceId=$T, spanId=$S] com.acme.Shop - no cart",
            MILLIS, "com.acme.Shop", null, "no cart"),
        error(
            "plain", "10:40:32,819 ERROR [com.acme.Shop] (default task-1) no cart", MILLIS,
            "com.acme.Shop", "default task-1", "no cart"),
        error(
            "plain", "2026-11-22 10:40:32,819 ERROR com.acme.Shop: no cart", MILLIS,
            "com.acme.Shop",
            null, "no cart"),
        error(
            "plain", "2026-11-22 10:40:32,819 ERROR Shop:42 - no cart", MILLIS, "Shop", null,
            "no cart"),
        error(
            "plain", "2026-11-22 10:40:32,819 ERROR com.acme.Shop.total(Shop.java:42) - no cart",
            MILLIS, "com.acme.Shop.total", null, "no cart"),
        error(
            "plain", "2026-11-22 10:40:32.819 ERROR order 7 failed - twice", MILLIS, null, null,
            "order 7 failed - twice"),
        error(
            "plain", "2026-11-22 10:40:32,819 - shop.orders - ERROR - no cart", MILLIS,
            "shop.orders",
            null, "no cart"),
        error(
            "plain", "[2026-11-22 10:40:32 +0000] [123] [ERROR] no cart", SECONDS, null, null,
            "no cart"),
        error(
            "plain", "2026-11-22 10:40:32.819 [,] [user=7] [main] ERROR com.acme.Shop - no cart",
            MILLIS, "com.acme.Shop", "main", "no cart"),
        error("plain", "2026/11/22 10:40:32 [error] no cart", SECONDS, null, null, "no cart"),
        error(
            "plain", "2026/11/22 10:40:32 ERROR com.acme.Shop - no cart", SECONDS, "com.acme.Shop",
            null, "no cart"),
        error(
            "plain", "26/11/22 10:40:32 ERROR storage.Block: no cart", SECONDS, "storage.Block",
            null, "no cart"),
        error(
            "plain", "2026-11-22 10:40:32,819 - ERROR  [Worker:188:Peer@679] - no cart", MILLIS,
            null,
            "Worker:188:Peer@679", "no cart"),
        error(
            "plain", "1795344032819 [main] ERROR com.acme.Shop - no cart", MILLIS, "com.acme.Shop",
            "main", "no cart"),
        error(
            "plain", "2026-11-22 10:40:32.819 UTC [123] ERROR:  no cart", MILLIS, null, null,
            "no cart"),
        error(
            "plain", "2026-11-22T10:40:32.819Z\terror\tno cart here", MILLIS, null, null,
            "no cart here"),
        error(
            "logfmt",
            "time=2026-11-22T10:40:32.819Z level=ERROR logger=com.acme.Shop trace_id=$T span_id=$S"
                + " msg=no-cart",
            MILLIS, "com.acme.Shop", null, "no-cart"),
        // A level in front
        error("plain", "[ERROR] no cart", NOW, null, null, "no cart"),
        error("plain", "ERROR: no cart", NOW, null, null, "no cart"),
        error(
            "plain", "ERROR 2026-11-22 10:40:32,819 com.acme.Shop - no cart", MILLIS,
            "com.acme.Shop", null, "no cart"),
        error("plain", "[ERROR] 2026-11-22 10:40:32.819 no cart", MILLIS, null, null, "no cart"),
        error(
            "plain", "[main] ERROR com.acme.Shop - no cart", NOW, "com.acme.Shop", "main",
            "no cart"),
        // java.util.logging and Tomcat
        error(
            "jul", "Nov 22, 2026 10:40:32 AM com.acme.Shop total\nSEVERE: no cart", SECONDS,
            "com.acme.Shop", null, "no cart"),
        error(
            "jul", "Nov 22, 2026 10:40:32 AM com.acme.Shop total SEVERE: no cart", SECONDS,
            "com.acme.Shop", null, "no cart"),
        error("plain", "[2026-11-22 10:40:32] [SEVERE ] no cart", SECONDS, null, null, "no cart"),
        error(
            "tomcat",
            "22-Nov-2026 10:40:32.819 SEVERE [http-nio-8080-exec-1] org.apache.cat.Wrapper.invoke"
                + " Servlet failed: no cart",
            MILLIS, "org.apache.cat.Wrapper", "http-nio-8080-exec-1", "Servlet failed: no cart"),
        // Envelopes
        error("syslog", "<11>Nov 22 10:40:32 host app[123]: no cart", SECONDS, null, null,
            "no cart"),
        error("syslog", "<11>Nov  2 10:40:32 host app: no cart", "2026-11-02T10:40:32Z", null, null,
            "no cart"),
        error(
            "syslog", "Nov 22 10:40:32 host app[123]: 10:40:32.819 [main] ERROR c.a.Shop - no cart",
            MILLIS, "c.a.Shop", "main", "no cart"),
        error(
            "syslog", "2026-11-22T10:40:32.819+00:00 host app[1]: ERROR: no cart", MILLIS, null,
            null,
            "no cart"),
        error(
            "syslog",
            "<11>1 2026-11-22T10:40:32.819Z host app 123 ID47 [a@1 iut=\"3 ]\" b=\"\\\"\"][c@1] no cart",
            MILLIS, null, null, "no cart"),
        error(
            "syslog", "<11>1 2026-11-22T10:40:32.819Z host app 123 - - \ufeffno cart", MILLIS, null,
            null, "no cart"),
        error(
            "cri", "2026-11-22T10:40:32.819Z stdout F [main] ERROR c.a.Shop - no cart", MILLIS,
            "c.a.Shop", "main", "no cart"),
        error(
            "docker",
            """
            {"log":"ERROR: no cart\\n","stream":"stdout","time":"2026-11-22T10:40:32.819Z"}""",
            MILLIS, null, null, "no cart"),
        // JSON
        error(
            "ecs",
            """
            {"@timestamp":"2026-11-22T10:40:32.819Z","log.level":"ERROR","message":"no cart",\
            "ecs.version":"1.2.0","service.name":"shop","process.thread.name":"main",\
            "log.logger":"com.acme.Shop","trace.id":"$T","span.id":"$S"}""",
            MILLIS, "com.acme.Shop", "main", "no cart"),
        error(
            "ecs",
            """
            {"@timestamp":"2026-11-22T10:40:32.819Z","log":{"level":"ERROR","logger":"com.acme.Shop"},\
            "process":{"pid":1,"thread":{"name":"main"}},"message":"no cart","ecs":{"version":"8.11"},\
            "trace":{"id":"$T"},"span":{"id":"$S"}}""",
            MILLIS, "com.acme.Shop", "main", "no cart"),
        error(
            "logstash",
            """
            {"@timestamp":"2026-11-22T11:40:32.819+01:00","@version":"1","message":"no cart",\
            "logger_name":"com.acme.Shop","thread_name":"main","level":"ERROR","level_value":40000,\
            "trace_id":"$T","span_id":"$S"}""",
            MILLIS, "com.acme.Shop", "main", "no cart"),
        error(
            "gelf",
            """
            {"version":"1.1","short_message":"no cart","timestamp":1795344032.819,"level":3,\
            "_level_name":"ERROR","_process_pid":1,"_process_thread_name":"main","host":"h",\
            "_log_logger":"com.acme.Shop","_traceId":"$T","_spanId":"$S"}""",
            MILLIS, "com.acme.Shop", "main", "no cart"),
        error(
            "gelf",
            """
            {"version":"1.1","host":"h","short_message":"no cart","level":3,"_thread":"main",\
            "_logger":"com.acme.Shop","timestamp":1795344032.819}""",
            MILLIS, "com.acme.Shop", "main", "no cart"),
        error(
            "logback-json",
            """
            {"sequenceNumber":0,"timestamp":1795344032819,"nanoseconds":819000000,"level":"ERROR",\
            "threadName":"main","loggerName":"com.acme.Shop","context":{"name":"default"},\
            "mdc":{"traceId":"$T","spanId":"$S"},"message":"no {} of {}","arguments":["cart","7"],\
            "throwable":null}""",
            MILLIS, "com.acme.Shop", "main", "no cart of 7"),
        error(
            "log4j2-json",
            """
            {"instant":{"epochSecond":1795344032,"nanoOfSecond":819000000},"thread":"main",\
            "level":"ERROR","loggerName":"com.acme.Shop","message":"no cart","endOfBatch":false,\
            "loggerFqcn":"org.apache.logging.log4j.spi.AbstractLogger","contextMap":\
            {"traceId":"$T","spanId":"$S"}}""",
            SECONDS, "com.acme.Shop", "main", "no cart"),
        error(
            "jboss-json",
            """
            {"timestamp":"2026-11-22T11:40:32.819+01:00","sequence":1,"loggerClassName":\
            "org.jboss.logging.Logger","loggerName":"com.acme.Shop","level":"ERROR",\
            "message":"no cart","threadName":"main","mdc":{"traceId":"$T","spanId":"$S"}}""",
            MILLIS, "com.acme.Shop", "main", "no cart"),
        error(
            "pino",
            """
            {"level":50,"time":1795344032819,"pid":1,"hostname":"h","name":"shop","msg":"no cart"}""",
            MILLIS, "shop", null, "no cart"),
        error(
            "bunyan",
            """
            {"name":"shop","hostname":"h","pid":1,"level":50,"msg":"no cart",\
            "time":"2026-11-22T10:40:32.819Z","v":0}""",
            MILLIS, "shop", null, "no cart"),
        error(
            "json",
            """
            {"level":"error","message":"no cart","timestamp":"2026-11-22T10:40:32.819Z"}""",
            MILLIS, null, null, "no cart"),
        error(
            "python",
            """
            {"asctime":"2026-11-22 10:40:32,819","name":"shop.orders","levelname":"ERROR",\
            "message":"no cart","trace_id":"$T"}""",
            MILLIS, "shop.orders", null, "no cart"),
        error(
            "slog",
            """
            {"time":"2026-11-22T10:40:32.819Z","level":"ERROR","msg":"no cart","id":7}""",
            MILLIS, null, null, "no cart"),
        error(
            "zap",
            """
            {"level":"error","ts":1795344032.819,"logger":"shop","caller":"shop/main.go:12",\
            "msg":"no cart"}""",
            MILLIS, "shop", null, "no cart"),
        error(
            "serilog",
            """
            {"@t":"2026-11-22T10:40:32.8190000Z","@m":"no cart","@i":"a1","@l":"Error",\
            "SourceContext":"Acme.Shop","@tr":"$T","@sp":"$S"}""",
            MILLIS, "Acme.Shop", null, "no cart"),
        fatal(
            "json",
            """
            { "severity": "CRITICAL", "message": "no cart", "time": "2026-11-22T10:40:32.819Z" }""",
            MILLIS, "no cart"),
        fatal("plain", "2026-11-22 10:40:32.819 FATAL no cart", MILLIS, "no cart"),
        fatal("syslog", "<8>Nov 22 10:40:32 app[123]: no cart", SECONDS, "no cart"));
  }

  private static Expected error(
      String layout, String text, String time, @Nullable String logger, @Nullable String thread,
      String message) {
    return new Expected(
        layout, text, Severity.ERROR, Instant.parse(time), logger, thread, message);
  }

  private static Expected fatal(String layout, String text, String time, String message) {
    return new Expected(layout, text, Severity.FATAL, Instant.parse(time), null, null, message);
  }
}
