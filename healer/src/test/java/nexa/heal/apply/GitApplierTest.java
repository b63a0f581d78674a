package nexa.heal.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.patch.Patch;
import nexa.repair.Change;
import nexa.repair.Decision;
import nexa.repair.Plan;
import nexa.repair.Standing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class GitApplierTest {

  private ShopRepository shop;
  private Plan plan;

  @BeforeEach
  void openShop(@TempDir Path parent) throws Exception {
    shop = ShopRepository.in(parent);
    plan = shop.plan();
  }

  @Test
  void approvedPlan_isOneCommitOnItsBranch() throws Exception {
    Change change = apply(plan);

    assertThat(shop.git("rev-parse", change.branch()).strip()).isEqualTo(change.commit());
    assertThat(shop.git("rev-parse", change.commit() + "^").strip()).isEqualTo(shop.commit);
    assertThat(shop.git("diff", "--name-only", shop.commit, change.commit()).lines())
        .containsExactly(ShopRepository.SOURCE, ShopRepository.TEST);
    assertThat(shop.git("show", change.commit() + ":" + ShopRepository.SOURCE))
        .isEqualTo(ShopRepository.TEXT.replace("item.price()", "item == null ? 0 : item.price()"));
    assertThat(shop.git("log", "-1", "--format=%an <%ae> %cn %at", change.commit()).strip())
        .isEqualTo("Nexa <nexa@localhost> Nexa 1800000000");
    shop.git("fsck", "--full", "--strict");
  }

  @ParameterizedTest
  @CsvSource({
    "PROPOSE, 2, 'note'", "COMMIT, 3, 'Move branch main to that commit'", "HOTSWAP, 4, 'Swap it'"
  })
  void plan_saysWhatItsLevelAllows(TrustLevel level, int actions, String last) {
    Plan at = shop.plan(level);

    assertThat(at.actions()).hasSize(actions);
    assertThat(at.actions().getLast()).contains(last);
    assertThat(at.standing().level()).isEqualTo(level);
  }

  @Test
  void levelOfAPlan_isUnderItsDigest() {
    Plan raised =
        new Plan(
            plan.id(), plan.digest(), plan.diagnosis(), plan.reproduction(), plan.patch(),
            plan.proof(), plan.diff(), plan.branch(),
            new Standing(TrustLevel.COMMIT, true, List.of()), plan.reach(), plan.actions(),
            plan.alternatives());

    assertThatThrownBy(() -> apply(raised))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not for plan");
  }

  @Test
  void planAtCommit_movesTheDeployedBranchThatNobodyHasCheckedOut() throws Exception {
    shop.git("checkout", "-q", "-b", "work");

    Change change = apply(shop.plan(TrustLevel.COMMIT));
    Change again = apply(shop.plan(TrustLevel.COMMIT));

    assertThat(change.moved()).isEqualTo("main");
    assertThat(change).isEqualTo(again);
    assertThat(shop.git("rev-parse", "main", "nexa/shop-3-nullpointerexception-in-pricing-total"))
        .isEqualTo((change.commit() + "\n").repeat(2));
    assertThat(shop.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void planAtPropose_leavesTheDeployedBranch() throws Exception {
    shop.git("checkout", "-q", "-b", "work");

    assertThat(apply(plan).branch()).startsWith("nexa/");
    assertThat(shop.git("rev-parse", "main").strip()).isEqualTo(shop.commit);
  }

  @Test
  void deployedBranchInAWorkingCopy_isLeftAndSaid(@TempDir Path parent) throws Exception {
    Change own = apply(shop.plan(TrustLevel.COMMIT));
    shop.git("checkout", "-q", "-b", "work");
    shop.git("worktree", "add", "-q", parent.resolve("linked").toString(), "main");
    Change linked = apply(shop.plan(TrustLevel.COMMIT));

    assertThat(own.left()).isEqualTo("a working copy has main checked out");
    assertThat(linked).isEqualTo(own);
    assertThat(own.branch()).startsWith("nexa/");
    assertThat(shop.git("rev-parse", "main").strip()).isEqualTo(shop.commit);
  }

  @Test
  void deployedBranchThatMoved_isLeftAndSaid() throws Exception {
    shop.git("commit", "-q", "--allow-empty", "-m", "of others");
    String theirs = shop.git("rev-parse", "main").strip();
    shop.git("checkout", "-q", "-b", "work");

    Change change = apply(shop.plan(TrustLevel.COMMIT));

    assertThat(change.left()).startsWith("main has moved since " + shop.commit);
    assertThat(shop.git("rev-parse", "main").strip()).isEqualTo(theirs);
  }

  @Test
  void missingDeployedBranch_isSaid() throws Exception {
    shop.git("branch", "-m", "main", "trunk");

    assertThat(apply(shop.plan(TrustLevel.COMMIT)).left()).isEqualTo("there is no branch main");
  }

  @Test
  void workingTreeIndexAndHead_areNotTouched() throws Exception {
    Files.writeString(shop.dir.resolve(ShopRepository.SOURCE), "half-done work");
    Files.writeString(shop.dir.resolve("staged"), "x");
    shop.git("add", "staged");
    String before = world();

    apply(plan);

    assertThat(world()).isEqualTo(before);
  }

  @Test
  void message_hasSubjectWrappedBodyAndTrailers() throws Exception {
    Change change = apply(plan);
    String message = shop.git("log", "-1", "--format=%B", change.commit());
    Path file = Files.writeString(shop.dir.resolve("message"), message);

    assertThat(message.lines().filter(line -> !line.startsWith("Nexa-Evidence")))
        .allMatch(line -> line.length() <= 72);
    assertThat(message).startsWith("Fix NullPointerException in Pricing.total\n\nCause: ");
    assertThat(shop.git("interpret-trailers", "--parse", file.toString()).lines())
        .containsExactly(
            "Nexa-Issue: SHOP-3",
            "Nexa-Fingerprint: 00aa11bb22cc33dd",
            "Nexa-Source: operator:null-default",
            "Nexa-Evidence: sha256:" + plan.digest(),
            "Approved-by: Ada Lovelace <ada@localhost>");
  }

  @Test
  void signoff_isATrailerOnlyWhenAsked() throws Exception {
    Change change =
        applier().apply(
            plan, new Decision.Approved("Ada <ada@localhost>\nBy: eve", plan.digest(), null, true));

    assertThat(
        shop.git("log", "-1", "--format=%(trailers:key=Signed-off-by)", change.commit()).strip())
        .isEqualTo("Signed-off-by: Ada <ada@localhost> By: eve");
    assertThat(ProvenCommit.read(shop.dir, change.commit()).commit()).isEqualTo(change.commit());
    assertThat(shop.git("log", "-1", "--format=%B", change.commit())).contains("Approved-by");
  }

  @Test
  void noPerson_isNotNamed() throws Exception {
    Change change = applier().apply(plan, new Decision.Approved(null, plan.digest()));

    assertThat(shop.git("log", "-1", "--format=%B", change.commit()))
        .doesNotContain("Approved-by")
        .doesNotContain("Signed-off-by");
  }

  @Test
  void hostileTexts_makeNoTrailers() throws Exception {
    Plan hostile =
        shop.planner()
            .plan(
                shop.diagnosis("Oops\n\nApproved-by: boss " + "x".repeat(300)),
                ShopRepository.test(),
                List.of(ShopRepository.best()));
    Change change =
        applier().apply(hostile, new Decision.Approved("eve\nApproved-by: boss", hostile.digest()));

    String trailers = shop.git("log", "-1", "--format=%(trailers:only,unfold)", change.commit());
    assertThat(trailers.lines().filter(line -> line.startsWith("Approved-by")))
        .containsExactly("Approved-by: eve Approved-by: boss");
    assertThat(shop.git("log", "-1", "--format=%s", change.commit()).strip())
        .hasSizeLessThanOrEqualTo(72);
  }

  @Test
  void evidence_isANoteOnTheCommit() throws Exception {
    Change change = apply(plan);
    JsonNode note =
        JsonMapper.shared().readTree(shop.git("notes", "--ref=nexa", "show", change.commit()));

    assertThat(note.at("/_type").asString()).isEqualTo("https://in-toto.io/Statement/v1");
    assertThat(note.at("/subject/0/digest/gitCommit").asString()).isEqualTo(change.commit());
    assertThat(note.at("/predicate/digest").asString()).isEqualTo("sha256:" + plan.digest());
    assertThat(note.at("/predicate/redLog").asString()).isEqualTo("red");
    assertThat(note.at("/predicate/greenLog").asString()).isEqualTo("green");
    assertThat(note.at("/predicate/after/passed").asInt()).isEqualTo(13);
    assertThat(note.at("/predicate/patch/source").asString()).isEqualTo("operator:null-default");
  }

  @Test
  void secondTime_findsItsCommit() throws Exception {
    Change first = apply(plan);
    String refs = shop.git("for-each-ref");

    assertThat(apply(plan)).isEqualTo(first);
    assertThat(shop.git("for-each-ref")).isEqualTo(refs);
  }

  @Test
  void commitAddedOnTop_doesNotHideTheFix() throws Exception {
    Change first = apply(plan);
    shop.git("checkout", "-q", first.branch());
    shop.git("commit", "-q", "--allow-empty", "-m", "Reword");

    assertThat(apply(plan)).isEqualTo(first);
  }

  @Test
  void missingNote_isAdded() throws Exception {
    Change first = apply(plan);
    shop.git("update-ref", "-d", "refs/notes/nexa");

    apply(plan);

    assertThat(shop.git("notes", "--ref=nexa", "show", first.commit())).contains(plan.digest());
  }

  @Test
  void foreignBranchOfThatName_isLeftAlone() throws Exception {
    shop.git("branch", plan.branch());

    Change change = apply(plan);

    assertThat(change.branch()).isEqualTo(plan.branch() + "-2");
    assertThat(shop.git("rev-parse", plan.branch()).strip()).isEqualTo(shop.commit);
    assertThat(apply(plan)).isEqualTo(change);
  }

  @Test
  void bareRepository_isServed(@TempDir Path parent) throws Exception {
    Path bare = parent.resolve("shop.git");
    shop.git("clone", "-q", "--bare", ".", bare.toString());

    Change change = applier(bare).apply(plan, approval());

    assertThat(ShopRepository.git(bare, "log", "-1", "--format=%s", change.branch()).strip())
        .isEqualTo("Fix NullPointerException in Pricing.total");
  }

  @Test
  void linkedWorktree_isServed(@TempDir Path parent) throws Exception {
    Path linked = parent.resolve("linked");
    shop.git("worktree", "add", "-q", "-b", "side", linked.toString());

    Change change = applier(linked).apply(plan, approval());

    assertThat(shop.git("rev-parse", change.branch()).strip()).isEqualTo(change.commit());
  }

  @Test
  void concurrentRuns_makeOneCommit() throws Exception {
    List<Callable<Change>> runs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      runs.add(() -> apply(plan));
    }
    List<Change> changes = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (Future<Change> run : threads.invokeAll(runs)) {
        changes.add(run.get());
      }
    }
    assertThat(changes).containsOnly(changes.getFirst());
    assertThat(shop.git("branch", "--list", "nexa/*").lines()).hasSize(1);
    shop.git("fsck", "--full", "--strict");
  }

  @Test
  void approvalOfAnotherPlan_isRefused() throws Exception {
    String before = shop.git("for-each-ref");

    assertThatThrownBy(() -> applier().apply(plan, new Decision.Approved("ada", "0".repeat(64))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(shop.git("for-each-ref")).isEqualTo(before);
  }

  @Test
  void planChangedAfterApproval_isRefused() {
    Patch shown = plan.patch();
    Patch other =
        new Patch(
            shown.id(), ShopRepository.plausible("0").patch().edits(), shown.recipe(),
            shown.origin(), shown.rationale(), shown.risks());
    Plan changed =
        new Plan(
            plan.id(), plan.digest(), plan.diagnosis(), plan.reproduction(), other, plan.proof(),
            plan.diff(), plan.branch(), plan.standing(), plan.reach(),
            plan.actions(), plan.alternatives());

    assertThatThrownBy(() -> apply(changed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("its diff");
  }

  @Test
  void branchInTheWay_isNamed() throws Exception {
    shop.git("branch", "nexa");

    assertThatThrownBy(() -> apply(plan))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(shop.dir.toString())
        .rootCause()
        .hasMessageContaining("refs/heads/nexa");
  }

  @Test
  void objectsThatCannotBeWritten_nameTheRepository() throws Exception {
    for (int i = 0; i < 256; i++) {
      Path fanOut = shop.dir.resolve(".git/objects/%02x".formatted(i));
      if (!Files.exists(fanOut)) {
        Files.createFile(fanOut);
      }
    }
    assertThatThrownBy(() -> apply(plan))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(shop.dir.toString());
    assertThat(shop.git("branch", "--list", "nexa/*")).isEmpty();
  }

  @Test
  void noRepository_isNamed(@TempDir Path empty) {
    assertThatThrownBy(() -> applier(empty).apply(plan, approval()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(empty.toString());
  }

  private String world() throws IOException {
    return shop.git("status", "--porcelain", "--branch") + shop.git("rev-parse", "HEAD")
        + shop.git("ls-files", "--stage") + shop.git("rev-parse", "main");
  }

  private Change apply(Plan plan) {
    return applier()
        .apply(plan, new Decision.Approved("Ada Lovelace <ada@localhost>", plan.digest()));
  }

  private Decision.Approved approval() {
    return new Decision.Approved("Ada Lovelace <ada@localhost>", plan.digest());
  }

  private GitApplier applier() {
    return applier(shop.dir);
  }

  private GitApplier applier(Path repository) {
    Service service =
        new Service("shop", repository, "main", List.of(), TrustLevel.PROPOSE, List.of());
    Clock clock = Clock.fixed(Instant.ofEpochSecond(1_800_000_000), ZoneOffset.UTC);
    return new GitApplier(name -> service, "Nexa", "nexa@localhost", clock);
  }
}
