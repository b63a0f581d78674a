package nexa.heal.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.heal.reproduce.Bisection.Answer;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.source.GitFolder;
import nexa.heal.source.GitProjects;
import nexa.heal.source.Project;
import nexa.heal.source.Workspace;
import nexa.issue.Diagnosis;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import nexa.issue.Location;
import nexa.issue.Reproduction;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import nexa.patch.TestOutcome;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.MergeCommand.FastForwardMode;
import org.eclipse.jgit.merge.MergeStrategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cart's source says decides what the reproduction does: the commits are real, the runs are not. */
final class BisectionTest {

  private static final String CART = "src/main/java/shop/Cart.java";
  private static final String WORKS = "package shop; class Cart { /* works */ }\n";
  private static final String CRASHES = "package shop; class Cart { /* crashes */ }\n";
  private static final String BROKEN = "package shop; class Cart { /* broken */ }\n";
  private static final Frame TOP = new Frame("shop.Cart", "total", "Cart.java", 3);
  private static final Reproduction RED =
      new Reproduction(
          "src/test/java/shop/CartCrashTest.java", "the test", "shop.CartCrashTest#total", 0, 2,
          Reproduction.From.SNAPSHOT, "");

  @TempDir
  private Path folder;

  private GitFolder git;
  private final CartSandbox sandbox = new CartSandbox();

  @BeforeEach
  void project() {
    git = new GitFolder(folder.resolve("shop")).write("pom.xml", GitFolder.POM);
  }

  @Test
  void changeAmongOthers_isFound() {
    commits(WORKS, WORKS);
    String culprit = git.write(CART, CRASHES).commit("Count \u001b[1mdiscounts");
    commits(CRASHES, CRASHES, CRASHES);

    assertThat(bisected(List.of()))
        .isInstanceOfSatisfying(
            Answer.Introduced.class,
            found -> {
              assertThat(found.commit()).isEqualTo(culprit);
              assertThat(found.subject()).isEqualTo("Count [1mdiscounts");
            });
    assertThat(sandbox.open).isZero();
  }

  @Test
  void likelyCommit_takesTwoRuns() {
    commits(WORKS, WORKS, WORKS);
    String culprit = git.write(CART, CRASHES).commit();
    commits(CRASHES, CRASHES, CRASHES, CRASHES);

    assertThat(bisected(List.of(culprit)))
        .isInstanceOfSatisfying(
            Answer.Introduced.class,
            found -> {
              assertThat(found.commit()).isEqualTo(culprit);
              assertThat(found.runs()).isEqualTo(2);
            });
  }

  @Test
  void changesOfDocumentsAndTests_areNotRun() {
    git.write(CART, WORKS).commit();
    String culprit = git.write(CART, CRASHES).commit();
    for (int i = 0; i < 5; i++) {
      git.write("README.md", "read " + i).write("src/test/java/shop/ATest.java", "// " + i)
          .commit();
    }

    assertThat(bisected(List.of())).isInstanceOf(Answer.Introduced.class);
    assertThat(sandbox.opened).hasSize(1).doesNotContain(culprit);
  }

  @Test
  void changeOnAMergedBranch_isFoundThere() throws Exception {
    commits(WORKS, WORKS);
    branch("discounts");
    String culprit = git.write("src/main/java/shop/Discount.java", CRASHES).commit();
    git.write("src/main/java/shop/Discount.java", CRASHES + "// twice\n").commit();
    onMain();
    git.write("src/main/java/shop/Other.java", "// other\n").commit();
    merge("discounts");
    git.write("src/main/java/shop/Other.java", "// again\n").commit();

    assertThat(found(List.of())).isEqualTo(culprit);
    assertThat(found(List.of(culprit))).isEqualTo(culprit);
  }

  @Test
  void mergeOfTwoThatWork_isNamedItself() throws Exception {
    commits(WORKS);
    branch("discounts");
    git.write("src/main/java/shop/Discount.java", "// when with Tax: ").commit();
    onMain();
    git.write("src/main/java/shop/Tax.java", "// when with Discount: ").commit();
    String culprit = merge("discounts");
    sandbox.crashOf = Set.of("src/main/java/shop/Discount.java", "src/main/java/shop/Tax.java");

    assertThat(found(List.of())).isEqualTo(culprit);
  }

