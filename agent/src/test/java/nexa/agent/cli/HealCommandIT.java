package nexa.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import nexa.agent.CrashingProgram;
import nexa.agent.PricesRepository;
import nexa.heal.sandbox.DockerSandbox;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.sandbox.Sandbox.TestRun;
import nexa.heal.sandbox.SandboxSettings;
import nexa.heal.source.GitProjects;
import nexa.heal.source.Project;
import nexa.patch.TestOutcome;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A captured crash healed by one command, in real containers; the tests share one such run. */
final class HealCommandIT {

  @TempDir
  private static Path directory;
  private static Path repository;
  private static String deployed;
  private static Cli answer;

  @TempDir
  private Path folder;

  @BeforeAll
  static void heal() throws Exception {
    repository = directory.resolve("prices");
    deployed = PricesRepository.create(repository);
    Files.writeString(repository.resolve("notes.txt"), "not committed\n");
    Path snapshot = Files.writeString(directory.resolve("crash.json"), PricesRepository.EVENT);
    answer =
        Cli.child(
            directory,
            Map.of(),
            "heal", "--repo", repository.toString(), "--snapshot", snapshot.toString(), "-o",
            "json");
  }

  @Test
  void capturedCrash_isFixedOnABranchOfOneCommit() throws Exception {
    assertThat(answer.exitCode()).as(answer.err()).isZero();
    try (Git git = Git.open(repository.toFile())) {
      Repository store = git.getRepository();
      List<Ref> branches = store.getRefDatabase().getRefsByPrefix("refs/heads/nexa/");
      assertThat(branches)
          .singleElement()
          .satisfies(
              branch -> {
                assertThat(branch.getName())
                    .isEqualTo("refs/heads/" + answer.json().path("branch").asString());
                assertThat(branch.getObjectId().name())
                    .isEqualTo(answer.json().path("commit").asString());
              });
      RevCommit commit = store.parseCommit(branches.getFirst().getObjectId());
      assertThat(commit.getParents()).extracting(RevCommit::name).containsExactly(deployed);
      assertThat(commit.getFullMessage())
          .contains("Nexa-Source: operator:", "Nexa-Evidence: sha256:")
          .doesNotContain("Approved-by", "Signed-off-by");
    }
  }

  @Test
  void workingTree_staysAsItWas() throws Exception {
    try (Git git = Git.open(repository.toFile())) {
      assertThat(git.getRepository().getFullBranch()).isEqualTo("refs/heads/main");
      assertThat(git.getRepository().resolve("HEAD").name()).isEqualTo(deployed);
      assertThat(git.status().call().getUntracked()).containsExactly("notes.txt");
      assertThat(git.status().call().getUncommittedChanges()).isEmpty();
    }
    assertThat(Leftovers.files(directory)).isEmpty();
  }

  @Test
  void report_hasWhatTheContractPromises() {
    JsonNode report = answer.json();

    assertThat(report.propertyNames())
        .containsExactly(
            "schema", "issue", "locations", "suspects", "introduced", "introducedReason",
            "verdict", "reason", "reproduction", "patch", "alternatives", "verification", "branch",
            "commit", "durations");
    assertThat(report.path("introduced").isNull()).isTrue(); // nobody asked
    assertThat(report.path("introducedReason").isNull()).isTrue();
    assertThat(report.path("verdict").asString()).isEqualTo("fixed");
    assertThat(report.path("issue").propertyNames())
        .containsExactly("fingerprint", "exceptionType", "topFrame");
    assertThat(report.path("locations").path(0).propertyNames())
        .containsExactly("className", "method", "file", "line");
    assertThat(report.path("locations").path(0).path("method").asString()).isEqualTo("total");
    JsonNode reproduction = report.path("reproduction");
    assertThat(reproduction.propertyNames())
        .containsExactly("testClass", "source", "redRuns", "from");
    assertThat(reproduction.path("from").asString()).isEqualTo("snapshot");
    assertThat(reproduction.path("redRuns").asInt()).isEqualTo(2);
    JsonNode verification = report.path("verification");
    assertThat(verification.propertyNames())
        .containsExactly("candidates", "plausible", "testsRun", "suite", "sandbox");
    assertThat(verification.path("plausible").asInt()).isPositive();
    assertThat(verification.path("suite").propertyNames()).containsExactly("before", "after");
    assertThat(verification.path("sandbox").path("kind").asString()).isEqualTo("docker");
    assertThat(verification.path("sandbox").path("digest").asString()).startsWith("sha256:");
    assertThat(report.path("durations").propertyNames())
        .containsExactly("total", "reproduce", "propose", "verify");
    report.path("durations").forEach(part -> assertThat(part.asDouble()).isPositive());
  }

