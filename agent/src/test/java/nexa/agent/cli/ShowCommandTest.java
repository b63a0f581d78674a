package nexa.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import nexa.agent.store.Crashes;
import nexa.agent.store.Json;
import nexa.agent.web.RunningServer;
import nexa.issue.TrustLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the command line says of one issue. */
@Timeout(60)
final class ShowCommandTest {

  private static final String WORDS =
      "told by        only senders that showed no key: a fix is proposed at most, never swapped in";

  @TempDir
  private Path home;
  private RunningServer server;

  @BeforeEach
  void start() throws IOException {
    server = new RunningServer(home, TrustLevel.PROPOSE);
    Files.writeString(home.resolve("port"), Integer.toString(server.web.port()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void issueOfUnknownSenders_isSaidToBeSo() {
    server.store(Crashes.event("e1", "sentry", "java.lang.NullPointerException"));

    assertThat(show().out()).contains(WORDS);
    assertThat(Json.MAPPER.readTree(show("-o", "json").out()).path("unauthenticated").asBoolean())
        .isTrue();
  }

  @Test
  void issueOfTheServiceItself_isNot() {
    server.store(Crashes.event("e1", "logfile", "java.lang.NullPointerException"));

    assertThat(show().out()).contains("SHOP-1").doesNotContain("told by");
  }

  @Test
  void trace_isPrintedWithTheServicesOwnFramesMarked() {
    server.store(Crashes.event("e1", "logfile", "java.lang.NullPointerException"));

    assertThat(show().out())
        .contains("inputs         logfile")
        .contains("\njava.lang.NullPointerException")
        .containsPattern("\n  > com\\.example\\.shop\\.Cart\\.total\\(.*\\)\n")
        .doesNotContain("null\n");
  }

  @Test
  void fixThatWasTurnedDown_isPrintedWithTheReason() {
    server.store(Crashes.captured("e1", "java.lang.NullPointerException"));
    server.runs.begin("SHOP-1");
    server.awaitFix("F-SHOP-1", "waiting");
    assertThat(show().out()).contains("\nfix            F-SHOP-1 waiting\n");
    Cli.run("reject", "F-SHOP-1", "-m", "too wide", "--home", home.toString());

    assertThat(show().out()).contains("\nfix            F-SHOP-1 rejected: too wide\n");
  }

  private Cli show(String... more) {
    return Cli.run(
        Stream.concat(Stream.of("show", "SHOP-1", "--home", home.toString()), Stream.of(more))
            .toArray(String[]::new));
  }
}