  @Test
  void commitsThatDoNotCompile_arePassedOver() {
    commits(WORKS, BROKEN, BROKEN, WORKS);
    String culprit = git.write(CART, CRASHES).commit();
    commits(CRASHES, BROKEN, CRASHES);

    assertThat(found(List.of())).isEqualTo(culprit);
  }

  @Test
  void changeAmongCommitsThatDoNotCompile_staysUnknown() {
    git.write(CART, WORKS).commit();
    commits(BROKEN, BROKEN);
    String crashing = git.write(CART, CRASHES).commit();
    commits(CRASHES);

    assertThat(unknown()).contains(crashing.substring(0, 10),
        "Commits between: 2, of which 2 could");
  }

  @Test
  void otherFailure_provesNothing() {
    commits("package shop; class Cart { /* fails otherwise */ }\n", CRASHES, CRASHES);
    assertThat(unknown()).contains("as far back as", "none of the 1 older commits");
  }

  @Test
  void crashAsOldAsItsClass_saysWhatCameWithIt() {
    git.write("src/main/java/shop/Shelf.java", WORKS.replace("Cart", "Shelf")).commit();
    git.write("src/main/java/shop/Shelf.java", "package shop; class Shelf {}\n").commit();
    git.write(CART, CRASHES).commit("Add a cart");
    commits(CRASHES);

    assertThat(unknown()).contains("(Add a cart), which may have brought what crashes");
    assertThat(sandbox.opened).hasSize(1); // where there is no cart nothing is built
  }

  @Test
  void crashThatComesAndGoes_provesNothing() {
    commits("package shop; class Cart { /* comes and goes */ }\n", CRASHES);
    assertThat(unknown()).contains("none of the 1 older commits");
  }

  @Test
  void crashSinceTheFirstCommit_staysUnknown() {
    String first = git.write(CART, CRASHES).commit();
    commits(CRASHES, CRASHES);
    assertThat(unknown()).contains(first.substring(0, 10), "with which the history begins");
  }

  @Test
  void sourceThatMoved_isFollowed() throws Exception {
    commits(WORKS);
    String culprit = git.write(CART, CRASHES).commit();
    git.write("src/main/java/shop/goods/Cart.java", CRASHES);
    Files.delete(git.path().resolve(CART));
    try (Git repository = Git.open(git.path().toFile())) {
      repository.rm().addFilepattern(CART).call();
    }
    git.commit();

    assertThat(found(List.of())).isEqualTo(culprit);
  }

  @Test
  void shallowClone_saysWhereItEnds() throws Exception {
    commits(WORKS);
    git.write(CART, CRASHES).commit();
    commits(CRASHES, CRASHES, CRASHES);
    Path clone = folder.resolve("clone");
    Git.cloneRepository().setURI(git.path().toUri().toString()).setDirectory(clone.toFile())
        .setDepth(2).call().close();

    assertThat(bisected(clone, List.of(), Duration.ofMinutes(1)))
        .isInstanceOfSatisfying(
            Answer.Unknown.class,
            it -> assertThat(it.reason()).contains("shallow clone", "git fetch --unshallow"));
  }

  @Test
  void noTimeLeft_runsNothing() {
    commits(WORKS, CRASHES, CRASHES);
    assertThat(bisected(git.path(), List.of(), Duration.ZERO))
        .isInstanceOfSatisfying(
            Answer.Unknown.class,
            it -> assertThat(it.reason()).contains("cut short after 0 commits"));
    assertThat(sandbox.opened).isEmpty();
  }

  @Test
  void sandboxThatIsGone_saysTheNextStep() {
    commits(WORKS, CRASHES, CRASHES);
    sandbox.gone = true;
    assertThat(unknown()).isEqualTo("Start dockerd.");
  }

  /** Commits of the cart, each another one. */
  private void commits(String... sources) {
    for (String source : sources) {
      git.write(CART, source + "// " + sandbox.commits++ + "\n").commit();
    }
  }

