package nexa.agent.forge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import nexa.agent.config.ForgeConfig;
import nexa.agent.config.ForgeConfig.Kind;
import nexa.agent.store.AuditLog;
import nexa.agent.store.ChangeRequests;
import nexa.agent.store.Crashes;
import nexa.agent.store.Feed;
import nexa.agent.store.Fixes;
import nexa.agent.store.Merges;
import nexa.agent.store.PlanDesk;
import nexa.agent.store.Publications;
import nexa.agent.store.Publications.Publication;
import nexa.agent.store.Publications.State;
import nexa.agent.store.Store;
import nexa.heal.apply.GitRemote;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.repair.Change;
import nexa.repair.Plan;
import nexa.repair.Published;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an applied fix to its pull request, with a real repository, a real remote and a fake forge. */
final class ForgeCourierTest {

  @TempDir
  private Path folder;
  private final Ticking clock = new Ticking();
  private FakeForge forge;
  private Store store;
  private Publications publications;
  private Fixes fixes;
  private Merges merges;
  private ForgePublisher publisher;
  private boolean isPaused;
  private Change change;
  private Plan plan;

  /** A clock that a test moves. */
  private static final class Ticking extends Clock {
    private Instant now = Instant.parse("2026-11-27T10:00:00Z");

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @BeforeEach
  void open() throws Exception {
    Path shop = Files.createDirectories(folder.resolve("shop"));
    git(shop, "init", "-q", "-b", "main");
    git(shop, "config", "user.name", "Dev");
    git(shop, "config", "user.email", "dev@localhost");
    git(shop, "commit", "-q", "--allow-empty", "-m", "Open the shop");
    git(shop, "clone", "-q", "--bare", ".", folder.resolve("acme/shop.git").toString());
    git(shop, "remote", "add", "origin", folder.resolve("acme/shop.git").toString());
    git(shop, "checkout", "-q", "-b", "nexa/shop-1-null");
    git(shop, "commit", "-q", "--allow-empty", "-m", "Fix it");
    change = new Change("nexa/shop-1-null", git(shop, "rev-parse", "HEAD").strip());
    forge = new FakeForge(Kind.GITHUB);
    store = Store.open(folder.resolve("home"), clock);
    Feed feed = new Feed(store, clock);
    publications = new Publications(store, feed, clock);
    fixes = new Fixes(store, feed, clock, run -> {});
    merges = new Merges(store, feed, clock, run -> {});
    publisher = publisher(folder.resolve("shop"), "origin");
    plan =
        Crashes.plan(
            "F-SHOP-1", Crashes.issue("SHOP-1"), "d16e57",
            actions(publisher, Crashes.plan("F", Crashes.issue("SHOP-1"), "d")));
    PlanDesk.submit(fixes, plan);
  }

  @AfterEach
  void close() {
    store.close();
    forge.close();
  }

  @Test
  void plan_saysWhereTheFixWouldGo() {
    assertThat(plan.actions())
        .containsExactly(
            "Push that branch and refs/notes/nexa to " + folder.resolve("acme/shop.git"),
            "Open a draft pull request into main of " + forge.site().base() + "/acme/shop");
  }

  @Test
  void appliedFix_isPushedAndProposedOnce() throws Exception {
    assertThat(publisher.publish(plan, change).reason()).isNull();
    publisher.publish(plan, change);
    deliver();

    assertThat(state()).isEqualTo(State.OPEN);
    assertThat(found().request())
        .isEqualTo(
            new Publications.PullRequest(
                "github", "acme/shop", 7, forge.site().base() + "/acme/shop/pull/7"));
    assertThat(git(folder.resolve("acme/shop.git"), "rev-parse", change.branch()).strip())
        .isEqualTo(change.commit());
    publisher.publish(plan, change);
    deliver();
    assertThat(forge.opened).hasSize(1);
    assertThat(forge.complaints).isEmpty();
    assertThat(actions()).contains("open F-SHOP-1 " + change.commit());
  }

  @Test
  void planThatDidNotSaySo_isNotPublished() {
    Plan silent = Crashes.plan("F-SHOP-1", Crashes.issue("SHOP-1"), "d", List.of("Commit"));

    assertThat(publisher.publish(silent, change))
        .isEqualTo(Published.nowhere("The plan that was approved does not say so"));
    assertThat(publications.find("F-SHOP-1")).isEmpty();
  }

  @Test
  void remoteThatChangedAfterApproval_getsNothing() throws Exception {
    publisher.publish(plan, change);
    git(folder.resolve("shop"), "remote", "set-url", "origin", folder.resolve("b.git").toString());
    deliver();

    assertThat(state()).isEqualTo(State.REFUSED);
    assertThat(found().reason()).contains("changed since this was approved");
  }

