package nexa.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import nexa.agent.CrashingProgram;
import nexa.agent.PricesRepository;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Repositories and programs that make healing hard, in real containers: each ends in an honest verdict
 * with its reason, no working tree is touched and nothing is left.
 */
final class BadRepositoryIT {

  private static final String MAIN = "src/main/java/com/acme/";
  private static final String TEST = "src/test/java/com/acme/";
  private static final String PRICES = MAIN + "Prices.java";

  @TempDir
  private Path folder;
  private Path repository;
  private Path home;

  @BeforeEach
  void create() throws Exception {
    repository = folder.resolve("prices");
    home = folder.resolve("home");
    PricesRepository.create(repository);
  }

  @AfterEach
  void nothingIsTouchedOrLeft() throws Exception {
    try (Git git = Git.open(repository.toFile())) {
      assertThat(git.status().call().isClean()).isTrue();
      assertThat(git.getRepository().getFullBranch()).isEqualTo("refs/heads/main");
    }
    assertThat(Leftovers.containers(home)).isEmpty();
    assertThat(Leftovers.processes(folder)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("repositories")
  void repository_endsInAnHonestVerdict(
      String name, Map<String, String> changes, String verdict, List<String> words)
      throws Exception {
    commit(changes);
    Path snapshot = Files.writeString(folder.resolve("crash.json"), PricesRepository.EVENT);
    Path config = Files.writeString(folder.resolve("nexa.yaml"), "sandbox:\n  timeout: 5s\n");

    Cli said =
        Cli.child(
            folder,
            Map.of(),
            "heal", "--repo", repository.toString(), "--snapshot", snapshot.toString(), "--home",
            home.toString(), "--config", config.toString(), "-o", "json");

    assertVerdict(said, verdict, words);
    assertThat(Leftovers.files(folder)).isEmpty();
  }

  static Stream<Arguments> repositories() {
    return Stream.of(
        Arguments.of(
            "another file does not compile",
            Map.of(MAIN + "Shelf.java", "package com.acme;\nclass Shelf {\n  Sku sku;\n}\n"),
            "fixed", List.of("0 is the value of a missing entry")),
        Arguments.of(
            "the code needs sources that a build would generate",
            Map.of(PRICES, source("import java.util.Map;", "import com.acme.gen.*; import"
                + " java.util.Map;")),
            "abstained", List.of("does not build: " + PRICES + ":3", "com.acme.gen")),
        Arguments.of(
            "a library is in no repository",
            Map.of("pom.xml", pom("</dependencies>", "<dependency><groupId>com.nowhere</groupId>"
                + "<artifactId>absent</artifactId><version>9</version></dependency></dependencies>")),
            "error", List.of("com.nowhere:absent:jar:9", "Build it once with Maven")),
        Arguments.of(
            "there is no JUnit",
            Map.of("pom.xml", pom("<dependencies>", "<!--").replace("</dependencies>", "-->")),
            "abstained", List.of("no JUnit", "add org.junit.jupiter:junit-jupiter")),
        Arguments.of(
            "tests fail already, some not always",
            Map.of(TEST + "OtherTest.java", tests(
                "@Test void fails() { assertEquals(5, new Prices(Map.of(\"tea\", 2)).total(\"tea\", 3)); }",
                "@Test void odd() { assertEquals(0, System.nanoTime() / 1000 % 2); }",
                "@Test void third() { assertEquals(0, System.nanoTime() / 1000 % 3); }")),
            "fixed", List.of("0 is the value of a missing entry")),
        Arguments.of(
            "a test never ends",
            Map.of(TEST + "LoopTest.java", tests("@Test void loops() { while (true) {} }")),
            "fixed", List.of("0 is the value of a missing entry")),
        Arguments.of(
            "it is huge", classes(1500),
            "fixed", List.of("0 is the value of a missing entry")));
  }

  @Test
  void recursionWithoutEnd_isNotGuessedAt() throws Exception {
    commit(
        Map.of(PRICES,
            source("return price * quantity;", "return price + total(sku, quantity - 1);")));

    Cli said = run("new Prices(java.util.Map.of(\"tea\", 2)).total(\"tea\", 3);");

    assertVerdict(said, "no-patch", List.of("the first: The recursion does not end"));
    assertThat(said.json().path("issue").path("exceptionType").asString())
        .isEqualTo("java.lang.StackOverflowError");
  }

  @Test
  void crashOfTheFirstRunOnly_isSearchedFor() throws Exception {
    Cli said =
        run(
            "java.nio.file.Path ran = java.nio.file.Path.of(\"" + folder.resolve("ran") + "\");",
            "if (java.nio.file.Files.exists(ran)) { return; }",
            "java.nio.file.Files.createFile(ran);",
            "new Prices(java.util.Map.of(\"tea\", 2)).total(\"jam\", 3);");

    assertVerdict(said, "fixed", List.of("0 is the value of a missing entry"));
    assertThat(said.json().path("reproduction").path("from").asString()).isEqualTo("search");
  }

  @Test
  void exceptionOfLibrariesAlone_abstains() throws Exception {
    Cli said =
        run(
            "Thread next = new Thread(java.util.Collections.emptyIterator()::next);",
            "next.start();",
            "next.join();");

    assertVerdict(
        said, "abstained",
        List.of("without a crash in the main code of", "java.util.NoSuchElementException"));
  }

  @Test
  void programThatNeverEnds_isEndedInTime() throws Exception {
    Cli said = run(List.of("--timeout", "6s"), "while (true) { Thread.sleep(10); }");

    assertThat(said.exitCode()).isEqualTo(7);
    assertThat(said.json().path("verdict").asString()).isEqualTo("error");
    assertThat(said.json().path("reason").asString()).contains("ended before the command crashed");
    assertThat(said.json().path("durations").path("total").asDouble()).isLessThan(25);
  }

  private static void assertVerdict(Cli said, String verdict, List<String> words) {
    assertThat(said.exitCode()).as(said.err()).isEqualTo(verdict.equals("fixed") ? 0 : 1);
    assertThat(said.json().path("verdict").asString()).as(said.out()).isEqualTo(verdict);
    assertThat(said.json().path("reason").asString()).contains(words);
    assertThat(said.json().path("branch").isNull()).isEqualTo(!verdict.equals("fixed"));
  }

  private Cli run(String... statements) throws Exception {
    return run(List.of(), statements);
  }

  /** Heals a program of a few statements, which has the repository's classes beside it. */
  private Cli run(List<String> options, String... statements) throws Exception {
    CrashingProgram.requireAgent();
    String main =
        "package com.acme;\n\npublic class Main {\n"
            + "  public static void main(String[] arguments) throws Exception {\n    "
            + String.join("\n    ", statements) + "\n  }\n}\n";
    Path classes = CrashingProgram.compile(main, repository, folder);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "heal", "--repo", repository.toString(), "--run",
                CrashingProgram.COMMAND + " " + folder, "--classpath", classes.toString(), "--home",
                home.toString(), "-o", "json"));
    arguments.addAll(options);
    return Cli.run(arguments.toArray(String[]::new));
  }

