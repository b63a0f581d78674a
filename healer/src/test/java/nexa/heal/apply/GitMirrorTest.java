package nexa.heal.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import nexa.heal.apply.GitRemote.Answer;
import nexa.heal.source.GitTree;
import org.eclipse.jgit.lib.Repository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies a repository of a git server over smart HTTP. */
final class GitMirrorTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Answer DONE = new Answer.Done(null);

  private ShopRepository shop;
  private GitServer server;
  private Path folder;
  private Path work;

  @BeforeEach
  void open(@TempDir Path here, @TempDir Path there) throws Exception {
    shop = ShopRepository.in(here);
    server = new GitServer(shop, there);
    folder = here.resolve("home/repositories/copy");
    work = server.clonedTo(there.resolve("work"));
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void copy_isMadeAndReadAsAnyRepository() throws Exception {
    GitMirror mirror = mirror("main");
    assertThat(mirror.isThere()).isFalse();

    assertThat(mirror.refresh(LONG)).isEqualTo(DONE);
    assertThat(mirror.isThere()).isTrue();
    try (Repository copy = new GitTree(folder).open()) {
      assertThat(new GitTree(folder).commitId(copy, "main").name()).isEqualTo(shop.commit);
    }
    ShopRepository.git(folder, "fsck", "--strict");
  }

  @Test
  void newCommitsBranchesAndTags_arrive() throws Exception {
    GitMirror mirror = mirror("main");
    mirror.refresh(LONG);
    String next = pushed("Next");
    ShopRepository.git(work, "tag", "v2");
    ShopRepository.git(work, "push", "-q", "origin", "v2", "HEAD:refs/heads/other");

    assertThat(mirror.refresh(LONG)).isEqualTo(DONE);
    assertThat(of("main")).isEqualTo(next);
    assertThat(of("v2")).isEqualTo(next);
    assertThat(of("refs/remotes/origin/other")).isEqualTo(next);
  }

  @Test
  void historyThatWasRewritten_isFollowed() throws Exception {
    String first = pushed("First");
    GitMirror mirror = mirror("main");
    mirror.refresh(LONG);
    ShopRepository.git(work, "commit", "-q", "--amend", "--allow-empty", "-m", "Rewritten");
    ShopRepository.git(work, "push", "-q", "-f", "origin", "HEAD");

    assertThat(mirror.refresh(LONG)).isEqualTo(DONE);
    assertThat(of("main")).isNotEqualTo(first)
        .isEqualTo(ShopRepository.git(work, "rev-parse", "HEAD").strip());
  }

  @Test
  void commitOfNexaThatIsNotThereYet_stays() throws Exception {
    GitMirror mirror = mirror("main");
    mirror.refresh(LONG);
    String own = fixed();

    assertThat(mirror.refresh(LONG)).isEqualTo(DONE);
    assertThat(of("main")).isEqualTo(own);
    assertThat(of("nexa/fix")).isEqualTo(own);

    pushed("Theirs");
    assertThat(mirror.refresh(LONG))
        .isInstanceOfSatisfying(
            Answer.Done.class,
            done -> assertThat(done.remark()).contains("main", "merge them there"));
    assertThat(of("main")).isEqualTo(own);
  }

  @Test
  void missingBranch_isNamed() {
    GitMirror mirror = mirror("production");

    assertThat(mirror.refresh(LONG))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.reason()).contains("no branch production"));
    assertThat(mirror.isThere()).isFalse();
  }

  @Test
  void cloneThatWasBrokenOff_goesOn() throws Exception {
    server.brokenWith = 503;
    GitMirror mirror = mirror("main");
    assertThat(mirror.refresh(LONG)).isInstanceOf(Answer.Later.class);
    assertThat(mirror.isThere()).isFalse();

    server.brokenWith = 0;
    assertThat(mirror("main").refresh(LONG)).isEqualTo(DONE);
  }

  @Test
  void serverThatAsksForALogin_isShownIt() {
    server.asksForLogin = true;

    assertThat(mirror("main").refresh(LONG))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.reason()).contains("forge.tokenFile"));
    GitRemote.Access access =
        new GitRemote.Access("origin", GitServer.LOGIN, null, null, null, LONG);
    assertThat(new GitMirror(folder, server.url(), access, Set.of("main")).refresh(LONG))
        .isEqualTo(DONE);
  }

  @Test
  void slowServer_takesNoLongerThanAllowed() {
    server.sleepMillis = 20_000;

    assertThat(mirror("main").refresh(Duration.ofSeconds(1))).isInstanceOf(Answer.Later.class);
  }

  @Test
  void folderThatCannotBeUsed_isNamed() throws Exception {
    Files.createDirectories(folder.getParent());
    Files.writeString(folder, "not a folder");

    assertThat(mirror("main").refresh(LONG))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.reason()).contains(folder.toString()));
  }

  @Test
  void folderOfSomethingElse_isLeftAndNamed() throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("notes.txt"), "mine");

    assertThat(mirror("main").refresh(LONG))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.reason()).contains("no git repository"));
    assertThat(folder.resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void makingThatWasBrokenOff_beginsAnew() throws Exception {
    Path half = folder.resolveSibling(folder.getFileName() + ".new");
    Files.createDirectories(half.resolve("objects"));
    Files.writeString(half.resolve("config"), "[core]\n");

    assertThat(mirror("main").refresh(LONG)).isEqualTo(DONE);
    assertThat(half).doesNotExist();
  }

  private GitMirror mirror(String branch) {
    return new GitMirror(
        folder, server.url(), GitRemote.Access.open("origin", LONG), Set.of(branch));
  }

  /** A commit on main at the remote; its id. */
  private String pushed(String subject) throws Exception {
    ShopRepository.git(work, "commit", "-q", "--allow-empty", "-m", subject);
    ShopRepository.git(work, "push", "-q", "origin", "HEAD:main");
    return ShopRepository.git(work, "rev-parse", "HEAD").strip();
  }

  /** A commit on main of the copy alone, as a fix is at level commit; its id. */
  private String fixed() throws Exception {
    String tree = ShopRepository.git(folder, "rev-parse", "main^{tree}").strip();
    String id =
        ShopRepository.git(
            folder, "-c", "user.name=Nexa", "-c", "user.email=nexa@localhost", "commit-tree",
            tree, "-p", "main", "-m", "Fix")
            .strip();
    ShopRepository.git(folder, "update-ref", "refs/heads/nexa/fix", id);
    ShopRepository.git(folder, "update-ref", "refs/heads/main", id);
    return id;
  }

  private String of(String revision) throws Exception {
    return ShopRepository.git(folder, "rev-parse", revision).strip();
  }
}
