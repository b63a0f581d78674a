package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import co.elastic.logging.logback.EcsEncoder;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.SimpleFormatter;
import net.logstash.logback.encoder.LogstashEncoder;
import nexa.event.Event;
import nexa.event.EventContext;
import nexa.event.Severity;
import nexa.event.StackTrace;
import org.apache.logging.log4j.core.StringLayout;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.layout.template.json.JsonTemplateLayout;
import org.apache.logging.log4j.message.ParameterizedMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads back what the loggers themselves write. */
class RealEncodersTest {

  private static final Exception CAUSE = new IllegalArgumentException("id 7");
  private static final Exception CRASH = crash("no cart\n\tat a.Fake.frame(Fake.java:1)");
  private static final Instant BEFORE = Instant.now();

  private static Exception crash(String message) {
    Exception crash = new IllegalStateException(message, CAUSE);
    crash.addSuppressed(new UnsupportedOperationException("close"));
    return crash;
  }

  @Test
  void logbackJson_isReadBack() {
    assertReadBack(logback(new JsonEncoder()), "logback-json");
  }

  @Test
  void logstash_isReadBack() {
    assertReadBack(logback(new LogstashEncoder()), "logstash");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ecs_isReadBack(boolean stackTraceAsArray) {
    EcsEncoder encoder = new EcsEncoder();
    encoder.setStackTraceAsArray(stackTraceAsArray);
    assertReadBack(logback(encoder), "ecs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "logback     | %d{HH:mm:ss.SSS} [%thread] %-5level %logger{36} -%kvp- %msg%n",
        "plain       | %d{HH:mm:ss.SSS} [%thread] %-5level %logger{36} - %msg%n",
        "plain       | %d [%thread] [%X{traceId},%X{spanId}] %-5level %logger{36} - %msg%n%xEx",
        "spring-boot | %d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %5p 1234 --- [%15.15t] %-40.40logger : %m%n%xEx",
        "plain       | %-5level %d{yyyy/MM/dd HH:mm:ss.SSS} [%thread] %logger - %msg%n",
        "plain       | [%thread] %-5level %logger - %msg%n",
      })
  void logbackPattern_isReadBack(String layout, String pattern) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setPattern(pattern);
    assertReadBack(logback(encoder), layout);
  }

  @ParameterizedTest
  @CsvSource({
    "EcsLayout.json, ecs",
    "LogstashJsonEventLayoutV1.json, logstash",
    "GelfLayout.json, gelf"
  })
  void log4jTemplate_isReadBack(String template, String layout) {
    assertReadBack(log4j(template(template)), layout);
  }

  @Test
  void log4jTemplateWithoutCauses_isReadBack() {
    Event event = assertErrorReadBack(log4j(template("JsonLayout.json")), "log4j2-json");
    StackTrace trace = Objects.requireNonNull(event.stackTrace());
    assertThat(trace.exceptionType()).isEqualTo("java.lang.IllegalStateException");
    assertThat(trace.message()).isEqualTo(CRASH.getMessage());
    assertThat(methods(trace)).isEqualTo(methods(CRASH));
  }