  @Test
  void forgeThatIsBroken_isAskedLaterAndNotForever() {
    for (int i = 0; i < 40; i++) {
      forge.failures.add(503);
    }
    publisher.publish(plan, change);
    deliver();
    assertThat(state()).isEqualTo(State.DUE);
    deliver();
    assertThat(forge.asked).as("not before its time").hasSize(1);

    for (int i = 0; i < 30; i++) {
      clock.now = clock.now.plus(Duration.ofHours(1));
      deliver();
    }
    assertThat(state()).isEqualTo(State.REFUSED);
    assertThat(found().reason()).contains("Given up after 12 attempts", "503");
    assertThat(forge.asked).hasSize(12);

    forge.failures.clear();
    assertThat(publications.again("F-SHOP-1", "ann")).isTrue();
    deliver();
    assertThat(state()).isEqualTo(State.OPEN);
    assertThat(publications.again("F-SHOP-1", "ann")).isFalse();
    assertThat(actions()).contains("published again F-SHOP-1");
  }

  @Test
  void rateLimit_isHonoured() {
    forge.failures.add(429);
    forge.failureHeaders.put("Retry-After", "1800");
    publisher.publish(plan, change);
    deliver();
    clock.now = clock.now.plusSeconds(1799);
    deliver();
    assertThat(forge.asked).hasSize(1);

    clock.now = clock.now.plusSeconds(2);
    deliver();
    assertThat(state()).isEqualTo(State.OPEN);
  }

  @Test
  void pause_keepsEverythingHere() {
    isPaused = true;
    publisher.publish(plan, change);
    deliver();
    assertThat(forge.asked).isEmpty();
    assertThat(state()).isEqualTo(State.DUE);

    isPaused = false;
    deliver();
    assertThat(state()).isEqualTo(State.OPEN);
  }

  @Test
  void daemonThatDiedBeforeItNotedTheProposal_findsIt() {
    publisher.publish(plan, change);
    deliver();
    PlanDesk.forgetProposals(store);
    deliver();

    assertThat(found().request())
        .isNotNull()
        .extracting(Publications.PullRequest::number)
        .isEqualTo(7L);
    assertThat(forge.opened).hasSize(1);
  }

  @Test
  void deployedBranchThatWasMoved_isPushedInsteadOfProposed() throws Exception {
    Change moved = new Change(change.branch(), change.commit(), "main", null);
    assertThat(publisher.publish(plan, moved).reason()).isNull();

    deliver();

    assertThat(state()).isEqualTo(State.PUSHED);
    assertThat(found().change()).isEqualTo(moved);
    assertThat(forge.opened).isEmpty();
  }

  @Test
  void serviceWithoutAForge_keepsItsFix() {
    ForgePublisher none = new ForgePublisher(name -> service(folder), Map.of(), publications);

    assertThat(actions(none, plan)).isEmpty();
    assertThat(none.publish(plan, change).reason()).contains("has no forge");
  }

  @Test
  void remoteThatCannotBeTold_isSaidInThePlan() {
    assertThat(actions(publisher(folder.resolve("shop"), "upstream"), plan))
        .containsExactly("Push nothing, as the remote cannot be told");
  }

  @Test
  void proposalOfWhichAnotherWasWantedAndMerged_isClosedWithAComment() {
    propose();
    successorIsMerged("eve @all (github)");
    assertThat(state()).isEqualTo(State.CLOSING);

    deliver();
    deliver();

    assertThat(state()).isEqualTo(State.CLOSED);
    assertThat(found().reason()).isEqualTo("F-SHOP-1.2 was merged by eve @all (github).");
    assertThat(forge.state).isEqualTo("closed");
    assertThat(forge.said)
        .containsExactly("Nexa closes this: F-SHOP-1.2 was merged by eve all (github).");
    assertThat(forge.complaints).isEmpty();
    assertThat(fixes.find("F-SHOP-1").orElseThrow())
        .satisfies(
            fix -> {
              assertThat(fix.status()).isEqualTo("rejected");
              assertThat(fix.reason()).isEqualTo("F-SHOP-1.2 was merged by eve @all (github).");
            });
    assertThat(actions())
        .contains(
            "superseded F-SHOP-1: F-SHOP-1.2 was merged by eve @all (github).",
            "closed F-SHOP-1 " + change.commit());
  }

  @Test
  void pause_closesNothing() {
    propose();
    successorIsMerged("eve");
    isPaused = true;
    deliver();
    assertThat(forge.state).isEqualTo("open");

    isPaused = false;
    deliver();
    assertThat(state()).isEqualTo(State.CLOSED);
  }

