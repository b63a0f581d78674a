package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nexa.event.Frame;
import nexa.issue.Issue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Node's SDKs of OpenTelemetry and Sentry, pointed at a daemon. */
final class NodeClientsIT extends StockClients {

  private static final Duration INSTALL_MAX = Duration.ofMinutes(3);
  private static final List<String> PACKAGES =
      List.of(
          "@opentelemetry/sdk-node@0.223.0", "@opentelemetry/api@1.9.1",
          "@opentelemetry/api-logs@0.223.0", "@sentry/node@11.12.0");

  private static final String SHOP =
      """
      function total(cart) { return cart.items.length; }
      function crash() { try { return total({}); } catch (e) { return e; } }
      module.exports = {error: crash()};
      """;

  private static final String BY_OPEN_TELEMETRY =
      """
      const {NodeSDK} = require('@opentelemetry/sdk-node');
      const {context, trace, SpanStatusCode} = require('@opentelemetry/api');
      const {logs, SeverityNumber} = require('@opentelemetry/api-logs');
      const sdk = new NodeSDK();
      sdk.start();
      const {error} = require('./shop.js');
      const span = trace.getTracer('shop').startSpan('GET /cart');
      span.recordException(error);
      span.setStatus({code: SpanStatusCode.ERROR, message: error.message});
      context.with(trace.setSpan(context.active(), span), () => logs.getLogger('shop').emit({
        severityNumber: SeverityNumber.ERROR, body: 'cart failed',
        attributes: {'exception.type': error.name, 'exception.stacktrace': error.stack}}));
      span.end();
      sdk.shutdown();
      """;

  private static final String BY_SENTRY =
      """
      const Sentry = require('@sentry/node');
      Sentry.init({dsn: 'http://key@127.0.0.1:%d/2'});
      Sentry.captureException(require('./shop.js').error);
      Sentry.flush(10000).then(sent => process.exit(sent ? 0 : 3));
      """;

  @TempDir
  private static Path installed;

  @BeforeAll
  static void install() throws Exception {
    assumeTrue(isInstalled("npm"), "npm is not installed");
    List<String> command =
        new ArrayList<>(
            List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix",
                installed.toString()));
    command.addAll(PACKAGES);
    run(INSTALL_MAX, command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http/protobuf", "http/json"})
  void openTelemetry_isUnderstood(String protocol) throws Exception {
    openTelemetry(protocol);

    Issue issue = daemon.issues().getFirst();
    assertThat(daemon.issues()).hasSize(1);
    assertThat(issue.service()).isEqualTo("cart");
    assertThat(issue.exceptionType()).isEqualTo("TypeError");
    assertThat(issue.stackTrace().frames().getFirst().file()).isEqualTo("shop.js");
    assertThat(issue.inAppFrames())
        .extracting(Frame::method)
        .startsWith("total", "crash", "Object.<anonymous>");
    assertThat(issue.inAppFrames()).noneMatch(frame -> frame.className().contains("node."));
    assertThat(get("/api/v1/issues/" + issue.id() + "/events").path("events"))
        .as("a span and a log record")
        .hasSize(2);
    assertThat(issue.count()).isEqualTo(1);
  }

  @Test
  void oneCrashBySentryAndOpenTelemetry_isOneIssue() throws Exception {
    openTelemetry("http/json");
    node("sentry.js", BY_SENTRY.formatted(daemon.port()), Map.of());

    assertThat(daemon.issues())
        .singleElement()
        .satisfies(
            issue -> {
              assertThat(issue.inputs()).containsExactly("otlp", "sentry");
              assertThat(issue.topFrame().method()).isEqualTo("total");
              assertThat(issue.count()).isEqualTo(1);
            });
  }

  private void openTelemetry(String protocol) throws Exception {
    node(
        "opentelemetry.js", BY_OPEN_TELEMETRY,
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:" + daemon.port(),
            "OTEL_EXPORTER_OTLP_PROTOCOL", protocol,
            "OTEL_LOGS_EXPORTER", "otlp",
            "OTEL_METRICS_EXPORTER", "none",
            "OTEL_SERVICE_NAME", "cart-api"));
  }

  /** Runs a program to its end, at which all that it sent was answered. */
  private void node(String name, String program, Map<String, String> settings) throws Exception {
    Files.writeString(folder.resolve("shop.js"), SHOP);
    Path main = Files.writeString(folder.resolve(name), program);
    Map<String, String> environment = new HashMap<>(settings);
    environment.put("NODE_PATH", installed.resolve("node_modules").toString());
    Ended ended = run(CLIENT_MAX, List.of("node", main.toString()), environment);
    assertThat(ended.status()).as(ended.output()).isZero();
  }
}