  private static StringLayout template(String name) {
    return JsonTemplateLayout.newBuilder()
        .setConfiguration(new DefaultConfiguration())
        .setEventTemplateUri("classpath:" + name)
        .build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%d{HH:mm:ss.SSS} [%t] %-5level %logger{36} - %msg%n",
        "%d %p [%t] [%X{traceId},%X{spanId}] %c - %m%n%xEx",
        "%d{UNIX_MILLIS} %p [%t] %c - %m%n",
      })
  void log4jPattern_isReadBack(String pattern) {
    assertReadBack(log4j(PatternLayout.newBuilder().withPattern(pattern).build()), "plain");
  }

  @Test
  void julLines_areReadBack() {
    var written = new java.util.logging.LogRecord(Level.SEVERE, "order 7 failed");
    written.setLoggerName("com.acme.Shop");
    written.setSourceClassName("com.acme.Shop");
    written.setThrown(CRASH);
    assertReadBack(new SimpleFormatter().format(written), "jul");
  }

  @Test
  void dockersLinesOfAnEncoder_areReadBack() {
    StringBuilder wrapped = new StringBuilder();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setPattern("%d [%thread] %-5level %logger - %msg%n");
    for (String line : logback(encoder).split("\n", -1)) {
      if (!line.isEmpty()) {
        wrapped.append("{\"log\":\"").append(line.replace("\t", "\\t"))
            .append("\\n\",\"stream\":\"stdout\",\"time\":\"").append(Instant.now())
            .append("\"}\n");
      }
    }
    assertReadBack(wrapped.toString(), "docker");
  }

  private static String logback(Encoder<ILoggingEvent> encoder) {
    LoggerContext context = new LoggerContext();
    LogbackMDCAdapter mdc = new LogbackMDCAdapter();
    context.setMDCAdapter(mdc);
    mdc.put("traceId", LogLines.TRACE);
    mdc.put("spanId", LogLines.SPAN);
    encoder.setContext(context);
    encoder.start();
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setOutputStream(written);
    appender.start();
    context.getLogger("com.acme.Shop").addAppender(appender);
    context.getLogger("com.acme.Shop").error("order {} failed", 7, CRASH);
    context.getLogger("com.acme.Shop").info("order {} is fine", 8);
    context.stop();
    return written.toString(UTF_8);
  }

  private static String log4j(StringLayout layout) {
    SortedArrayStringMap context = new SortedArrayStringMap();
    context.putValue("traceId", LogLines.TRACE);
    context.putValue("spanId", LogLines.SPAN);
    return layout.toSerializable(
        Log4jLogEvent.newBuilder()
            .setLoggerName("com.acme.Shop")
            .setLevel(org.apache.logging.log4j.Level.ERROR)
            .setMessage(new ParameterizedMessage("order {} failed", 7))
            .setThrown(CRASH)
            .setThreadName(Thread.currentThread().getName())
            .setTimeMillis(System.currentTimeMillis())
            .setContextData(context)
            .build());
  }

  private static void assertReadBack(String text, String layout) {
    Event event = assertErrorReadBack(text, layout);
    StackTrace trace = Objects.requireNonNull(event.stackTrace());
    assertThat(trace.exceptionType()).isEqualTo("java.lang.IllegalStateException");
    assertThat(trace.message()).startsWith("no cart");
    // What the message holds that looks like a frame is taken for one in text, and only there.
    assertThat(methods(trace)).endsWith(methods(CRASH).toArray(String[]::new));
    StackTrace cause = Objects.requireNonNull(trace.cause());
    assertThat(cause.exceptionType()).isEqualTo("java.lang.IllegalArgumentException");
    assertThat(cause.message()).isEqualTo("id 7");
    assertThat(methods(cause)).isEqualTo(methods(CAUSE));
    assertThat(trace.suppressed()).extracting(StackTrace::message).containsExactly("close");
  }

  private static Event assertErrorReadBack(String text, String layout) {
    LogText.Content content =
        LogText.read(text, "shop", null, "http", Clock.system(ZoneId.systemDefault()));
    assertThat(content.tally().layouts()).as(text).containsKey(layout);
    assertThat(content.events()).as(text).hasSize(1);
    Event event = content.events().getFirst();
    assertThat(event.severity()).isEqualTo(Severity.ERROR);
    assertThat(event.message()).isEqualTo("order 7 failed");
    assertThat(event.time())
        .isBetween(BEFORE.minus(Duration.ofSeconds(2)), Instant.now().plusSeconds(1));
    EventContext context = Objects.requireNonNull(event.context());
    assertThat(context.logger()).isEqualTo("com.acme.Shop");
    assertThat(context.threadName())
        .isEqualTo(layout.equals("jul") ? null : Thread.currentThread().getName());
    assertThat(context.traceId()).isEqualTo(text.contains(LogLines.TRACE) ? LogLines.TRACE : null);
    assertThat(context.spanId()).isEqualTo(text.contains(LogLines.SPAN) ? LogLines.SPAN : null);
    return event;
  }

  private static List<String> methods(StackTrace trace) {
    return trace.frames().stream()
        .map(frame -> frame.className() + "." + frame.method() + ":" + frame.line()).toList();
  }

  private static List<String> methods(Throwable crash) {
    return Arrays.stream(crash.getStackTrace())
        .map(
            frame -> frame.getClassName() + "." + frame.getMethodName() + ":"
                + Math.max(0, frame.getLineNumber()))
        .toList();
  }
}
