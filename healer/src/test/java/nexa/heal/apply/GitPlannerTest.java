package nexa.heal.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nexa.heal.source.SourceTree;
import nexa.patch.Patch;
import nexa.patch.Verdict;
import nexa.repair.Plan;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GitPlannerTest {

  private ShopRepository shop;

  @BeforeEach
  void openShop(@TempDir Path parent) throws Exception {
    shop = ShopRepository.in(parent);
  }

  @Test
  void diff_isAcceptedByGitApply(@TempDir Path elsewhere) throws Exception {
    Path diff = Files.writeString(elsewhere.resolve("fix.diff"), shop.plan().diff());

    shop.git("apply", "--check", diff.toString());
    shop.git("apply", diff.toString());

    assertThat(shop.dir.resolve(ShopRepository.SOURCE))
        .content()
        .isEqualTo(ShopRepository.TEXT.replace("item.price()", "item == null ? 0 : item.price()"));
    assertThat(shop.dir.resolve(ShopRepository.TEST))
        .content()
        .isEqualTo(ShopRepository.test().source());
  }

  @Test
  void plan_saysWhatWouldBeDone() {
    Plan plan = shop.plan();

    assertThat(plan.id()).isEqualTo("F-SHOP-3");
    assertThat(plan.branch()).isEqualTo("nexa/shop-3-nullpointerexception-in-pricing-total");
    assertThat(plan.actions())
        .containsExactly(
            "Commit the patch to src/main/java/shop/Pricing.java and the test"
                + " src/test/java/shop/PricingCrashTest.java to branch " + plan.branch()
                + " on top of " + shop.commit,
            "Record the evidence as a note on that commit in refs/notes/nexa");
  }

  @Test
  void planAfterARequestForChanges_hasANameAndBranchOfItsOwn() {
    Plan plan = shop.planAfter(2);

    assertThat(plan.id()).isEqualTo("F-SHOP-3.3");
    assertThat(plan.branch()).isEqualTo("nexa/shop-3-nullpointerexception-in-pricing-total-3");
  }

  @Test
  void sameChange_isKnownWithoutItsPlaceAndItsTest() {
    Patch patch = ShopRepository.best().patch();
    SourceTree tree =
        new SourceTree(
            "c",
            Map.of(ShopRepository.SOURCE, ShopRepository.TEXT.getBytes(StandardCharsets.UTF_8)));

    String change = UnifiedDiff.changes(UnifiedDiff.of(tree, patch), "");

    assertThat(UnifiedDiff.changes(shop.plan().diff(), ShopRepository.TEST)).isEqualTo(change);
    assertThat(change).contains("\n-    return item.price();", "\n+    return item == null");
    assertThat(change).doesNotContain("class Pricing", "@@", "+++");
  }

  @Test
  void samePlan_hasTheSameDigest() {
    assertThat(shop.plan().digest()).isEqualTo(shop.plan().digest()).matches("[0-9a-f]{64}");
  }

  @Test
  void otherPatch_hasAnotherDigest() {
    Plan other = plan("NullPointerException in Pricing.total", ShopRepository.plausible("0"));

    assertThat(other.digest()).isNotEqualTo(shop.plan().digest());
  }

  @Test
  void otherBranch_hasAnotherDigest() {
    Plan other = plan("Another title", ShopRepository.best());

    assertThat(other.digest()).isNotEqualTo(shop.plan().digest());
  }

  @Test
  void hostileTitle_makesASafeBoundedBranch() {
    Plan plan = plan("../..;rm -rf ~ ÄÖ $(id).lock\n" + "x".repeat(500), ShopRepository.best());

    assertThat(plan.branch()).startsWith("nexa/shop-3-rm-rf-id-lock-xxx").hasSizeLessThan(100);
  }

  @Test
  void runnersUp_areTheAlternatives() {
    Verdict.Plausible second = ShopRepository.plausible("0");

    assertThat(plan("title", ShopRepository.best(), second).alternatives())
        .extracting(Patch::id)
        .containsExactly(second.patch().id());
  }

  @Test
  void fileInLatin1_keepsItsEncodingAndIsShownInUtf8() {
    byte[] latin1 = ShopRepository.TEXT.getBytes(StandardCharsets.ISO_8859_1);
    SourceTree tree = new SourceTree(shop.commit, Map.of(ShopRepository.SOURCE, latin1));

    byte[] changed =
        UnifiedDiff.changed(tree, ShopRepository.best().patch(), ShopRepository.test())
            .get(ShopRepository.SOURCE);

    assertThat(new String(changed, StandardCharsets.ISO_8859_1)).contains("// Käse");
    assertThat(UnifiedDiff.of(tree, ShopRepository.best().patch())).contains("Käse");
  }

  private Plan plan(String title, Verdict.Plausible... plausible) {
    return shop.planner()
        .plan(shop.diagnosis(title), ShopRepository.test(), List.of(plausible));
  }
}