  @Test
  void patchesInTheReport_haveOneShape() {
    JsonNode report = answer.json();

    assertThat(report.path("patch").path("diff").asString())
        .contains("+++ b/src/main/java/com/acme/Prices.java", "+++ b/src/test/java/com/acme/");
    assertThat(report.path("alternatives")).isNotEmpty();
    for (JsonNode patch : List.of(report.path("patch"), report.path("alternatives").path(0))) {
      assertThat(patch.propertyNames())
          .containsExactly("digest", "diff", "files", "origin", "hotSwappable", "risk");
      assertThat(patch.path("diff").asString())
          .contains("+++ b/src/main/java/com/acme/Prices.java");
      assertThat(patch.path("files").path(0).asString())
          .isEqualTo("src/main/java/com/acme/Prices.java");
      assertThat(patch.path("origin").path("kind").asString()).isEqualTo("operator");
      assertThat(patch.path("digest").asString()).isNotBlank();
      assertThat(patch.path("hotSwappable").isBoolean()).isTrue();
    }
  }

  @Test
  void testOfTheCommit_failsOnItsParentAndPassesOnIt() {
    String test = answer.json().path("reproduction").path("testClass").asString();
    String source = answer.json().path("reproduction").path("source").asString();
    Project before = new GitProjects().read(repository, deployed);
    Project after = new GitProjects().read(repository, answer.json().path("commit").asString());
    String file = "src/test/java/" + test.replace('.', '/') + ".java";
    assertThat(after.tree().text(file)).isEqualTo(source);

    try (DockerSandbox sandbox = sandbox()) {
      assertThat(outcomes(sandbox, before, Map.of(file, source), List.of(test)))
          .singleElement()
          .satisfies(
              red -> assertThat(red.failure()).contains("NullPointerException", "Prices.total"));
      assertThat(outcomes(sandbox, after, Map.of(), List.of()))
          .hasSize(2)
          .allSatisfy(green -> assertThat(green.failure()).isNull());
    }
  }

  @Test
  void commit_isProvenAgainFromACloneAlone() throws Exception {
    Path clone = folder.resolve("clone");
    String commit = answer.json().path("commit").asString();
    try (Git git =
        Git.cloneRepository().setURI(repository.toUri().toString()).setDirectory(clone.toFile())
            .call()) {
      Cli early = Cli.run("verify", commit, "--repo", clone.toString());
      assertThat(early.exitCode()).isEqualTo(1);
      assertThat(early.out()).contains("NOT verified", "git fetch origin refs/notes/nexa");

      git.fetch().setRefSpecs("refs/notes/nexa:refs/notes/nexa").call();
    }

    Cli said = Cli.run("verify", commit, "--repo", clone.toString(), "-o", "json");

    assertThat(said.exitCode()).as(said.out() + said.err()).isZero();
    assertThat(said.json().path("schema").asString()).isEqualTo("nexa.verification/1");
    assertThat(said.json().path("verified").asBoolean()).isTrue();
    assertThat(said.json().path("ran").asBoolean()).isTrue();
    assertThat(said.json().path("proof").path("redLog").asString())
        .contains("Caused by: java.lang.NullPointerException");
    assertThat(said.json().path("proof").path("after"))
        .isEqualTo(said.json().path("noted").path("after"));
    assertThat(said.json().path("proof").path("jdk").asString())
        .contains("sha256:")
        .isEqualTo(said.json().path("noted").path("jdk").asString());
    assertThat(said.json().path("captured").get(0).path("method").asString())
        .contains("Prices.total");
    assertThat(Cli.run("verify", commit, "--no-run", "--repo", clone.toString()).out())
        .contains("values    ", "redacted where they were captured", "jdk then  ");
    assertThat(Cli.run("verify", deployed, "--repo", clone.toString()).out())
        .contains("none of Nexa's");
  }

