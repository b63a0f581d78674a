package nexa.heal.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import nexa.heal.sandbox.Sandbox.TestRun;
import nexa.issue.Reproduction;
import nexa.patch.Origin;
import nexa.patch.Patch;
import nexa.patch.Proof;
import nexa.patch.Recipe;
import nexa.patch.TestOutcome;
import nexa.patch.TestOutcome.Status;
import nexa.patch.Verdict;
import nexa.repair.Thoughts;
import org.junit.jupiter.api.Test;

final class SandboxVerifierTest {

  private static final String PRODUCT = "price * count";
  private static final Patch GUARD = fix("guard");
  private static final TestOutcome RED =
      new TestOutcome(Shop.CRASH_ID, Status.FAILED,
          "java.lang.NullPointerException\n\tat shop.Cart");
  private static final TestOutcome GREEN = new TestOutcome(Shop.CRASH_ID, Status.PASSED, null);
  private static final TestOutcome ADDS = passed("shop.CartTest#adds");
  private static final TestOutcome BROKEN =
      new TestOutcome("shop.CartTest#adds", Status.FAILED, "java.lang.IllegalStateException");
  private static final TestOutcome KNOWN_RED =
      new TestOutcome("shop.CartTest#old", Status.FAILED, "java.lang.AssertionError");

  /** The deployed commit's run; a patched one does as the test says. */
  private static FakeSandbox sandbox(TestRun patched) {
    return new FakeSandbox(
        List.of(),
        (overlay, tests) -> isBroken(overlay) ? ran(RED, BROKEN, KNOWN_RED)
            : overlay.containsKey(Shop.CART) ? patched : ran(RED, ADDS, KNOWN_RED));
  }

  /** Whether the verifier made the changed place fail, to see whether a test comes there. */
  private static boolean isBroken(Map<String, String> overlay) {
    return overlay.getOrDefault(Shop.CART, "").contains("System.nanoTime()");
  }

  @Test
  void greenReproduction_withNoTestLost_isPlausible() {
    FakeSandbox sandbox = sandbox(ran(GREEN, ADDS, KNOWN_RED));
    List<Verdict> verdicts = verify(sandbox, GUARD);

    Proof proof =
        new Proof(
            "java.lang.NullPointerException\n\tat shop.Cart",
            Shop.CRASH_ID + " passed, with 1 other tests passed and none lost",
            new Proof.Suite(1, 1, 0),
            new Proof.Suite(1, 1, 0),
            "fake",
            "fake JDK");
    assertThat(verdicts).containsExactly(new Verdict.Plausible(GUARD, proof));
    assertThat(sandbox.open).isZero();
  }

  @Test
  void redReproduction_isRejected() {
    assertThat(reason(sandbox(ran(RED, ADDS, KNOWN_RED))))
        .isEqualTo("the reproduction is still red: java.lang.NullPointerException");
  }

  @Test
  void brokenTest_isRejected() {
    TestOutcome broken = new TestOutcome("shop.CartTest#adds", Status.FAILED, "expected: 6\n at x");
    assertThat(reason(sandbox(ran(GREEN, broken, KNOWN_RED))))
        .isEqualTo("breaks shop.CartTest#adds: expected: 6");
  }

  @Test
  void skippedTest_isRejected() {
    TestOutcome skipped = new TestOutcome("shop.CartTest#adds", Status.SKIPPED, null);
    assertThat(reason(sandbox(ran(GREEN, skipped, KNOWN_RED))))
        .isEqualTo("breaks shop.CartTest#adds: SKIPPED");
  }

  @Test
  void missingTest_isRejected() {
    assertThat(reason(sandbox(ran(GREEN, KNOWN_RED))))
        .contains("missing shop.CartTest#adds, new none");
  }

  @Test
  void unknownTest_isRejected() {
    assertThat(reason(sandbox(ran(GREEN, ADDS, KNOWN_RED, passed("shop.Made#up")))))
        .contains("missing none, new shop.Made#up");
  }