  private String found(List<String> likely) {
    Answer answer = bisected(likely);
    assertThat(answer).isInstanceOf(Answer.Introduced.class);
    return ((Answer.Introduced) answer).commit();
  }

  private String unknown() {
    Answer answer = bisected(List.of());
    assertThat(answer).isInstanceOf(Answer.Unknown.class);
    return ((Answer.Unknown) answer).reason();
  }

  private Answer bisected(List<String> likely) {
    return bisected(git.path(), likely, Duration.ofMinutes(1));
  }

  private Answer bisected(Path repository, List<String> likely, Duration timeMax) {
    Service service =
        new Service("shop", repository, "main", List.of("shop"), TrustLevel.PROPOSE, List.of());
    Workspace workspace = Workspace.of(new GitProjects(), name -> Optional.of(service));
    StackTrace trace =
        new StackTrace("java.lang.IllegalStateException", null, List.of(TOP), null, List.of());
    Issue issue =
        new Issue(
            "SHOP-1", "shop", new Fingerprint("0"), "t", trace.exceptionType(), TOP,
            Issue.Status.OPEN, 1, Instant.EPOCH, Instant.EPOCH, Set.of(), "", null, trace,
            List.of(TOP), null);
    Diagnosis diagnosis =
        new Diagnosis(
            issue, workspace.deployed(issue).tree().commit(),
            List.of(new Location(CART, "shop.Cart", "total", 3, 0)));
    return new Bisection(workspace, sandbox, Clock.systemUTC())
        .find(diagnosis, RED, likely, timeMax);
  }

  private void branch(String name) throws Exception {
    try (Git repository = Git.open(git.path().toFile())) {
      repository.checkout().setCreateBranch(true).setName(name).call();
    }
  }

  private void onMain() throws Exception {
    try (Git repository = Git.open(git.path().toFile())) {
      repository.checkout().setName("main").call();
    }
  }

  private String merge(String name) throws Exception {
    try (Git repository = Git.open(git.path().toFile())) {
      repository.merge().include(repository.getRepository().resolve(name))
          .setStrategy(MergeStrategy.RECURSIVE).setFastForward(FastForwardMode.NO_FF)
          .setCommit(false).call();
      return git.commit("Merge " + name);
    }
  }

  /** A sandbox in which the reproduction does what the sources of a commit say. */
  private static final class CartSandbox implements Sandbox {
    private static final String FRAMES = "\n\tat shop.Cart.total(Cart.java:9)\n";

    private final List<String> opened = new ArrayList<>();
    private Set<String> crashOf = Set.of();
    private boolean gone;
    private int commits;
    private int open;

    @Override
    public Session open(Project project) {
      if (gone) {
        throw new Sandbox.Unavailable("Start dockerd.", null);
      }
      opened.add(project.tree().commit());
      open++;
      String sources = String.join("", project.mainSources().values());
      boolean together =
          !crashOf.isEmpty() && project.mainSources().keySet().containsAll(crashOf);
      return new Session() {
        private int runs;

        @Override
        public List<String> buildErrors() {
          return List.of();
        }

        @Override
        public TestRun run(Map<String, String> overlay, List<String> tests) {
          assertThat(overlay).containsExactly(Map.entry(RED.file(), RED.source()));
          assertThat(tests).containsExactly("shop.CartCrashTest");
          boolean comesAndGoes = sources.contains("comes and goes") && runs++ % 2 == 0;
          return sources.contains("broken") ? new TestRun.NotCompiled(List.of("no such symbol"))
              : together || comesAndGoes || sources.contains("crashes")
                  ? failed("java.lang.IllegalStateException: no price" + FRAMES)
                  : sources.contains("fails otherwise")
                      ? failed("java.lang.NoSuchMethodError: total" + FRAMES)
                      : ran(TestOutcome.Status.PASSED, null);
        }

        @Override
        public void close() {
          open--;
        }
      };
    }

    private static TestRun failed(String failure) {
      return ran(TestOutcome.Status.FAILED, failure);
    }

    private static TestRun ran(
        TestOutcome.Status status, @Nullable String failure) {
      return new TestRun.Ran(List.of(new TestOutcome(RED.testId(), status, failure)));
    }

    @Override
    public String identity() {
      return "fake";
    }
  }
}