  @Test
  void forgeThatIsBroken_isAskedToCloseLaterAndTheReasonIsKept() {
    propose();
    successorIsMerged("eve");
    forge.failures.add(503);
    deliver();
    assertThat(state()).isEqualTo(State.CLOSING);

    clock.now = clock.now.plus(Duration.ofMinutes(2));
    deliver();
    assertThat(state()).isEqualTo(State.CLOSED);
    assertThat(forge.said).containsExactly("Nexa closes this: F-SHOP-1.2 was merged by eve.");
  }

  @Test
  void closingThatIsForbidden_leavesItOpenAndSaysWhatToDo() {
    propose();
    successorIsMerged("eve");
    forge.failures.add(403);
    deliver();
    deliver();

    assertThat(state()).isEqualTo(State.OPEN);
    assertThat(found().reason())
        .startsWith("F-SHOP-1.2 was merged by eve. The token may not do this")
        .endsWith("Close it by hand.");
    assertThat(fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("applied");
  }

  @Test
  void remoteThatIsGone_leavesItOpen() throws Exception {
    propose();
    successorIsMerged("eve");
    git(folder.resolve("shop"), "remote", "remove", "origin");
    deliver();

    assertThat(state()).isEqualTo(State.OPEN);
    assertThat(found().reason()).endsWith("Close it by hand.");
  }

  @Test
  void proposalThatSomebodyMergedMeanwhile_isNotClosed() {
    propose();
    successorIsMerged("eve");
    forge.state = "merged";
    deliver();

    assertThat(state()).isEqualTo(State.MERGED);
    assertThat(forge.said).isEmpty();
    assertThat(fixes.find("F-SHOP-1").orElseThrow().status()).isEqualTo("applied");
  }

  @Test
  void successorApprovedJustBeforeTheOldOneWasMerged_isNotProposed() throws Exception {
    propose();
    ask();
    Plan next = successor();
    PlanDesk.submit(fixes, "run-2", next);
    PlanDesk.apply(store, "F-SHOP-1.2");
    git(folder.resolve("shop"), "branch", "nexa/shop-1-null-2", "main");
    publications.begin(
        "F-SHOP-1.2", new Change("nexa/shop-1-null-2", change.commit()), "remote");
    merges.settle("F-SHOP-1", "eve");
    deliver();

    assertThat(publications.find("F-SHOP-1.2").orElseThrow().state()).isEqualTo(State.CLOSED);
    assertThat(fixes.find("F-SHOP-1.2").orElseThrow().reason())
        .isEqualTo("F-SHOP-1 was merged by eve.");
    assertThat(forge.opened).hasSize(1);
    assertThat(git(folder.resolve("acme/shop.git"), "branch", "--list", "*-2")).isEmpty();
  }

  /** The fix is proposed, and applied. */
  private void propose() {
    publisher.publish(plan, change);
    deliver();
    PlanDesk.apply(store, "F-SHOP-1");
    assertThat(state()).isEqualTo(State.OPEN);
  }

  private void ask() {
    Feed feed = new Feed(store, clock);
    new ChangeRequests(store, feed, clock, true).askOfProposed("F-SHOP-1", "bob", "smaller");
    PlanDesk.take(store, "run-2");
  }

  private void successorIsMerged(String by) {
    ask();
    PlanDesk.submit(fixes, "run-2", successor());
    merges.settle("F-SHOP-1.2", by);
  }

  private Plan successor() {
    return Crashes.plan("F-SHOP-1.2", Crashes.issue("SHOP-1"), "d2", plan.actions());
  }

  private static List<String> actions(ForgePublisher publisher, Plan of) {
    return publisher.actions(of.diagnosis(), of.standing());
  }

  private ForgePublisher publisher(Path repository, String remote) {
    ForgeConfig config =
        new ForgeConfig(
            GitRemote.Access.open(remote, Duration.ofSeconds(30)),
            new ForgeConfig.PullRequests(
                Kind.GITHUB, forge.site().base(), "acme/shop", FakeForge.TOKEN));
    return new ForgePublisher(
        name -> service(repository), Map.of("shop", config), publications);
  }

  private static Service service(Path repository) {
    return new Service("shop", repository, "main", List.of(), TrustLevel.PROPOSE, List.of());
  }

  private void deliver() {
    new ForgeCourier(publisher, publications, fixes, merges, () -> isPaused, clock).deliver();
  }

  private Publication found() {
    return publications.find("F-SHOP-1").orElseThrow();
  }

  private State state() {
    return found().state();
  }

  private List<String> actions() {
    return new AuditLog(clock).before(store, Long.MAX_VALUE, 50).stream()
        .map(entry -> entry.action() + " " + entry.subject())
        .toList();
  }

  private static String git(Path directory, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("git", "-C", directory.toString()));
    command.addAll(List.of(arguments));
    Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(git.onExit().join().exitValue()).as(output).isZero();
    return output;
  }
}