  @Test
  void missingReproduction_isRejected() {
    assertThat(reason(sandbox(ran(ADDS, KNOWN_RED)))).isEqualTo("the reproduction did not run");
  }

  @Test
  void testThatWasRed_mayTurnGreen() {
    FakeSandbox sandbox = sandbox(ran(GREEN, ADDS, passed("shop.CartTest#old")));
    assertThat(verify(sandbox, GUARD)).first().isInstanceOf(Verdict.Plausible.class);
  }

  @Test
  void uncompiledPatch_isRejected() {
    assertThat(reason(sandbox(new TestRun.NotCompiled(List.of("Cart.java:5: no")))))
        .isEqualTo("does not compile: Cart.java:5: no");
  }

  @Test
  void brokenRun_isRejected() {
    assertThat(reason(sandbox(new TestRun.Broken("forged events"))))
        .isEqualTo("the run cannot be trusted: forged events");
  }

  @Test
  void greenOnTheDeployedCommit_rejectsAll() {
    FakeSandbox sandbox = new FakeSandbox(List.of(), (overlay, tests) -> ran(GREEN, ADDS));
    assertThat(reason(sandbox)).isEqualTo("the reproduction is not red on the deployed commit");
  }

  @Test
  void uncompiledCommit_rejectsAll() {
    FakeSandbox sandbox = new FakeSandbox(List.of("A.java:1: no"), (overlay, tests) -> ran());
    assertThat(reason(sandbox))
        .isEqualTo("the deployed commit does not compile here: A.java:1: no");
  }

  @Test
  void suiteThatCannotRun_isReplacedByTheTestsNearby() {
    FakeSandbox sandbox = tooLong(tests -> tests.isEmpty());
    assertThat(verify(sandbox, GUARD)).first()
        .isInstanceOfSatisfying(
            Verdict.Plausible.class,
            plausible -> assertThat(plausible.proof().greenLog())
                .contains("the whole suite cannot be run here"));
    assertThat(sandbox.asked).filteredOn(tests -> tests.contains(Shop.CRASH_ID)).last()
        .isEqualTo(List.of("shop.CartTest", Shop.CRASH_ID));
  }

  @Test
  void suiteThatIsTooLongNearbyToo_isReplacedByTheTestsOfTheClass() {
    FakeSandbox sandbox =
        tooLong(tests -> tests.isEmpty() || tests.contains("shop.ItemTest"));
    Map<String, String> sources = new HashMap<>(Shop.sources());
    sources.put("src/test/java/shop/ItemTest.java", "package shop;\n\nclass ItemTest {}\n");

    assertThat(
        new SandboxVerifier(
            diagnosis -> Shop.project(sources, List.of()), sandbox, VerifierLimits.usual(),
            InstantSource.fixed(Instant.EPOCH), Thoughts.UNHEARD)
            .verify(Shop.diagnosis(), Shop.REPRODUCTION, List.of(GUARD)))
        .first()
        .isInstanceOf(Verdict.Plausible.class);
    assertThat(sandbox.asked).filteredOn(tests -> tests.contains(Shop.CRASH_ID)).last()
        .isEqualTo(List.of("shop.CartTest", Shop.CRASH_ID));
  }

  /** Runs of some tests are too long, the others tell a patched program from the deployed one. */
  private static FakeSandbox tooLong(Predicate<List<String>> isTooLong) {
    return new FakeSandbox(
        List.of(),
        (overlay, tests) -> isTooLong.test(tests)
            ? new TestRun.Broken("too long")
            : ran(overlay.containsKey(Shop.CART) ? GREEN : RED,
                isBroken(overlay) ? BROKEN : ADDS));
  }

