package nexa.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import nexa.agent.store.Cases;
import nexa.agent.store.Store;
import nexa.heal.recall.LuceneCaseBase;
import nexa.memory.Case;
import nexa.memory.CaseBase;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history of two commits, the second of which fixed a crash. */
final class LearnCommandTest {

  private static final String NPE = "java.lang.NullPointerException";

  @TempDir
  private Path directory;
  private Path repository;
  private String home;

  @BeforeEach
  void create() throws Exception {
    repository = directory.resolve("shop");
    home = directory.resolve("home").toString();
    Git.init().setDirectory(repository.toFile()).setInitialBranch("main").call().close();
    commit("int width(String a) {\n  return a.length();\n}", "Add the shop");
    commit("int width(String a) {\n  return a == null ? 0 : a.length();\n}", "Fix NPE, #7");
  }

  @Test
  void fixInTheHistory_isKeptOnce() {
    Cli first = learn("-o", "json");
    Cli again = learn("-o", "json");

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.json().path("schema").asString()).isEqualTo("nexa.learn/1");
    assertThat(first.json().path("commits").asInt()).isEqualTo(2);
    assertThat(first.json().path("added").asInt()).isEqualTo(1);
    assertThat(first.json().path("byException").path(NPE).asInt()).isEqualTo(1);
    assertThat(first.json().path("leftOut").path("first").asInt()).isEqualTo(1);
    assertThat(again.json().path("kept").asInt()).isEqualTo(1);
    assertThat(again.json().path("added").asInt()).isZero();
    assertThat(cases()).hasSize(1);
  }

  @Test
  void answerInWords_saysWhatWasKeptAndWhatLeftOut() {
    Cli said = learn();

    assertThat(said.out()).contains("2 commits looked at, 1 fixes of crashes kept", NPE);
    assertThat(said.err()).contains("has no commit before it here");
  }

  @Test
  void workingTree_staysAsItIs() throws Exception {
    Path file = repository.resolve("src/main/java/shop/Shop.java");
    Files.writeString(file, "not committed");
    learn();
    assertThat(file).content().isEqualTo("not committed");
  }

  @Test
  void caseThatWasTurnedDown_staysSo() {
    learn();
    Case learned = cases().getFirst();
    try (Store store = Store.visit(Path.of(home))) {
      new Cases(store).keep(learned.rolledBack());
    }
    learn();
    assertThat(cases()).extracting(Case::outcome).containsExactly(Case.Outcome.ROLLED_BACK);
  }

  @Test
  void daemonOfTheSameHome_recallsItAtOnce() {
    try (Store store = Store.open(Path.of(home), Clock.systemUTC());
        LuceneCaseBase index = LuceneCaseBase.textOnly(Stream.of())) {
      CaseBase memory = new Cases(store).over(index, index::rebuild);
      assertThat(memory.recall(NPE, "", 5)).isEmpty();

      assertThat(learn().exitCode()).isZero();

      assertThat(memory.recall(NPE, "", 5)).hasSize(1);
    }
  }

  @Test
  void folderThatIsNoRepository_endsWithTheNextStep() {
    Cli none = Cli.run("learn", directory.resolve("none").toString(), "--home", home);
    Cli plain = Cli.run("learn", directory.toString(), "--home", home);
    Cli limit = learn("--limit", "0");
    Cli revision = learn("--commit", "nowhere");

    assertThat(none.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
    assertThat(none.err()).contains("There is no folder");
    assertThat(plain.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(plain.err()).contains("is no git repository");
    assertThat(limit.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(revision.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(revision.err()).contains("has no commit nowhere");
  }

  private Cli learn(String... options) {
    return Cli.run(
        Stream.concat(Stream.of("learn", repository.toString(), "--home", home), Stream.of(options))
            .toArray(String[]::new));
  }

  private List<Case> cases() {
    try (Store store = Store.visit(Path.of(home))) {
      return new Cases(store).all();
    }
  }

  private void commit(String method, String message) throws Exception {
    Path file = repository.resolve("src/main/java/shop/Shop.java");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "package shop;\nclass Shop {\n" + method + "\n}\n");
    try (Git git = Git.open(repository.toFile())) {
      git.add().addFilepattern(".").call();
      git.commit().setMessage(message).setAuthor("Ann", "a@x").setSign(false).call();
    }
  }
}
