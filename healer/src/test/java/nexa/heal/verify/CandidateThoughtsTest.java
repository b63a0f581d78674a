package nexa.heal.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.sandbox.Sandbox.TestRun;
import nexa.patch.Patch;
import nexa.patch.TestOutcome;
import nexa.patch.TestOutcome.Status;
import nexa.repair.FakeThoughts;
import org.junit.jupiter.api.Test;

/** What is told of candidates while they are checked. */
final class CandidateThoughtsTest {

  private static final TestOutcome RED =
      new TestOutcome(Shop.CRASH_ID, Status.FAILED, "java.lang.NullPointerException\n\tat shop");
  private static final TestOutcome GREEN = new TestOutcome(Shop.CRASH_ID, Status.PASSED, null);
  private static final TestOutcome ADDS =
      new TestOutcome("shop.CartTest#adds", Status.PASSED, null);

  private final FakeThoughts thoughts = new FakeThoughts();

  @Test
  void goodCandidate_isToldWithItsRunOfTests() {
    verify(overlay -> ran(GREEN, ADDS), fix("guard"));

    assertThat(thoughts.lines().getFirst()).isEqualTo("sandbox {what=fake}");
    assertThat(thoughts.lines())
        .anyMatch(line -> line.startsWith("sandbox/baseline OK"))
        .anyMatch(line -> line.startsWith("sandbox/candidate/suite OK {failed=0, passed=1 → 1}"))
        .anyMatch(line -> line.startsWith("sandbox/candidate OK {risks="))
        .anyMatch(line -> line.endsWith("verdict=plausible}"));
    assertThat(thoughts.lines().getLast()).isEqualTo("sandbox OK {candidates=1}");
    assertThat(thoughts.open()).isZero();
  }

  @Test
  void candidateThatStaysRed_isTurnedDownWithTheReason() {
    verify(overlay -> ran(RED, ADDS), fix("guard"));

    assertThat(thoughts.lines())
        .contains(
            "sandbox/candidate REFUSED {reason=the reproduction is still red:"
                + " java.lang.NullPointerException, verdict=rejected}");
    assertThat(thoughts.open()).isZero();
  }

  @Test
  void candidatesNobodyCameTo_areNoThoughts() {
    Patch[] many =
        IntStream.range(0, 9).mapToObj(i -> fix("f" + i)).toArray(Patch[]::new);
    verify(overlay -> ran(GREEN, ADDS), many);

    assertThat(thoughts.lines()).filteredOn(line -> line.startsWith("sandbox/candidate {"))
        .hasSize(3);
    assertThat(thoughts.open()).isZero();
  }

  @Test
  void patchAgainstThePolicy_isTurnedDownAtOnce() {
    verify(overlay -> ran(GREEN, ADDS), Shop.replacing("price * count", "price\u202e * count"));

    assertThat(thoughts.lines())
        .anyMatch(
            line -> line.startsWith("sandbox/candidate REFUSED {reason=policy: "));
    assertThat(thoughts.open()).isZero();
  }

  @Test
  void sandboxThatBreaks_leavesNoThoughtOpen() {
    assertThatThrownBy(
        () -> verify(
            overlay -> {
              throw new Sandbox.Unavailable("the engine went away", null);
            },
            fix("guard")))
        .isInstanceOf(RuntimeException.class);

    assertThat(thoughts.lines().getLast()).startsWith("sandbox FAILED");
    assertThat(thoughts.lines()).filteredOn(line -> line.startsWith("sandbox/candidate FAILED"))
        .hasSize(1);
  }

  private void verify(Function<Map<String, String>, TestRun> patched, Patch... patches) {
    FakeSandbox sandbox =
        new FakeSandbox(
            List.of(),
            (overlay, tests) -> overlay.getOrDefault(Shop.CART, "").contains("System.nanoTime()")
                ? ran(RED, new TestOutcome("shop.CartTest#adds", Status.FAILED, "x"))
                : overlay.containsKey(Shop.CART) ? patched.apply(overlay) : ran(RED, ADDS));
    new SandboxVerifier(
        diagnosis -> Shop.project(Shop.sources(), List.of()), sandbox, VerifierLimits.usual(),
        InstantSource.system(), thoughts)
        .verify(Shop.diagnosis(), Shop.REPRODUCTION, List.of(patches));
  }

  private static Patch fix(String name) {
    return Shop.replacing("price * count", "Math.abs(/* " + name + " */ price) * count");
  }

  private static TestRun ran(TestOutcome... outcomes) {
    return new TestRun.Ran(List.of(outcomes));
  }
}
