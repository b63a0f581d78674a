package nexa.agent.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import nexa.repair.Decision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FixesTest {

  private static final Clock CLOCK = Clock.systemUTC();
  private static final Fixes.Answer RECORDED = new Fixes.Answer.Recorded();

  @TempDir
  private Path home;
  private final List<String> woken = Collections.synchronizedList(new ArrayList<>());
  private Store store;
  private Fixes fixes;

  @BeforeEach
  void open() {
    store = Store.open(home, CLOCK);
    fixes = new Fixes(store, new Feed(store, CLOCK), CLOCK, woken::add);
    fixes.submit("r1", Crashes.plan("F-1", Crashes.issue("SHOP-1"), "digest"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void manyDecisionsAtOnce_giveOneWinnerWhomTheOthersAreTold() throws Exception {
    List<Callable<Fixes.Answer>> people =
        IntStream
            .range(0, 20).<Callable<Fixes.Answer>>mapToObj(
                i -> () -> approve("person " + i, "digest"))
            .toList();
    List<Fixes.Answer> answers = new ArrayList<>();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Fixes.Answer> answer : pool.invokeAll(people)) {
        answers.add(answer.get());
      }
    }

    String winner = String.valueOf(fixes.find("F-1").orElseThrow().actor());
    assertThat(answers).containsOnlyOnce(RECORDED);
    assertThat(answers)
        .filteredOn(answer -> !answer.equals(RECORDED))
        .hasSize(19)
        .containsOnly(new Fixes.Answer.AlreadyDecided(winner, "approved"));
    assertThat(woken).containsExactly("r1");
  }

  @Test
  void otherDigest_isNotDecided() {
    assertThat(approve("ann", "stale")).isEqualTo(new Fixes.Answer.DigestChanged("digest"));
    assertThat(approve("ann", "digest")).isEqualTo(RECORDED);
  }

  @Test
  void unknownFix_isSaid() {
    assertThat(fixes.decide("F-2", new Decision.Approved("ann", "digest"), "digest"))
        .isEqualTo(new Fixes.Answer.Unknown());
  }

  @Test
  void decision_isInTheAuditLogWhichShowsTampering() {
    approve("ann", "digest");
    fixes.submit("r1", Crashes.plan("F-2", Crashes.issue("SHOP-2"), "other"));
    fixes.decide("F-2", new Decision.Declined("bob", "no"), "other");
    AuditLog audit = new AuditLog(CLOCK);

    assertThat(store.jdbi().withHandle(audit::broken)).isEmpty();

    store.jdbi().useHandle(handle -> handle.execute("UPDATE audit SET actor = 'eve' WHERE id = 1"));
    assertThat(store.jdbi().withHandle(audit::broken)).contains(1L);
  }

  private Fixes.Answer approve(String by, String digest) {
    return fixes.decide("F-1", new Decision.Approved(by, digest), digest);
  }
}
