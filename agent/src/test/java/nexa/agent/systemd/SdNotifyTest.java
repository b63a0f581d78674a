package nexa.agent.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SdNotifyTest {

  @TempDir
  private Path folder;

  @Test
  void namedSocket_getsOneDatagramAMessage() {
    String socket = folder.resolve("notify").toString();
    try (DatagramPeer systemd = new DatagramPeer(socket)) {
      SdNotify notify = new SdNotify(Map.of("NOTIFY_SOCKET", socket));

      notify.ready();
      notify.alive();
      notify.status("3 issues\nopen");
      notify.stopping();

      assertThat(systemd.received())
          .containsExactly("READY=1", "WATCHDOG=1", "STATUS=3 issues open", "STOPPING=1");
    }
  }

  @Test
  void abstractSocket_getsTheDatagram() {
    String socket = "@nexa-test-" + ProcessHandle.current().pid();
    try (DatagramPeer systemd = new DatagramPeer(socket)) {
      new SdNotify(Map.of("NOTIFY_SOCKET", socket)).ready();

      assertThat(systemd.received()).containsExactly("READY=1");
    }
  }

  @Test
  void outsideSystemd_saysNothing() {
    SdNotify notify = new SdNotify(Map.of());

    assertThatCode(notify::ready).doesNotThrowAnyException();
    assertThat(notify.watchdogPeriod()).isEmpty();
  }

  @Test
  void goneSocket_doesNotStopTheDaemon() {
    String socket = folder.resolve("gone").toString();

    assertThatCode(new SdNotify(Map.of("NOTIFY_SOCKET", socket))::alive).doesNotThrowAnyException();
  }

  @Test
  void relativeSocket_isNamedInTheError() {
    assertThatThrownBy(new SdNotify(Map.of("NOTIFY_SOCKET", "notify"))::ready)
        .hasMessageContaining("READY=1 at notify");
  }

  @Test
  void watchdog_isFedTwiceInItsTime() {
    SdNotify notify = new SdNotify(Map.of("WATCHDOG_USEC", "60000000"));

    assertThat(notify.watchdogPeriod()).contains(Duration.ofSeconds(30));
  }
}
