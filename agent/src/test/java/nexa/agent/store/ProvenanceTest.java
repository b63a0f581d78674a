package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import nexa.event.Batch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether anybody vouches for what an issue says. */
final class ProvenanceTest {

  @TempDir
  private Path home;
  private Store store;

  @BeforeEach
  void open() {
    store = Store.open(home, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @CsvSource({
    "javaagent,       '',          false",
    "logfile,         '',          false",
    "docker,          '',          false",
    "sentry journald, '',          false",
    "sentry,          '',          true",
    "otlp logs,       '',          true",
    "webhook:logfile, '',          true",
    "'',              sentry,      false",
    "otlp,            sentry,      false",
    "otlp sentry,     otlp,        false",
  })
  void issue_isUnauthenticatedWhenOnlySendersWithoutAKeyToldOfIt(
      String withoutKey, String withKey, boolean expected) {
    Feed feed = new Feed(store, Clock.systemUTC());
    EventStore events = new EventStore(store, feed, Crashes.BY_TYPE, issue -> {});
    tell(events, withoutKey, false);
    tell(events, withKey, true);
    Provenance provenance = new Provenance(store);

    assertThat(provenance.isUnauthenticated(events.issue("SHOP-1").orElseThrow()))
        .isEqualTo(expected);
    assertThat(provenance.unauthenticated(events.issues())).hasSize(expected ? 1 : 0);
  }

  private static void tell(EventStore events, String inputs, boolean hasKey) {
    for (String input : inputs.isEmpty() ? new String[0] : inputs.split(" ", -1)) {
      events.accept(
          new Batch(
              input, List.of(Crashes.event(input + hasKey, input, "a.B")), null, hasKey));
    }
  }
}
