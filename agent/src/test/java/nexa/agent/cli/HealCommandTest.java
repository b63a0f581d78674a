package nexa.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nexa.agent.PricesRepository;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Crashes that cannot be healed for a reason known before any container: all but one without Docker. */
final class HealCommandTest {

  private static final String TRACE =
      """
      Exception in thread "main" java.lang.NullPointerException: price is null
      \tat com.acme.Prices.total(Prices.java:14)
      \tat com.acme.Main.main(Main.java:9)
      """;

  @TempDir
  private Path directory;
  private Path repository;

  @BeforeEach
  void create() throws Exception {
    repository = directory.resolve("prices");
    PricesRepository.create(repository);
  }

  @Test
  void traceWithoutValues_abstainsAndNamesTheWayToThem() throws Exception {
    Cli answer =
        Cli.child(
            directory,
            Map.of("DOCKER_HOST", "unix:///nonexistent/docker.sock"), // nor a search
            "heal", "--repo", repository.toString(), "--trace", file(TRACE), "-o", "json");
    JsonNode report = answer.json();

    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(1);
    assertThat(report.path("verdict").asString()).isEqualTo("abstained");
    assertThat(report.path("reason").asString()).contains("no captured values", "nexa heal --run");
    assertThat(report.path("issue").path("exceptionType").asString())
        .isEqualTo("java.lang.NullPointerException");
    assertThat(report.path("issue").path("topFrame").asString()).contains("com.acme.Prices");
    assertUntouched(repository);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no trace at all | no Java stack trace",
        "java.lang.Error: x\tat org.other.Thing.run(Thing.java:3) | name the repository whose code",
        "java.lang.Error: x\tat com.acme.Ghost.run(Ghost.java:3) | com.acme.Ghost is in no source file",
        "java.lang.Error: x\tat com.acme.Prices.total(Prices.java:99) | line 99"
      })
  void traceOfOtherCode_abstains(String trace, String reason) throws Exception {
    JsonNode report = healed(1, repository, "--trace", file(trace.replace("\t", "\n\t")));

    assertThat(report.path("verdict").asString()).isEqualTo("abstained");
    assertThat(report.path("reason").asString()).contains(reason);
    assertUntouched(repository);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ | error | no JSON",
        "hello | error | no JSON",
        "[1,2] | error | event",
        "'{\"id\":1}' | error | id",
        "'' | abstained | no event with captured values"
      })
  void snapshotThatIsNoEvent_saysWhatIsWrong(String text, String verdict, String reason)
      throws Exception {
    JsonNode report = healed(1, repository, "--snapshot", file(text));

    assertThat(report.path("verdict").asString()).isEqualTo(verdict);
    assertThat(report.path("reason").asString()).contains(reason);
    assertUntouched(repository);
  }

  @Test
  void valuesThatCannotBeRebuilt_abstainWhereNothingCanBeSearched() throws Exception {
    String sku = "{\"k\":\"scalar\",\"type\":\"java.lang.String\",\"text\":\"jam\"}";
    String lost = "{\"k\":\"truncated\",\"type\":\"java.lang.String\",\"size\":99999}";
    String event = PricesRepository.EVENT.replace(sku, lost);
    assertThat(event).contains(lost);

    Cli answer =
        Cli.child(
            directory,
            Map.of("DOCKER_HOST", "unix:///nonexistent/docker.sock"),
            "heal", "--repo", repository.toString(), "--snapshot", file(event), "-o", "json");

    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(1);
    assertThat(answer.json().path("verdict").asString()).isEqualTo("abstained");
    assertThat(answer.json().path("reason").asString())
        .contains("No captured call can be written as a test", "was cut when captured")
        .contains("No container engine answers");
    assertUntouched(repository);
  }

  @Test
  void folderThatIsNoRepository_isAnError() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("folder"));

    assertThat(failure(folder)).contains("is no git repository");
    assertThat(failure(directory.resolve("absent"))).contains("is no git repository");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void unknownRevision_isAnError() throws Exception {
    assertThat(failure(repository, "--commit", "v9")).contains("no commit, branch or tag v9");
    assertThat(failure(repository, "--commit", "")).contains("no commit, branch or tag");
    assertThat(failure(repository, "--commit", "~^{")).contains("no commit, branch or tag");
    assertUntouched(repository);
  }

  @Test
  void repositoryWithoutCommit_isAnError() throws Exception {
    Path empty = directory.resolve("empty");
    Git.init().setDirectory(empty.toFile()).call().close();

    assertThat(failure(empty)).contains("has no commit yet: commit the code that runs");
  }

  @Test
  void folderOfARepository_namesTheWhole() throws Exception {
    assertThat(failure(repository.resolve("src")))
        .contains("lies in the git repository " + repository + ": name that");
    assertUntouched(repository);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "README.md | # hello | has no pom.xml",
        "build.gradle | plugins {} | no Java sources",
        "pom.xml | <project> | correct it and commit that.",
        "pom.xml | '' | cannot read"
      })
  void repositoryThatDoesNotBuild_isAnError(String name, String text, String reason)
      throws Exception {
    assertThat(failure(commit(name, text))).contains(reason);
  }

  @Test
  void dependencyThatCannotBeHad_isNamed() throws Exception {
    String pom = Files.readString(repository.resolve("pom.xml"));
    Path other = commit("pom.xml", pom.replace(">6.1.3<", ">0.0.0-absent<"));

    assertThat(failure(other))
        .contains("junit-jupiter:jar:0.0.0-absent", "Build it once with Maven");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--timeout 5 | --timeout must be like 90s or 5m, not '5'",
        "--timeout 0s | --timeout must be like 90s or 5m",
        "--timeout -1s | --timeout must be like 90s or 5m",
        "--timeout 9999999999m | --timeout must be like 90s or 5m",
        "--port 70000 | --port must be 0 to 65535",
        "-o xml | Invalid value for option '-o'",
        "--run x | mutually exclusive"
      })
  void badOption_isAUsageError(String option, String reason) throws Exception {
    Cli answer = heal(repository, Stream.of(option.split(" ")), "--trace", file(TRACE));

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.err()).contains(reason).doesNotContain("\tat ");
    assertThat(answer.out()).isEmpty();
  }

  @Test
  void missingOptions_areUsageErrors() {
    Cli noRepository = Cli.run("heal", "--trace", "x");
    Cli noCrash = Cli.run("heal", "--repo", repository.toString());

    assertThat(noRepository.exitCode()).isEqualTo(2);
    assertThat(noRepository.err()).contains("Missing required option: '--repo=DIR'");
    assertThat(noCrash.exitCode()).isEqualTo(2);
    assertThat(noCrash.err()).contains("--trace=FILE");
  }

  @Test
  void fileThatCannotBeRead_isAUsageError() throws Exception {
    Path large = directory.resolve("large");
    try (var file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(100L << 20);
    }
    for (Map.Entry<Path, String> bad : Map
        .of(large, "larger than 16 MB", directory.resolve("none"), "is not there", directory,
            "directory")
        .entrySet()) {
      for (String option : List.of("--trace", "--snapshot")) {
        Cli answer = heal(repository, Stream.empty(), option, bad.getKey().toString());

        assertThat(answer.exitCode()).isEqualTo(2);
        assertThat(answer.said()).singleElement().asString().contains(bad.getValue());
        assertThat(answer.out()).isEmpty();
      }
    }
  }

  @Test
  void brokenConfiguration_isAUsageErrorThatNamesThePlace() throws Exception {
    Path config = Files.writeString(directory.resolve("bad.yaml"), "port: 1\nsandbx: {}\n");

    Cli answer =
        heal(repository, Stream.of("--config", config.toString()), "--trace", file(TRACE));

    assertThat(answer.exitCode()).isEqualTo(2);
    assertThat(answer.said())
        .containsExactly("nexa: " + config + ":2:1: unknown key 'sandbx'; did you mean 'sandbox'?");
  }

  @Test
  void missingEngine_abstainsWithTheNextStep() throws Exception {
    Cli answer =
        Cli.child(
            directory,
            Map.of("DOCKER_HOST", "unix:///nonexistent/docker.sock"),
            "heal", "--repo", repository.toString(), "--snapshot", file(PricesRepository.EVENT),
            "-o", "json");

    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(1);
    assertThat(answer.json().path("verdict").asString()).isEqualTo("abstained");
    assertThat(answer.json().path("reason").asString())
        .contains("No container engine answers at unix:///nonexistent/docker.sock",
            "start dockerd");
    assertThat(answer.err()).doesNotContain("\tat ");
    assertThat(directory.resolve("tmp")).isEmptyDirectory();
    assertUntouched(repository);
  }

  @Test
  void engineAddressOfNoKnownKind_abstains() throws Exception {
    Cli answer =
        Cli.child(
            directory,
            Map.of("DOCKER_HOST", "carrier-pigeon://coop"),
            "heal", "--repo", repository.toString(), "--snapshot", file(PricesRepository.EVENT),
            "-o", "json");

    assertThat(answer.json().path("reason").asString()).contains("carrier-pigeon");
    assertThat(answer.err()).doesNotContain("\tat ");
    assertThat(directory.resolve("tmp")).isEmptyDirectory();
  }

  /** The reason of an error on a crash that is fine. */
  private String failure(Path repository, String... options) throws Exception {
    JsonNode report =
        Cli.run(
            Stream.concat(
                Stream.of(
                    "heal", "--repo", repository.toString(), "--trace", file(TRACE), "-o", "json"),
                Stream.of(options))
                .toArray(String[]::new))
            .json();
    assertThat(report.path("verdict").asString()).isEqualTo("error");
    assertThat(report.path("schema").asString()).isEqualTo("nexa.heal/1");
    return report.path("reason").asString();
  }

  private JsonNode healed(int exitCode, Path repository, String option, String value) {
    Cli answer = heal(repository, Stream.of("-o", "json"), option, value);
    assertThat(answer.exitCode()).as(answer.err()).isEqualTo(exitCode);
    assertThat(answer.err()).doesNotContain("\tat ");
    return answer.json();
  }

  private static Cli heal(Path repository, Stream<String> options, String option, String value) {
    Stream<String> first = Stream.of("heal", "--repo", repository.toString(), option, value);
    return Cli.run(Stream.concat(first, options).toArray(String[]::new));
  }

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("crash"), text).toString();
  }

  /** A repository of one file. */
  private Path commit(String name, String text) throws Exception {
    Path other = directory.resolve("other");
    try (Git git = Git.init().setDirectory(other.toFile()).call()) {
      Files.writeString(other.resolve(name), text);
      git.add().addFilepattern(".").call();
      git.commit().setMessage("Begin").setAuthor("Ann", "a@example.com").setSign(false).call();
    }
    return other;
  }

  private static void assertUntouched(Path repository) throws Exception {
    try (Git git = Git.open(repository.toFile())) {
      assertThat(git.status().call().isClean()).isTrue();
      assertThat(git.getRepository().getRefDatabase().getRefsByPrefix("refs/"))
          .extracting(ref -> ref.getName())
          .containsExactly("refs/heads/main");
    }
  }
}
