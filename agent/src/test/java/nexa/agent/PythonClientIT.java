package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nexa.event.Frame;
import nexa.issue.Issue;
import org.junit.jupiter.api.Test;

/** Sentry's SDK for Python, as Debian has it, pointed at a daemon. */
final class PythonClientIT extends StockClients {

  private static final String PYTHON = "/usr/bin/python3";
  private static final String SHOP =
      """
      import json, sys, sentry_sdk

      def total(cart):
          return sum(json.loads(cart)['prices'])

      def serve(cart):
          return total(cart)

      sentry_sdk.init(dsn=sys.argv[1])
      serve('no cart')
      """;

  @Test
  void sentry_isUnderstood_asIsWhatPythonPrints() throws Exception {
    assumeTrue(hasSdk(), "python3-sentry-sdk is not installed");
    Path shop = Files.writeString(folder.resolve("shop.py"), SHOP);

    Ended ended =
        run(
            CLIENT_MAX,
            List.of(PYTHON, shop.toString(), "http://key@127.0.0.1:" + daemon.port() + "/2"),
            Map.of());

    assertThat(ended.status()).as(ended.output()).isEqualTo(1);
    await(() -> inputs().contains("sentry"));
    Issue issue = daemon.issues().getFirst();
    assertThat(issue.service()).isEqualTo("cart");
    assertThat(issue.exceptionType()).isEqualTo("json.decoder.JSONDecodeError");
    assertThat(issue.stackTrace().frames())
        .extracting(Frame::method)
        .containsExactly("raw_decode", "decode", "loads", "total", "serve", "<module>");
    assertThat(issue.inAppFrames())
        .extracting(Frame::method)
        .containsExactly("total", "serve", "<module>");
    assertThat(events(issue).getFirst()).isEqualTo("uncaught");

    Files.writeString(folder.resolve("cart.log"), ended.output());
    await(() -> inputs().contains("logfile"));
    assertThat(daemon.issues()).hasSize(1);
    assertThat(daemon.issues().getFirst().count()).isEqualTo(1);
  }

  /** The kinds of an issue's events. */
  private List<String> events(Issue issue) {
    return get("/api/v1/issues/" + issue.id() + "/events").path("events").valueStream()
        .map(event -> event.path("context").path("kind").asString(""))
        .toList();
  }

  private static boolean hasSdk() throws Exception {
    return Files.isExecutable(Path.of(PYTHON))
        && run(CLIENT_MAX, List.of(PYTHON, "-c", "import sentry_sdk"), Map.of()).status() == 0;
  }
}
