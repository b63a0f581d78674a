package nexa.heal.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import nexa.heal.apply.GitRemote.Answer;
import nexa.heal.source.GitTree;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fetches from a git server, again and again. */
@Timeout(300)
final class GitMaintenanceTest {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int PACKS = 4;
  private static final int FETCHES = 12;

  private ShopRepository shop;
  private GitServer server;
  private Path folder;
  private Path work;
  private Instant now = Instant.now();

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
  void manyFetches_leaveFewPacks() throws Exception {
    GitMirror mirror = mirror(bold(PACKS));
    List<String> commits = new ArrayList<>();
    int most = 0;
    for (int i = 0; i < FETCHES; i++) {
      commits.add(pushed("Change " + i));
      assertThat(mirror.refresh(LONG)).isEqualTo(new Answer.Done(null));
      most = Math.max(most, GitMaintenance.packs(folder));
      assertThat(mirror.maintain(Set::of, LONG)).isNull();
      assertThat(GitMaintenance.packs(folder)).isLessThanOrEqualTo(PACKS);
    }

    assertThat(most).as("there was something to do").isEqualTo(PACKS + 1);
    ShopRepository.git(folder, "fsck", "--strict");
    for (String commit : commits) {
      assertIsThere(commit);
    }
  }

  @Test
  void youngPacks_stayForWhoReadsThem() throws Exception {
    GitMaintenance.Limits usual = GitMaintenance.USUAL;
    GitMirror mirror =
        mirror(
            new GitMaintenance.Limits(
                2, Duration.ZERO, usual.unreachable(), usual.packAge(), usual.objectsMax()));
    for (int i = 0; i < 3; i++) {
      pushed("Change " + i);
      mirror.refresh(LONG);
    }

    mirror.maintain(Set::of, LONG);
    assertThat(GitMaintenance.packs(folder)).isGreaterThanOrEqualTo(3);

    age(Duration.ofHours(2));
    mirror.maintain(Set::of, LONG);
    assertThat(GitMaintenance.packs(folder)).isLessThanOrEqualTo(2);
    ShopRepository.git(folder, "fsck", "--strict");
  }

  @Test
  void itIsDone_onceADay() throws Exception {
    GitMaintenance.Limits bold = bold(0);
    GitMirror mirror =
        mirror(
            new GitMaintenance.Limits(
                0, Duration.ofDays(1), bold.unreachable(), bold.packAge(), bold.objectsMax()));
    AtomicInteger asked = new AtomicInteger();
    pushed("Change");
    mirror.refresh(LONG);
    for (int hours = 0; hours <= 25; hours++) {
      mirror.maintain(
          () -> {
            asked.incrementAndGet();
            return Set.of();
          }, LONG);
      now = now.plus(Duration.ofHours(1));
    }

    assertThat(asked).hasValue(2);
  }

  @Test
  void rewrittenHistory_staysAsLongAsItIsInUse() throws Exception {
    laterThanAllObjects();
    GitMirror mirror = mirror(bold(0));
    String deployed = pushed("Deployed");
    mirror.refresh(LONG);
    ShopRepository.git(work, "commit", "-q", "--amend", "--allow-empty", "-m", "Rewritten");
    ShopRepository.git(work, "push", "-q", "-f", "origin", "HEAD:main");
    mirror.refresh(LONG);
    assertThat(of("main")).as("no branch leads to it any more").isNotEqualTo(deployed);

    Set<String> inUse = Set.of(deployed, "ffffffffff", "1.4.2", "f".repeat(40), "", "../HEAD");
    assertThat(mirror.maintain(() -> inUse, LONG)).isNull();
    assertThat(mirror.maintain(() -> inUse, LONG)).isNull();
    assertIsThere(deployed);
    assertThat(of(GitMaintenance.KEPT + deployed)).isEqualTo(deployed);
    assertThat(ShopRepository.git(folder, "for-each-ref", GitMaintenance.KEPT).lines()).hasSize(1);

    assertThat(mirror.maintain(() -> Set.of(deployed.substring(0, 12)), LONG)).isNull();
    assertIsThere(deployed);

    assertThat(mirror.maintain(Set::of, LONG)).isNull();
    assertThat(isThere(deployed)).as("nobody uses it").isFalse();
    ShopRepository.git(folder, "fsck", "--strict");
  }

  @Test
  void unusedCommit_staysForTwoWeeks() throws Exception {
    GitMaintenance.Limits bold = bold(0);
    GitMirror mirror =
        mirror(
            new GitMaintenance.Limits(
                0, Duration.ZERO, GitMaintenance.USUAL.unreachable(), bold.packAge(),
                bold.objectsMax()));
    String deployed = pushed("Deployed");
    mirror.refresh(LONG);
    ShopRepository.git(work, "commit", "-q", "--amend", "--allow-empty", "-m", "Rewritten");
    ShopRepository.git(work, "push", "-q", "-f", "origin", "HEAD:main");
    mirror.refresh(LONG);

    assertThat(mirror.maintain(Set::of, LONG)).isNull();
    assertIsThere(deployed);

    now = now.plus(Duration.ofDays(15));
    assertThat(mirror.maintain(Set::of, LONG)).isNull();
    assertThat(isThere(deployed)).isFalse();
  }