  private void commit(Map<String, String> changes) throws Exception {
    for (Map.Entry<String, String> change : changes.entrySet()) {
      Path file = repository.resolve(change.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, change.getValue());
    }
    try (Git git = Git.open(repository.toFile())) {
      git.add().addFilepattern(".").call();
      git.commit().setAmend(true).setMessage("Sell").setSign(false).call(); // no change to revert
    }
  }

  private static String source(String before, String after) {
    return replaced(PricesRepository.PRICES, before, after);
  }

  private static String pom(String before, String after) {
    return replaced(PricesRepository.POM, before, after);
  }

  private static String replaced(String text, String before, String after) {
    assertThat(text).contains(before);
    return text.replace(before, after);
  }

  /** A file of tests; the class is named for the first of them. */
  private static String tests(String... methods) {
    String name = methods[0].contains("loops") ? "LoopTest" : "OtherTest";
    return "package com.acme;\n\nimport static org.junit.jupiter.api.Assertions.assertEquals;\n"
        + "import java.util.Map;\nimport org.junit.jupiter.api.Test;\n\nclass " + name + " {\n  "
        + String.join("\n  ", methods) + "\n}\n";
  }

  private static Map<String, String> classes(int count) {
    Map<String, String> classes = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      classes.put(
          MAIN + "p" + i / 100 + "/C" + i + ".java",
          "package com.acme.p" + i / 100 + ";\n\npublic class C" + i
              + " {\n  public int twice(String text) {\n    int n = 0;\n    for (char c :"
              + " text.toCharArray()) {\n      n += c * 2;\n    }\n    return n;\n  }\n}\n");
    }
    return classes;
  }
}