  @Test
  void testAtWhichTheSuiteBreaksOff_isLeftOutOfIt() {
    FakeSandbox sandbox =
        new FakeSandbox(
            List.of(),
            (overlay, tests) -> ran(overlay.containsKey(Shop.CART) ? GREEN : RED));
    sandbox.breaksAt = "shop.SlowTest#waits";

    assertThat(verify(sandbox, by("wider-number", GUARD))).first()
        .isInstanceOfSatisfying(
            Verdict.Plausible.class,
            plausible -> assertThat(plausible.proof().greenLog())
                .contains("these are all tests without shop.SlowTest"));
    assertThat(sandbox.asked).containsOnly(List.of());
  }

  @Test
  void testThatNeverEnds_isLeftOutOfTheTestsNearby() {
    FakeSandbox sandbox =
        new FakeSandbox(
            List.of(),
            (overlay, tests) -> tests.isEmpty() || tests.contains("shop.CartTest")
                ? new TestRun.Broken("too long", "shop.CartTest#adds")
                : ran(overlay.containsKey(Shop.CART) ? GREEN : RED));

    assertThat(verify(sandbox, by("wider-number", GUARD))).first()
        .isInstanceOfSatisfying(
            Verdict.Plausible.class,
            plausible -> assertThat(plausible.proof().greenLog())
                .contains("too long", "without shop.CartTest"));
    assertThat(sandbox.asked).last().isEqualTo(List.of(Shop.CRASH_ID));
  }

  @Test
  void suiteThatCannotRunAtAll_isTheFirstReason() {
    FakeSandbox sandbox =
        new FakeSandbox(List.of(), (overlay, tests) -> new TestRun.Broken("the JVM ended"));
    sandbox.returns = overlay -> overlay.getOrDefault(Shop.CART, "").contains("guard");

    assertThat(verify(sandbox, fix("other"), fix("guard")))
        .extracting(verdict -> ((Verdict.Rejected) verdict).reason())
        .containsExactly(
            "the tests cannot be run on the deployed commit: the run cannot be trusted: the JVM"
                + " ended",
            "the reproduction is still red: ");
  }

  @Test
  void unsteadyTest_doesNotCount() {
    int[] runs = {0};
    FakeSandbox sandbox = withFlakyTest(() -> false, () -> runs[0]++ == 0);
    assertThat(verify(sandbox, GUARD)).first()
        .isInstanceOfSatisfying(
            Verdict.Plausible.class,
            plausible -> assertThat(plausible.proof().greenLog())
                .contains("1 that do not do the same each time"));
  }

  @Test
  void testThatFailsNowAndThen_isRunUntilItDoes() {
    int[] runs = {0};
    FakeSandbox sandbox = withFlakyTest(() -> false, () -> runs[0]++ != 5);
    assertThat(verify(sandbox, GUARD)).first().isInstanceOf(Verdict.Plausible.class);
  }

  @Test
  void testThatFailsOnlyBesideOthers_isNotBroken() {
    int[] runs = {0};
    FakeSandbox sandbox = withFlakyTest(() -> runs[0]++ != 0, () -> true);
    assertThat(verify(sandbox, GUARD)).first().isInstanceOf(Verdict.Plausible.class);
    assertThat(sandbox.asked).contains(List.of("shop.CartTest"));
  }

  /** A suite with one more test, and whether that passes at its next run on the patched and on the deployed commit. */
  private static FakeSandbox withFlakyTest(BooleanSupplier patched, BooleanSupplier deployed) {
    return new FakeSandbox(
        List.of(),
        (overlay, tests) -> isBroken(overlay) ? ran(RED, BROKEN, KNOWN_RED)
            : overlay.containsKey(Shop.CART) ? ran(GREEN, ADDS, flaky(patched.getAsBoolean()))
                : ran(RED, ADDS, flaky(deployed.getAsBoolean())));
  }

  private static TestOutcome flaky(boolean passes) {
    return new TestOutcome(
        "shop.CartTest#flaky", passes ? Status.PASSED : Status.FAILED, passes ? null : "flaky");
  }