  @Test
  void whatNexaAdded_stays() throws Exception {
    laterThanAllObjects();
    GitMirror mirror = mirror(bold(0));
    mirror.refresh(LONG);
    String tree = ShopRepository.git(folder, "rev-parse", "main^{tree}").strip();
    String fix =
        ShopRepository.git(
            folder, "-c", "user.name=Nexa", "-c", "user.email=nexa@localhost", "commit-tree",
            tree, "-p", "main", "-m", "Fix")
            .strip();
    ShopRepository.git(folder, "update-ref", "refs/heads/nexa/fix", fix);
    ShopRepository.git(
        folder, "-c", "user.name=Nexa", "-c", "user.email=nexa@localhost", "notes",
        "--ref=nexa", "add", "-m", "evidence", fix);

    assertThat(mirror.maintain(Set::of, LONG)).isNull();
    pushed("Next");
    mirror.refresh(LONG);
    assertThat(mirror.maintain(Set::of, LONG)).isNull();

    assertIsThere(fix);
    assertThat(ShopRepository.git(folder, "notes", "--ref=nexa", "show", fix))
        .contains("evidence");
  }

  @Test
  void reader_isNotDisturbed() throws Exception {
    GitMirror mirror = mirror(bold(1));
    mirror.refresh(LONG);
    AtomicBoolean isOver = new AtomicBoolean();
    AtomicInteger reads = new AtomicInteger();
    List<Throwable> failures = new ArrayList<>();
    Thread reader =
        Thread.ofPlatform().start(
            () -> {
              try (Repository kept = new GitTree(folder).open()) {
                while (!isOver.get()) {
                  read(kept);
                  try (Repository fresh = new GitTree(folder).open()) {
                    read(fresh);
                  }
                  reads.incrementAndGet();
                }
              } catch (Exception | Error e) { // told by the test below
                failures.add(e);
              }
            });
    for (int i = 0; i < FETCHES; i++) {
      pushed("Change " + i);
      mirror.refresh(LONG);
      assertThat(mirror.maintain(Set::of, LONG)).isNull();
    }
    isOver.set(true);
    reader.join(LONG);

    assertThat(failures).isEmpty();
    assertThat(reads).hasValueGreaterThan(FETCHES);
  }

  /** All files of the first commit and of the newest. */
  private void read(Repository repository) throws Exception {
    for (String revision : List.of(shop.commit, "main")) {
      try (RevWalk commits = new RevWalk(repository);
          TreeWalk files = new TreeWalk(repository)) {
        ObjectId id = new GitTree(folder).commitId(repository, revision);
        files.addTree(commits.parseCommit(id).getTree());
        files.setRecursive(true);
        while (files.next()) {
          files.getObjectReader().open(files.getObjectId(0)).getBytes();
        }
      }
    }
  }

  @Test
  void tooManyObjects_areNamedWithTheNextStep() throws Exception {
    GitMaintenance.Limits bold = bold(0);
    GitMirror mirror =
        mirror(
            new GitMaintenance.Limits(
                0, Duration.ZERO, bold.unreachable(), bold.packAge(), 1));
    mirror.refresh(LONG);

    assertThat(mirror.maintain(Set::of, LONG)).contains("too many", "run git -C " + folder);
  }

  @Test
  void whatTakesTooLong_isBrokenOffAndDoneLater() throws Exception {
    GitMirror mirror = mirror(bold(1));
    for (int i = 0; i < 3; i++) {
      pushed("Change " + i);
      mirror.refresh(LONG);
    }

    assertThat(mirror.maintain(Set::of, Duration.ZERO)).contains("cannot be packed");
    ShopRepository.git(folder, "fsck", "--strict");
    assertIsThere(of("main"));

    assertThat(mirror.maintain(Set::of, LONG)).isNull();
    assertThat(GitMaintenance.packs(folder)).isEqualTo(1);
  }

  /** Everything goes at once that may go. */
  private static GitMaintenance.Limits bold(int packs) {
    return new GitMaintenance.Limits(packs, Duration.ZERO, Duration.ZERO, "now", 1_000_000);
  }

  /** So that not even what was unpacked just now is too young to go. */
  private void laterThanAllObjects() {
    now = Instant.now().plus(Duration.ofHours(1));
  }

  private GitMirror mirror(GitMaintenance.Limits limits) {
    return new GitMirror(
        folder, server.url(), GitRemote.Access.open("origin", LONG), Set.of("main"),
        new GitMaintenance(limits, () -> now.isAfter(Instant.now()) ? now : Instant.now()));
  }

  /** A commit on main at the remote, with a file of its own; its id. */
  private String pushed(String subject) throws Exception {
    Files.writeString(work.resolve("notes.txt"), subject + "\n");
    ShopRepository.git(work, "add", "notes.txt");
    ShopRepository.git(work, "commit", "-q", "-m", subject);
    ShopRepository.git(work, "push", "-q", "origin", "HEAD:main");
    return ShopRepository.git(work, "rev-parse", "HEAD").strip();
  }

  private void age(Duration age) throws Exception {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.resolve("objects/pack"))) {
      for (Path file : files) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
      }
    }
  }

  private void assertIsThere(String commit) throws Exception {
    assertThat(isThere(commit)).as(commit).isTrue();
  }

  /** Whether a commit, its history and all their files can be read. */
  private boolean isThere(String commit) throws Exception {
    Process git =
        new ProcessBuilder(
            "git", "-C", folder.toString(), "rev-list", "--objects", "--quiet", commit)
            .redirectErrorStream(true)
            .start();
    git.getInputStream().readAllBytes();
    return git.waitFor() == 0;
  }

  private String of(String revision) throws Exception {
    return ShopRepository.git(folder, "rev-parse", revision).strip();
  }
}
