package nexa.javaagent.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a patch has to go, on a clock of the test's own. */
final class WatchTest {

  private static final String TOTAL = "com.x.Cart#total(II)I";
  private static final String PAY = "com.x.Cart#pay()V";
  private static final long MS = 1_000_000;
  private static final long SECOND = 1000 * MS;

  private final Watch watch = new Watch(Set.of(TOTAL, PAY), 0);

  @Test
  void exceptionOfTheBaseline_isNotNew() {
    watch.threw(watch.before, TOTAL, MS, new RuntimeException(new IllegalStateException()));
    Tally after = watch.patched(0);
    watch.threw(after, TOTAL, MS, new IllegalStateException());
    assertThat(watch.verdict(0)).isNull();
  }

  @Test
  void newTypeOrNewMethod_isNew() {
    watch.threw(watch.before, TOTAL, MS, new IllegalStateException());
    Tally after = watch.patched(0);
    watch.threw(after, PAY, MS, new IllegalStateException());
    assertThat(watch.verdict(0))
        .isEqualTo("new exception: java.lang.IllegalStateException from " + PAY);
  }

  @Test
  void callsStillInTheOldCode_areNotBlamedOnThePatch() {
    watch.patched(0);
    watch.threw(watch.before, TOTAL, MS, new IllegalStateException());
    assertThat(watch.verdict(0)).isNull();
  }

  @Test
  void failedRequests_count30AndMoreThanDouble() {
    requests(watch.before, 96, 4);
    Tally after = watch.patched(0);
    requests(after, 26, 3);
    assertThat(watch.verdict(0)).as("29 requests").isNull();
    requests(after, 71, 5);
    assertThat(watch.verdict(0)).as("8 of 105, before 4 of 100").isNull();
    requests(after, 0, 3);
    assertThat(watch.verdict(0)).startsWith("failed requests: 10.2 % of 108, before 4.0 %");
  }

  @Test
  void withoutFailuresBefore_onePercentIsAllowed() {
    requests(watch.before, 50, 0);
    Tally after = watch.patched(0);
    requests(after, 199, 2);
    assertThat(watch.verdict(0)).isNull();
    requests(after, 0, 1);
    assertThat(watch.verdict(0)).startsWith("failed requests");
  }

  @Test
  void slowness_needsCallsDoubleAndAMillisecond() {
    calls(watch.before, TOTAL, 30, 2 * MS);
    calls(watch.before, PAY, 30, MS / 10);
    Tally after = watch.patched(0);
    calls(after, TOTAL, 29, 5 * MS);
    calls(after, PAY, 100, MS * 8 / 10);
    assertThat(watch.verdict(0)).as("too few, and too short").isNull();
    calls(after, TOTAL, 1, 5 * MS);
    assertThat(watch.verdict(0)).startsWith("slower: 95 % of " + TOTAL);
  }

  @Test
  void asFastAsBefore_stays() {
    calls(watch.before, TOTAL, 1000, 2 * MS);
    calls(watch.patched(0), TOTAL, 1000, 2 * MS * 14 / 10);
    assertThat(watch.verdict(0)).isNull();
  }

  @Test
  void lateFailures_areNotHiddenByManyGoodRequests() {
    Tally after = watch.patched(0);
    requests(after, 100_000, 0);
    watch.verdict(31 * SECOND);
    watch.verdict(62 * SECOND);
    requests(after, 20, 20);
    assertThat(watch.verdict(63 * SECOND)).startsWith("failed requests: 50.0 %");
    assertThat(after.requests.get()).isEqualTo(100_040);
  }

  @Test
  void p95_isKnownToATenth() {
    Latencies latencies = new Latencies();
    for (int i = 1; i <= 1000; i++) {
      latencies.add(i * 1000L);
    }
    assertThat(Latencies.p95(latencies)).isBetween(950_000L, 1_070_000L);
    assertThat(Latencies.p95(new Latencies())).isZero();
  }

  private static void requests(Tally tally, int good, int failed) {
    for (int i = 0; i < good; i++) {
      tally.request(false);
    }
    for (int i = 0; i < failed; i++) {
      tally.request(true);
    }
  }

  private static void calls(Tally tally, String method, int count, long nanos) {
    for (int i = 0; i < count; i++) {
      tally.returned(method, nanos);
    }
  }
}