  @Test
  void otherComputation_thatNothingElseShows_isDoubtful() {
    FakeSandbox sandbox =
        new FakeSandbox(
            List.of(),
            (overlay, tests) -> ran(overlay.containsKey(Shop.CART) ? GREEN : RED, KNOWN_RED));
    assertThat(verify(sandbox, GUARD)).first().isInstanceOf(Verdict.Doubtful.class);
  }

  @Test
  void runWithoutRoomForIt_isRepeatedAlone() {
    AtomicInteger runs = new AtomicInteger();
    FakeSandbox sandbox =
        new FakeSandbox(
            List.of(),
            (overlay, tests) -> !overlay.containsKey(Shop.CART) ? ran(RED, ADDS, KNOWN_RED)
                : runs.getAndIncrement() == 0 ? new TestRun.Broken("out of memory: it was ended")
                    : ran(GREEN, ADDS, KNOWN_RED));
    assertThat(verify(sandbox, GUARD)).first().isNotInstanceOf(Verdict.Rejected.class);
  }

  @Test
  void changeOfWhatCrashedOnly_needsNothingElseToShowIt() {
    FakeSandbox sandbox =
        new FakeSandbox(
            List.of(),
            (overlay, tests) -> ran(overlay.containsKey(Shop.CART) ? GREEN : RED, KNOWN_RED));
    Patch wider = by("wider-number", GUARD);
    assertThat(verify(sandbox, wider)).first().isInstanceOf(Verdict.Plausible.class);
  }

  @Test
  void mistakeThatIsBlamedOnTheWorld_isDoubtful() {
    assertThat(verify(sandbox(ran(GREEN, ADDS, KNOWN_RED)), throwing("java.io.IOException")))
        .first()
        .isInstanceOfSatisfying(
            Verdict.Doubtful.class,
            doubtful -> assertThat(doubtful.reason()).contains("the world outside"));
  }

  @Test
  void exceptionThatIsNotDocumentedForNull_isDoubtful() {
    assertThat(
        verify(sandbox(ran(GREEN, ADDS, KNOWN_RED)), throwing("java.lang.IllegalStateException")))
        .first()
        .isInstanceOfSatisfying(
            Verdict.Doubtful.class,
            doubtful -> assertThat(doubtful.reason()).contains("something else than null"));
  }

  private static Patch throwing(String type) {
    String template =
        "try { ${statement} } catch (${exception} e) { throw new " + type + "(e); }";
    return new Patch(
        GUARD.id(), GUARD.edits(), new Recipe(Recipe.Shape.REPLACE_STATEMENT, template),
        GUARD.origin(), GUARD.rationale(), GUARD.risks());
  }

  @Test
  void madeUpValue_thatNothingCallsFor_isDoubtful() {
    Patch silent = Shop.replacing("prices[0]", "prices.length == 0 ? -1 : prices[0]");
    assertThat(verify(sandbox(ran(GREEN, ADDS, KNOWN_RED)), silent)).first()
        .isInstanceOfSatisfying(
            Verdict.Doubtful.class,
            doubtful -> assertThat(doubtful.reason()).startsWith("only returns -1 instead"));
  }

  @Test
  void longSuite_isOnlyRunOnceTheReproductionIsGreen() {
    Instant[] now = {Instant.EPOCH};
    FakeSandbox sandbox =
        new FakeSandbox(
            List.of(),
            (overlay, tests) -> {
              now[0] = now[0].plusSeconds(tests.isEmpty() ? 30 : 1);
              return ran(RED, ADDS, KNOWN_RED);
            });
    verifier(sandbox, VerifierLimits.usual(), () -> now[0])
        .verify(Shop.diagnosis(), Shop.REPRODUCTION, List.of(GUARD));
    assertThat(sandbox.asked).containsExactly(List.of(), List.of(Shop.CRASH_ID, "shop.CartTest"));
  }

