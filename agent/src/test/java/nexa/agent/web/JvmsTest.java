package nexa.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import nexa.agent.store.Crashes;
import nexa.agent.store.Feed;
import nexa.agent.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JvmsTest {

  @TempDir
  private Path home;
  private Instant now = Crashes.NOON;
  private Store store;
  private Feed feed;
  private Jvms jvms;

  @BeforeEach
  void open() {
    store = Store.open(home, Clock.systemUTC());
    feed = new Feed(store, Clock.systemUTC());
    jvms = new Jvms(feed, () -> now);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void silentJvm_isLost() {
    String session = jvms.connect(jvm("shop", 7));
    now = now.plusSeconds(31);
    jvms.sweep();

    assertThat(jvms.all()).isEmpty();
    assertThat(jvms.heard(session)).isEmpty();
    assertThat(feed.after(0)).extracting(Feed.Entry::name).containsExactly("jvm.connected",
        "jvm.lost");
  }

  @Test
  void speakingJvm_stays() {
    String session = jvms.connect(jvm("shop", 7));
    now = now.plusSeconds(20);
    jvms.heard(session);
    now = now.plusSeconds(20);
    jvms.sweep();

    assertThat(jvms.all()).hasSize(1);
  }

  @Test
  void jvms_areInOrder() {
    jvms.connect(jvm("shop", 9));
    jvms.connect(jvm("bank", 3));
    jvms.connect(jvm("shop", 2));

    assertThat(jvms.all()).extracting(Jvms.Jvm::pid).containsExactly(3L, 2L, 9L);
  }

  private Jvms.Jvm jvm(String service, long pid) {
    return new Jvms.Jvm(service, null, "0.1.0", pid, "25", "Main", now, now, List.of(), 0, 0, 0);
  }
}
