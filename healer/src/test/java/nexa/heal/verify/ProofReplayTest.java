package nexa.heal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import nexa.heal.sandbox.Sandbox.TestRun;
import nexa.heal.verify.ProofReplay.Answer;
import nexa.patch.Proof;
import nexa.patch.TestOutcome;
import nexa.patch.TestOutcome.Status;
import org.junit.jupiter.api.Test;

final class ProofReplayTest {

  private static final Map<String, String> FIX =
      Map.of(Shop.CART, Shop.CART_SOURCE.replace("price * count", "price == null ? 0 : price"));
  private static final TestOutcome RED = failed("java.lang.NullPointerException: price is null");
  private static final TestOutcome GREEN = new TestOutcome(Shop.CRASH_ID, Status.PASSED, null);
  private static final TestOutcome ADDS =
      new TestOutcome("shop.CartTest#adds", Status.PASSED, null);
  private static final Proof NOTED =
      new Proof(
          "java.lang.NullPointerException\n\tat shop.Cart", "green", new Proof.Suite(1, 0, 0),
          new Proof.Suite(1, 0, 0), "another machine's", "21 of Acme");

  @Test
  void redBelowAndGreenWithTheFix_holds() {
    Answer answer = replay(ran(RED, ADDS), ran(GREEN, ADDS));

    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Holds.class,
            holds -> {
              assertThat(holds.proof().after()).isEqualTo(new Proof.Suite(1, 0, 0));
              assertThat(holds.proof().sandbox()).isEqualTo("fake");
              assertThat(holds.proof().jdk())
                  .as("another than noted, which is told and no reason to refuse")
                  .isEqualTo("fake JDK");
            });
  }

  @Test
  void testThatIsGreenBelow_provesNothing() {
    assertThat(reason(ran(GREEN, ADDS), ran(GREEN, ADDS)))
        .isEqualTo("Without the fix the reproduction is not red on the deployed commit");
  }

  @Test
  void testThatFailsOtherwise_provesNothing() {
    assertThat(
        reason(ran(failed("java.lang.IllegalStateException: no"), ADDS), ran(GREEN, ADDS)))
        .contains(
            "fails by java.lang.IllegalStateException, not by java.lang.NullPointerException");
  }

  @Test
  void otherCause_isAnotherFailure() {
    assertThat(
        reason(
            ran(failed("java.lang.NullPointerException: x\n\tat A.b\nCaused by: a.B: no"), ADDS),
            ran(GREEN, ADDS)))
        .contains(
            "by java.lang.NullPointerException of a.B, not by java.lang.NullPointerException");
  }

  @Test
  void testThatStaysRed_isTold() {
    assertThat(reason(ran(RED, ADDS), ran(RED, ADDS)))
        .startsWith("With the fix: the reproduction is still red");
  }

  @Test
  void lostTest_isTold() {
    TestOutcome broken = new TestOutcome("shop.CartTest#adds", Status.FAILED, "expected: 6");

    assertThat(reason(ran(RED, ADDS), ran(GREEN, broken)))
        .isEqualTo("With the fix: breaks shop.CartTest#adds: expected: 6");
  }

  @Test
  void commitThatDoesNotCompile_isTold() {
    FakeSandbox sandbox =
        new FakeSandbox(List.of("Cart.java:1: no such class"), (o, t) -> ran(RED));

    assertThat(reason(sandbox)).contains("does not compile here: Cart.java:1");
    assertThat(sandbox.open).isZero();
  }

  private static String reason(TestRun below, TestRun with) {
    return reason(sandbox(below, with));
  }

  private static String reason(FakeSandbox sandbox) {
    Answer answer = replay(sandbox);
    assertThat(answer).isInstanceOf(Answer.Fails.class);
    return ((Answer.Fails) answer).reason();
  }

  private static Answer replay(TestRun below, TestRun with) {
    return replay(sandbox(below, with));
  }

  private static Answer replay(FakeSandbox sandbox) {
    return new ProofReplay(
        diagnosis -> Shop.project(Shop.sources(), List.of()), sandbox, InstantSource.system())
        .replay(Shop.diagnosis(), Shop.REPRODUCTION, FIX, NOTED);
  }

  private static FakeSandbox sandbox(TestRun below, TestRun with) {
    return new FakeSandbox(
        List.of(), (overlay, tests) -> overlay.containsKey(Shop.CART) ? with : below);
  }

  private static TestRun ran(TestOutcome... outcomes) {
    return new TestRun.Ran(List.of(outcomes));
  }

  private static TestOutcome failed(String how) {
    return new TestOutcome(Shop.CRASH_ID, Status.FAILED, how);
  }
}