  @Test
  void refusedPatch_neverRuns() {
    FakeSandbox sandbox = sandbox(ran(GREEN, ADDS, KNOWN_RED));
    Patch hostile = Shop.replacing(PRODUCT, "System.exit(0)");
    assertThat(verify(sandbox, hostile))
        .containsExactly(new Verdict.Rejected(hostile, "policy: reaches for exit"));
    assertThat(sandbox.opened).isZero();
  }

  @Test
  void whatNoNameGivesAway_isSeenInTheClasses() {
    Patch hostile =
        Shop.replacing(
            PRODUCT, "java.nio.file.Path.of(\"x\").toFile().delete() ? 0 : price * count");

    assertThat(verify(sandbox(ran(GREEN, ADDS, KNOWN_RED)), hostile))
        .singleElement()
        .isInstanceOfSatisfying(
            Verdict.Rejected.class,
            rejected -> assertThat(rejected.reason())
                .isEqualTo("policy: reaches for java.io.File (files and streams)"));
  }

  @Test
  void risks_rankLast() {
    Patch risky = Shop.replacing(PRODUCT, "Math.abs(price)", "evaluates an expression twice");
    List<Verdict> verdicts = verify(sandbox(ran(GREEN, ADDS, KNOWN_RED)), risky, GUARD);
    assertThat(verdicts).extracting(Verdict::patch).containsExactly(GUARD, risky);
  }

  @Test
  void mereGuard_ranksBehindWhatTheDocumentationCallsFor() {
    Patch guard = by("null-guard", fix("guarded"));
    Patch calledFor = Shop.replacing(PRODUCT, "price == null ? 0 : price * count");
    List<Verdict> verdicts = verify(sandbox(ran(GREEN, ADDS, KNOWN_RED)), guard, calledFor);
    assertThat(verdicts).extracting(verdict -> verdict.patch().id())
        .containsExactly(calledFor.id(), guard.id());
  }

  @Test
  void guess_isNoneWhereCallsThatWereWellGoThroughIt() {
    Patch guess = Shop.replacing(PRODUCT, "price * other", Patch.GUESS);
    FakeSandbox sandbox = sandbox(ran(GREEN, ADDS, KNOWN_RED));
    sandbox.returns = overlay -> overlay.containsKey(Shop.CART);
    sandbox.neighbourReturns = overlay -> true;
    assertThat(verify(sandbox, guess)).first().isInstanceOf(Verdict.Doubtful.class);

    sandbox.neighbourReturns = overlay -> !isBroken(overlay);
    assertThat(verify(sandbox, guess)).first().isInstanceOf(Verdict.Plausible.class);
  }

  @Test
  void silence_isDoubtedWhereTheCallEndsInAnExceptionThatItPromises() {
    Patch calledFor =
        Shop.replacing(
            "return price * count", "int n = price == null ? 0 : price; return n * count");
    FakeSandbox sandbox = sandbox(ran(GREEN, ADDS, KNOWN_RED));
    sandbox.returns = overlay -> overlay.containsKey(Shop.CART);
    Reproduction promising = promising("IOException");
    sandbox.seen = "6";
    assertThat(verify(sandbox, promising, calledFor)).first()
        .isInstanceOf(Verdict.Plausible.class);

    sandbox.seen = "\"IOException\"";
    assertThat(verify(sandbox, promising, calledFor)).first()
        .isInstanceOfSatisfying(
            Verdict.Doubtful.class,
            doubtful -> assertThat(doubtful.reason()).contains("ends in IOException"));
  }

  private static Reproduction promising(String type) {
    Reproduction red = Shop.REPRODUCTION;
    return new Reproduction(
        red.file(), red.source() + "// catch (" + type + " promised)", red.testId(),
        red.frameIndex(), red.redRuns(), red.from(), red.failure());
  }

