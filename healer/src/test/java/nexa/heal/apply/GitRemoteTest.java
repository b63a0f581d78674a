package nexa.heal.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import nexa.heal.apply.GitRemote.Answer;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.repair.Change;
import nexa.repair.Decision;
import nexa.repair.Plan;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushes over smart HTTP to a git server that others use too, and to a folder. */
final class GitRemoteTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Answer PUSHED = new Answer.Done(null);

  private ShopRepository shop;
  private GitServer server;
  private Change change;

  @BeforeEach
  void open(@TempDir Path here, @TempDir Path there) throws Exception {
    shop = ShopRepository.in(here);
    server = new GitServer(shop, there);
    change = commit(shop.plan());
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void fix_getsThereWithItsEvidence(@TempDir Path elsewhere) throws Exception {
    assertThat(push()).isEqualTo(PUSHED);

    Path clone = elsewhere.resolve("clone");
    shop.git("clone", "-q", server.url(), clone.toString());
    ShopRepository.git(clone, "fetch", "-q", "origin", "refs/notes/nexa:refs/notes/nexa");
    assertThat(ProvenCommit.read(clone, "origin/" + change.branch()).commit())
        .isEqualTo(change.commit());
  }

  @Test
  void secondPush_changesNothing() throws Exception {
    push();
    String refs = server.git("for-each-ref");

    assertThat(push()).isEqualTo(PUSHED);
    assertThat(server.git("for-each-ref")).isEqualTo(refs);
    assertThat(server.pushes).containsExactlyInAnyOrder("refs/heads/" + change.branch(),
        "refs/notes/nexa");
  }

  @Test
  void deployedBranchThatWasMoved_isMovedThereToo() throws Exception {
    Change moved = new Change(change.branch(), change.commit(), "main", null);

    assertThat(push(moved)).isEqualTo(new Answer.Done(null, true));
    assertThat(server.git("rev-parse", "main").strip()).isEqualTo(change.commit());
    assertThat(push(moved)).isEqualTo(new Answer.Done(null, true));
  }

  @Test
  void deployedBranchThatWentOnThere_isLeftAndTold() throws Exception {
    Path work = server.clonedTo(server.bare.resolveSibling("work"));
    ShopRepository.git(work, "commit", "-q", "--allow-empty", "-m", "Theirs");
    ShopRepository.git(work, "push", "-q", "origin", "HEAD:main");
    String theirs = server.git("rev-parse", "main").strip();

    assertThat(push(new Change(change.branch(), change.commit(), "main", null)))
        .isInstanceOfSatisfying(
            Answer.Done.class,
            done -> {
              assertThat(done.moved()).isFalse();
              assertThat(done.remark()).contains("main", "moved on", "merge " + change.branch());
            });
    assertThat(server.git("rev-parse", "main").strip()).isEqualTo(theirs);
    assertThat(server.git("rev-parse", change.branch()).strip()).isEqualTo(change.commit());
  }

  @Test
  void protectedDeployedBranch_isToldInTheHooksWords() throws Exception {
    server.refused = "refs/heads/main";

    assertThat(push(new Change(change.branch(), change.commit(), "main", null)))
        .isInstanceOfSatisfying(
            Answer.Done.class,
            done -> assertThat(done.remark()).contains("main", "rule 7").doesNotContain("\n"));
  }

  @Test
  void login_isShownOnlyToTheServerThatAsks() throws Exception {
    server.asksForLogin = true;

    assertThat(push(with(GitServer.LOGIN))).isEqualTo(PUSHED);
    assertThat(push(with(new GitRemote.Login("nexa", "wrong"))))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.reason())
                .contains("does not let Nexa in", "tokenFile").doesNotContain("wrong"));
    assertThat(push()).isInstanceOf(Answer.Refused.class);
  }

  @Test
  void redirectionToAnotherServer_getsNoLogin(@TempDir Path other) throws Exception {
    try (GitServer thief = new GitServer(shop, other)) {
      thief.asksForLogin = true;
      server.redirectTo = thief.base();

      assertThat(push(with(GitServer.LOGIN))).isNotEqualTo(PUSHED);
      assertThat(thief.authorizations).isNotEmpty().containsOnly("null");
    }
  }

  @Test
  void branchOfOthers_isLeftAlone() throws Exception {
    server.git("branch", change.branch(), "main");
    Path work = server.clonedTo(server.bare.resolveSibling("work"));
    ShopRepository.git(work, "checkout", "-q", change.branch());
    ShopRepository.git(work, "commit", "-q", "--allow-empty", "-m", "Mine");
    ShopRepository.git(work, "push", "-q", "origin", "HEAD");
    String theirs = server.git("rev-parse", change.branch()).strip();

    assertThat(push())
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.reason())
                .contains("holds other commits", theirs, "Rename or delete"));
    assertThat(server.git("rev-parse", change.branch()).strip()).isEqualTo(theirs);
  }

  @Test
  void commitsOfAReviewerOnTop_areNoConflict() throws Exception {
    push();
    Path work = server.clonedTo(server.bare.resolveSibling("work"));
    ShopRepository.git(work, "checkout", "-q", change.branch());
    ShopRepository.git(work, "commit", "-q", "--allow-empty", "-m", "Reword");
    ShopRepository.git(work, "push", "-q", "origin", "HEAD");

    assertThat(push()).isEqualTo(PUSHED);
  }

  @Test
  void evidenceOfOthers_isKeptBesideOurs() throws Exception {
    server.git("notes", "--ref=nexa", "add", "-m", "theirs", "main");

    assertThat(push()).isEqualTo(PUSHED);
    assertThat(server.git("notes", "--ref=nexa", "show", "main").strip()).isEqualTo("theirs");
    assertThat(server.git("notes", "--ref=nexa", "show", change.commit()))
        .contains(change.commit());

    server.git("notes", "--ref=nexa", "add", "-f", "-m", "another", "main");
    assertThat(push()).as("theirs alone is newer").isEqualTo(PUSHED);
    assertThat(shop.git("notes", "--ref=nexa", "show", change.commit())).contains(change.commit());
  }

  @Test
  void evidenceRewrittenThere_comesBack() throws Exception {
    push();
    server.git("update-ref", "-d", "refs/notes/nexa");
    server.git("notes", "--ref=nexa", "add", "-m", "forged", change.commit());

    assertThat(push()).isEqualTo(PUSHED);
    assertThat(server.git("notes", "--ref=nexa", "show", change.commit()))
        .contains("in-toto").doesNotContain("forged");
  }

  @Test
  void hookThatRefusesTheBranch_isQuotedOnOneLine() throws Exception {
    server.refused = "refs/heads/nexa";

    assertThat(push())
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.reason()).contains("rule 7", "[31mno", "publish the fix")
                .doesNotContain("\u001b").doesNotContain("\n"));
  }

  @Test
  void hookThatRefusesTheEvidence_isARemark() throws Exception {
    server.refused = "refs/notes";

    assertThat(push())
        .isInstanceOfSatisfying(
            Answer.Done.class,
            pushed -> assertThat(pushed.remark()).contains("evidence", "rule 7"));
    assertThat(server.git("rev-parse", change.branch()).strip()).isEqualTo(change.commit());
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503})
  void brokenServer_isTriedLater(int status) throws Exception {
    server.brokenWith = status;

    assertThat(push()).isInstanceOf(Answer.Later.class);
  }

  @Test
  void serverThatIsDown_isTriedLater() throws Exception {
    String url = server.url();
    server.close();

    assertThat(push(GitRemote.Access.open(url, LONG))).isInstanceOf(Answer.Later.class);
  }

  @Test
  void slowServer_takesNoLongerThanAllowed() throws Exception {
    server.sleepMillis = 20_000;

    assertThat(push(GitRemote.Access.open(server.url(), Duration.ofSeconds(1))))
        .isInstanceOfSatisfying(
            Answer.Later.class, later -> assertThat(later.reason()).isNotBlank());
  }

  @Test
  void noRepositoryThere_isNamed() throws Exception {
    assertThat(push(GitRemote.Access.open(server.base() + "/elsewhere/x.git", LONG)))
        .isInstanceOfSatisfying(
            Answer.Refused.class, refused -> assertThat(refused.reason()).contains("forge.remote"));
  }

  @Test
  void commitThatIsGone_isNamed() throws Exception {
    Change gone = new Change(change.branch(), "0123456789012345678901234567890123456789");

    assertThat(new GitRemote(shop.dir, GitRemote.Access.open(server.url(), LONG)).push(gone))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.reason()).contains("history was rewritten"));
  }

  @Test
  void remoteByName_isFoundWithoutItsSecrets() throws Exception {
    shop.git("remote", "add", "origin", "https://me:hunter2@git.example/acme/shop.git");

    assertThat(remote("origin").address()).isEqualTo("https://git.example/acme/shop.git");
    assertThatThrownBy(() -> remote("upstream").address())
        .isInstanceOf(GitRemote.UnknownRemote.class)
        .hasMessageContaining("git remote add upstream");
  }

  @ParameterizedTest
  @ValueSource(strings = {"git://git.example/x", "ext://git.example/x", "ftp://git.example/x"})
  void unsafeAddress_isRefused(String address) {
    assertThatThrownBy(() -> remote(address).address())
        .isInstanceOf(GitRemote.UnknownRemote.class);
  }

  @Test
  void secretInTheClear_isRefused() {
    GitRemote.Access access =
        new GitRemote.Access("http://git.example/x", GitServer.LOGIN, null, null, null, LONG);

    assertThatThrownBy(() -> new GitRemote(shop.dir, access).address())
        .isInstanceOf(GitRemote.UnknownRemote.class)
        .hasMessageContaining("https");
    assertThat(access.toString()).doesNotContain(GitServer.LOGIN.secret());
  }

  @Test
  void folderOnThisHost_isARemoteToo() throws Exception {
    assertThat(push(GitRemote.Access.open(server.bare.toString(), LONG))).isEqualTo(PUSHED);
    assertThat(server.git("rev-parse", change.branch()).strip()).isEqualTo(change.commit());
  }

  @Test
  void hooksOfTheCheckout_areNotRun() throws Exception {
    Path hook = shop.dir.resolve(".git/hooks/pre-push");
    Files.createDirectories(hook.getParent());
    Files.writeString(hook, "#!/bin/sh\ntouch " + shop.dir.resolve("ran") + "\nexit 1\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();

    assertThat(push()).isEqualTo(PUSHED);
    assertThat(shop.dir.resolve("ran")).doesNotExist();
  }

  private Answer push() {
    return push(GitRemote.Access.open(server.url(), LONG));
  }

  private Answer push(Change moved) {
    return new GitRemote(shop.dir, GitRemote.Access.open(server.url(), LONG)).push(moved);
  }

  private Answer push(GitRemote.Access access) {
    return new GitRemote(shop.dir, access).push(change);
  }

  private GitRemote.Access with(GitRemote.Login login) {
    return new GitRemote.Access(server.url(), login, null, null, null, LONG);
  }

  private GitRemote remote(String remote) {
    return new GitRemote(shop.dir, GitRemote.Access.open(remote, LONG));
  }

  private Change commit(Plan plan) {
    Service service =
        new Service("shop", shop.dir, "main", List.of(), TrustLevel.PROPOSE, List.of());
    return new GitApplier(name -> service, "Nexa", "nexa@localhost", Clock.systemUTC())
        .apply(plan, new Decision.Approved("Ada", plan.digest()));
  }
}
