package nexa.agent.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import nexa.agent.store.Swaps;
import nexa.agent.store.Swaps.State;
import nexa.agent.swap.Jvms.Swapping;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JvmsTest {

  private static final String FIX = "F-SHOP-1";
  private static final String FIX_COMMIT = "f1f1f1f1";

  @TempDir
  private Path home;
  private Ledger ledger;

  @BeforeEach
  void open() {
    ledger = new Ledger(home, (service, release, commit) -> release.equals("with-" + commit));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void silentJvm_isLost() {
    String session = ledger.connect(7, null);
    ledger.now = ledger.now.plusSeconds(31);
    ledger.jvms.sweep();

    assertThat(ledger.jvms.all()).isEmpty();
    assertThat(ledger.jvms.heard(session)).isEmpty();
    assertThat(ledger.feedNames()).containsExactly("jvm.connected", "jvm.lost");
  }

  @Test
  void speakingJvm_stays() {
    String session = ledger.connect(7, null);
    ledger.now = ledger.now.plusSeconds(20);
    ledger.jvms.heard(session);
    ledger.now = ledger.now.plusSeconds(20);
    ledger.jvms.sweep();

    assertThat(ledger.jvms.all()).hasSize(1);
  }

  @Test
  void jvms_areInOrder() {
    ledger.connect("shop", 9, null, "off", null);
    ledger.connect("bank", 3, null, "off", null);
    ledger.connect("shop", 2, null, "off", null);

    assertThat(ledger.jvms.all()).extracting(jvm -> jvm.process().pid()).containsExactly(3L, 2L,
        9L);
  }

  @Test
  void jvmThatConnectsAgain_isOne() {
    String first = ledger.connect(7, null);
    ledger.connect(7, null);

    assertThat(ledger.jvms.all()).hasSize(1);
    assertThat(ledger.jvms.heard(first)).isEmpty();
  }

  @Test
  void swapping_isByTheKeyTheJvmHas() {
    assertThat(ledger.jvm(ledger.connect(1, null)).swapping()).isEqualTo(Swapping.ON);
    assertThat(ledger.jvm(ledger.connect(2, null, "on", "0123456789abcdef")).swapping())
        .isEqualTo(Swapping.WRONG_KEY);
    assertThat(ledger.jvm(ledger.connect(3, null, "on", null)).swapping())
        .isEqualTo(Swapping.WRONG_KEY);
    assertThat(ledger.jvm(ledger.connect(4, null, "needs Java 15", null)).swapping())
        .isEqualTo(Swapping.NEEDS_JAVA_15);
    assertThat(ledger.jvm(ledger.connect(5, null, "", null)).swapping()).isEqualTo(Swapping.OFF);
  }

  @Test
  void provisionalSwap_settles() {
    String session = ledger.connect(7, null);
    ledger.report(session, FIX, State.PROVISIONAL, null);
    ledger.report(session, FIX, State.PROVISIONAL, null);
    ledger.report(session, FIX, State.SETTLED, null);

    assertThat(ledger.state(FIX, 7)).isEqualTo(State.SETTLED);
    assertThat(ledger.feedNames())
        .containsExactly("jvm.connected", "swap.provisional", "swap.settled");
  }

  @Test
  void harmfulFix_isTold_andOneTakenBackOtherwiseIsNot() {
    String session = ledger.connect(7, null);
    ledger.report(session, FIX, State.ROLLED_BACK, "its time is up");
    ledger.report(session, "F-SHOP-2", State.ROLLED_BACK, "new exception: NullPointerException");

    assertThat(ledger.faults).containsExactly("F-SHOP-2");
  }

  @Test
  void rolledBackSwap_keepsItsReason() {
    String session = ledger.connect(7, null);
    ledger.report(session, FIX, State.PROVISIONAL, null);
    ledger.report(session, FIX, State.ROLLED_BACK, "NullPointerException from Cart#total");

    Swaps.Entry entry = ledger.swaps.find(FIX, Ledger.process("shop", 7)).orElseThrow();
    assertThat(entry.state()).isEqualTo(State.ROLLED_BACK);
    assertThat(entry.reason()).isEqualTo("NullPointerException from Cart#total");
    assertThat(entry.by()).isEqualTo("Ann");
    assertThat(ledger.feedNames()).endsWith("fix.rolled_back");
  }

  @Test
  void endedJvm_takesItsSwapAlong() {
    String session = ledger.connect(7, null);
    ledger.report(session, FIX, State.SETTLED, null);
    ledger.now = ledger.now.plusSeconds(31);
    ledger.jvms.sweep();

    assertThat(ledger.state(FIX, 7)).isEqualTo(State.GONE);
  }

  @Test
  void silentJvmThatComesBack_hasItsSwapStill() {
    String session = ledger.connect(7, null);
    ledger.report(session, FIX, State.SETTLED, null);
    ledger.now = ledger.now.plusSeconds(31);
    ledger.jvms.sweep();
    ledger.report(ledger.connect(7, null), FIX, State.SETTLED, null);

    assertThat(ledger.state(FIX, 7)).isEqualTo(State.SETTLED);
  }

  @Test
  void newDaemon_givesTheJvmsTimeToComeBack() {
    swappedIn(7);
    ledger.jvms.sweep();
    assertThat(ledger.state(FIX, 7)).isEqualTo(State.SETTLED);

    ledger.now = ledger.now.plusSeconds(31);
    ledger.jvms.sweep();
    assertThat(ledger.state(FIX, 7)).isEqualTo(State.GONE);
  }

  @Test
  void redeployWithTheFix_dropsTheEntry() {
    swappedIn(7);
    ledger.now = ledger.now.plusSeconds(31);
    ledger.jvms.sweep();
    ledger.connect(8, "with-" + FIX_COMMIT);
    ledger.jvms.sweep();

    assertThat(ledger.state(FIX, 7)).isEqualTo(State.DEPLOYED);
  }

  @Test
  void redeployWithoutTheFix_leavesItGone() {
    swappedIn(7);
    ledger.now = ledger.now.plusSeconds(31);
    ledger.connect(8, "c0ffee");
    ledger.jvms.sweep();

    assertThat(ledger.state(FIX, 7)).isEqualTo(State.GONE);
  }

  @Test
  void rollingDeploy_keepsTheEntryOfAJvmThatRuns() {
    String session = ledger.connect(7, null);
    ledger.report(session, FIX, State.SETTLED, null);
    ledger.connect(8, "with-" + FIX_COMMIT);
    ledger.now = ledger.now.plusSeconds(31);
    ledger.jvms.heard(session);
    ledger.jvms.sweep();

    assertThat(ledger.state(FIX, 7)).isEqualTo(State.SETTLED);
  }

  private void swappedIn(long pid) {
    ledger.swaps.record(
        new Swaps.Entry(
            FIX, Ledger.process("shop", pid), State.SETTLED, "Ann", ledger.now, null, null,
            FIX_COMMIT, java.util.List.of("com.example.Cart#total()I")));
  }
}