  @Test
  void guardOverWhatARevertStops_isDoubted() {
    FakeSandbox sandbox = sandbox(ran(GREEN, ADDS, KNOWN_RED));
    sandbox.returns = overlay -> overlay.containsKey(Shop.CART) && !isBroken(overlay);
    Patch guard = by("null-guard", fix("guarded"));
    Patch revert = by(new Origin.Revert("0123456789"), fix("former"));
    assertThat(verify(sandbox, guard, revert))
        .satisfiesExactly(
            first -> assertThat(first).isInstanceOf(Verdict.Plausible.class)
                .extracting(verdict -> verdict.patch().id()).isEqualTo(revert.id()),
            second -> assertThat(second).isInstanceOfSatisfying(
                Verdict.Rejected.class,
                rejected -> assertThat(rejected.reason()).contains("the last change")));
  }

  private static Patch by(String operator, Patch patch) {
    return by(new Origin.Operator(operator), patch);
  }

  private static Patch by(Origin origin, Patch patch) {
    return new Patch(
        patch.id(), patch.edits(), patch.recipe(), origin, patch.rationale(), patch.risks());
  }

  @Test
  void enoughPlausible_endsTheSearch() {
    Patch[] many = IntStream.range(0, 9).mapToObj(i -> fix("f" + i)).toArray(Patch[]::new);
    assertThat(verify(sandbox(ran(GREEN, ADDS, KNOWN_RED)), many)).hasSize(3);
  }

  @Test
  void equalPatches_areCheckedOnce() {
    assertThat(verify(sandbox(ran(RED, ADDS, KNOWN_RED)), GUARD, GUARD)).hasSize(1);
  }

  @Test
  void spentBudget_endsTheSearch() {
    Instant[] now = {Instant.EPOCH};
    FakeSandbox sandbox =
        new FakeSandbox(
            List.of(),
            (overlay, tests) -> {
              now[0] = now[0].plusSeconds(2);
              return ran(RED, ADDS);
            });
    List<Patch> many = IntStream.range(0, 9).mapToObj(i -> fix("f" + i)).toList();
    VerifierLimits limits = new VerifierLimits(24, 3, Duration.ofSeconds(5), Instant.MAX);
    for (VerifierLimits fiveSeconds : List.of(limits,
        VerifierLimits.usual().until(now[0].plusSeconds(5)))) {
      now[0] = Instant.EPOCH;
      assertThat(
          verifier(sandbox, fiveSeconds, () -> now[0])
              .verify(Shop.diagnosis(), Shop.REPRODUCTION, many))
          .hasSize(2);
    }
  }

  private static Patch fix(String name) {
    return Shop.replacing(PRODUCT, "Math.abs(/* " + name + " */ price) * count");
  }

  private static List<Verdict> verify(FakeSandbox sandbox, Patch... patches) {
    return verifier(sandbox, VerifierLimits.usual(), InstantSource.fixed(Instant.EPOCH))
        .verify(Shop.diagnosis(), Shop.REPRODUCTION, List.of(patches));
  }

  private static List<Verdict> verify(
      FakeSandbox sandbox, Reproduction reproduction, Patch patch) {
    return verifier(sandbox, VerifierLimits.usual(), InstantSource.fixed(Instant.EPOCH))
        .verify(Shop.diagnosis(), reproduction, List.of(patch));
  }

  private static String reason(FakeSandbox sandbox) {
    Verdict verdict = verify(sandbox, GUARD).getFirst();
    assertThat(verdict).isInstanceOf(Verdict.Rejected.class);
    return ((Verdict.Rejected) verdict).reason();
  }

  private static SandboxVerifier verifier(
      FakeSandbox sandbox, VerifierLimits limits, InstantSource clock) {
    return new SandboxVerifier(
        diagnosis -> Shop.project(Shop.sources(), List.of()), sandbox, limits, clock,
        Thoughts.UNHEARD);
  }

  private static TestOutcome passed(String id) {
    return new TestOutcome(id, Status.PASSED, null);
  }

  private static TestRun ran(TestOutcome... outcomes) {
    return new TestRun.Ran(List.of(outcomes));
  }
}
