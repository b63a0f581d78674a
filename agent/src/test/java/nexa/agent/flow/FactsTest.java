package nexa.agent.flow;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import nexa.agent.store.Crashes;
import nexa.issue.Diagnosis;
import nexa.issue.Reproduction;
import nexa.patch.Patch;
import nexa.patch.Verdict;
import nexa.repair.Change;
import nexa.repair.Locator;
import nexa.repair.Plan;
import nexa.repair.Reproducer;
import org.junit.jupiter.api.Test;

final class FactsTest {

  private static final Plan PLAN = Crashes.plan("F-SHOP-1", Crashes.issue("SHOP-1"), "d16e57");

  @Test
  void foundPlace_isCommitAndLine() {
    Diagnosis diagnosis = PLAN.diagnosis();
    assertThat(Facts.of(new Locator.Answer.Found(diagnosis)))
        .containsExactly(entry("commit", "c0ffee"), entry("place", "src/main/java/Cart.java:7"));
  }

  @Test
  void redTest_isItsIdAndRuns() {
    Reproduction red = PLAN.reproduction();
    assertThat(Facts.of(new Reproducer.Answer.Red(red)))
        .containsExactly(entry("test", "CartCrashTest#total"), entry("redRuns", "2"));
  }

  @Test
  void declinedStep_isItsReason() {
    assertThat(Facts.of(new Reproducer.Answer.Abstained("no values")))
        .containsExactly(entry("reason", "no values"));
  }

  @Test
  void verdicts_areCountedAndNamed() {
    Patch patch = PLAN.patch();
    assertThat(
        Facts.of(
            List.of(
                new Verdict.Rejected(patch, "still red"),
                new Verdict.Plausible(patch, PLAN.proof()))))
        .containsExactly(
            entry("count", "2"),
            entry("1", "rejected: An item of the cart may be null. (still red)"),
            entry("2", "plausible: An item of the cart may be null."));
  }

  @Test
  void longList_showsItsFirstTen() {
    assertThat(Facts.of(Collections.nCopies(25, PLAN.patch())))
        .containsEntry("count", "25")
        .containsKey("10")
        .doesNotContainKey("11");
  }

  @Test
  void planAndChange_nameWhatToLookAt() {
    assertThat(Facts.of(PLAN)).containsEntry("fix", "F-SHOP-1").containsEntry("digest", "d16e57");
    assertThat(Facts.of(new Change("nexa/shop-1", "beef")))
        .containsExactly(entry("branch", "nexa/shop-1"), entry("commit", "beef"));
  }

  @Test
  void longText_isCut() {
    String reason =
        Objects
            .requireNonNull(Facts.of(new Reproducer.Answer.NotRed("x".repeat(999))).get("reason"));
    assertThat(reason).hasSize(301).endsWith("…");
  }
}