  @Test
  void commandThatCrashes_isFixed() throws Exception {
    CrashingProgram.requireAgent();
    Path other = folder.resolve("prices");
    PricesRepository.create(other);
    Path classes = CrashingProgram.compile(CrashingProgram.DIES, other, folder);

    Cli said =
        Cli.run(
            "heal", "--repo", other.toString(), "--run", CrashingProgram.COMMAND,
            "--classpath", classes.toString(), "-o", "json");

    assertThat(said.exitCode()).as(said.out() + said.err()).isZero();
    assertThat(said.json().path("verdict").asString()).isEqualTo("fixed");
    assertThat(said.json().path("reproduction").path("source").asString()).contains("\"jam\"");
    assertThat(branches(other)).hasSize(1);
  }

  @Test
  void codeThatDoesNotCompile_abstainsWithTheCompilersWords() throws Exception {
    Path broken = folder.resolve("prices");
    PricesRepository.create(broken);
    Files.writeString(
        broken.resolve("src/main/java/com/acme/Prices.java"), "\nclass Shelf {\n  Sku sku;\n}\n",
        StandardOpenOption.APPEND);
    try (Git git = Git.open(broken.toFile())) {
      git.add().addFilepattern(".").call();
      git.commit().setMessage("Break").setAuthor("Ann", "a@x").setSign(false).call();
    }
    Path snapshot = Files.writeString(folder.resolve("crash.json"), PricesRepository.EVENT);

    Cli said = Cli.run("heal", "--repo", broken.toString(), "--snapshot", snapshot.toString(), "-o",
        "json");

    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.json().path("verdict").asString()).isEqualTo("abstained");
    assertThat(said.json().path("reason").asString())
        .contains("does not build", "Prices.java", "Sku");
    assertThat(branches(broken)).isEmpty();
  }

  @Test
  void runThatTakesTooLong_endsWithSevenAndLeavesNothing() throws Exception {
    Path other = folder.resolve("prices");
    PricesRepository.create(other);
    Path home = folder.resolve("home");
    Path snapshot = Files.writeString(folder.resolve("crash.json"), PricesRepository.EVENT);

    Cli said =
        Cli.child(
            folder,
            Map.of(),
            "heal", "--repo", other.toString(), "--snapshot", snapshot.toString(), "-o", "json",
            "--timeout", "2s", "--home", home.toString());

    assertThat(said.exitCode()).as(said.err()).isEqualTo(7);
    assertThat(said.json().path("verdict").asString()).isEqualTo("error");
    assertThat(said.json().path("reason").asString())
        .contains("Not healed within 2s, which ended ");
    assertThat(branches(other)).isEmpty();
    assertThat(Leftovers.files(folder)).isEmpty();
    assertThat(Leftovers.containers(home)).isEmpty();
  }

  @Test
  void repositoryOnAFullDisk_getsNoBranch() throws Exception {
    try (SmallDisk disk = SmallDisk.mount(folder.resolve("disk"))) {
      Path other = disk.root().resolve("prices");
      PricesRepository.create(other);
      Path snapshot = Files.writeString(folder.resolve("crash.json"), PricesRepository.EVENT);
      disk.fill();

      Cli said = Cli.run("heal", "--repo", other.toString(), "--snapshot", snapshot.toString(),
          "-o", "json");

      assertThat(said.exitCode()).as(said.err()).isEqualTo(1);
      assertThat(said.json().path("verdict").asString()).isEqualTo("error");
      assertThat(said.json().path("reason").asString())
          .contains("Cannot commit to the repository " + other, "No space left");
      assertThat(branches(other)).isEmpty();
    }
  }

  private static List<TestOutcome> outcomes(
      Sandbox sandbox, Project project, Map<String, String> overlay, List<String> tests) {
    try (Sandbox.Session session = sandbox.open(project)) {
      assertThat(session.buildErrors()).isEmpty();
      TestRun run = session.run(overlay, tests);
      assertThat(run).isInstanceOf(TestRun.Ran.class);
      return ((TestRun.Ran) run).outcomes();
    }
  }

  private static DockerSandbox sandbox() {
    return new DockerSandbox(
        new SandboxSettings(
            directory.toString(), null, Duration.ofSeconds(60), Duration.ofMinutes(5)));
  }

  private static List<Ref> branches(Path repository) throws Exception {
    try (Git git = Git.open(repository.toFile())) {
      return git.getRepository().getRefDatabase().getRefsByPrefix("refs/heads/nexa/");
    }
  }
}
