package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import nexa.agent.store.Json;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A person wants another fix than the first: from the crash by way of two proofs in containers to the
 * second one's commit, which is proven once more from its evidence alone.
 */
@Timeout(300)
final class RequestChangesIT {

  @TempDir
  private Path directory;
  private DaemonProcess daemon;
  private Path repository;
  private String deployed;

  @BeforeEach
  void crash() throws Exception {
    repository = directory.resolve("prices");
    deployed = PricesRepository.create(repository);
    Files.writeString(
        directory.resolve("nexa.yaml"),
        "home: " + directory.resolve("home") + "\nport: 0\nservices:\n  - name: prices\n"
            + "    repository: " + repository + "\n    inApp: [com.acme]\n");
    daemon = new DaemonProcess(directory);
    daemon.start("none");
    daemon.send(PricesRepository.EVENT);
  }

  @AfterEach
  void stop() throws InterruptedException {
    daemon.close();
  }

  @Test
  void anotherFix_hasItsOwnProofAndIsCommittedInPlaceOfTheFirst() throws Exception {
    JsonNode first = daemon.await(daemon::waitingFix);
    String id = first.path("id").asString();
    assertProven(first);
    assertThat(first.path("alternatives")).as("what may come next").isNotEmpty();

    daemon.decide(first, "request_changes", "What is not sold costs nothing");
    JsonNode second = daemon.await(() -> waiting(id + ".2"));

    assertProven(second);
    assertThat(second.path("replaces").asString()).isEqualTo(id);
    assertThat(diff(second)).isNotEqualTo(diff(first));
    JsonNode old = daemon.get("/api/v1/fixes/" + id);
    assertThat(old.path("status").asString()).isEqualTo("rejected");
    assertThat(old.at("/successor/fix").asString()).isEqualTo(id + ".2");
    assertThat(old.at("/successor/reason").asString())
        .isEqualTo("What is not sold costs nothing");

    daemon.approve(second);
    JsonNode applied =
        daemon.await(
            () -> {
              JsonNode fix = daemon.get("/api/v1/fixes/" + id + ".2");
              return fix.path("status").asString().equals("applied") ? fix : null;
            });

    String commit = applied.at("/change/commit").asString();
    try (Git git = Git.open(repository.toFile())) {
      assertThat(git.getRepository().getRefDatabase().getRefsByPrefix("refs/heads/nexa/"))
          .singleElement()
          .satisfies(
              branch -> {
                assertThat(branch.getName()).endsWith("-2");
                assertThat(branch.getObjectId().name()).isEqualTo(commit);
              });
      RevCommit committed = git.getRepository().parseCommit(git.getRepository().resolve(commit));
      assertThat(committed.getParent(0).name()).isEqualTo(deployed);
      assertThat(committed.getFullMessage()).contains("Approved-by:");
    }
    assertThat(outcome(id)).isEqualTo("rejected");
    assertThat(outcome(id + ".2")).isEqualTo("approved");
    JsonNode verified = verify(commit);
    assertThat(verified.path("verified").asBoolean(false)).as(verified.toString()).isTrue();
    assertThat(verified.path("ran").asBoolean(false)).isTrue();
  }

  /** Red on the deployed commit, green with the fix, and no other test lost. */
  private void assertProven(JsonNode fix) throws Exception {
    assertThat(fix.path("commit").asString()).isEqualTo(deployed);
    assertThat(fix.at("/reproduction/redRuns").asInt()).isEqualTo(2);
    JsonNode proof = daemon.get("/api/v1/fixes/" + fix.path("id").asString() + "/evidence");
    assertThat(proof.path("redLog").asString()).contains("NullPointerException");
    assertThat(proof.path("greenLog").asString())
        .startsWith(fix.at("/reproduction/testId").asString() + " passed");
    assertThat(proof.path("sandbox").asString()).startsWith("docker");
    assertThat(proof.at("/after/failed").asInt(-1)).isZero();
    assertThat(proof.at("/before/passed").asInt()).isOne();
    assertThat(proof.at("/after/passed").asInt()).isOne();
  }

  private @Nullable JsonNode waiting(String id) throws Exception {
    JsonNode fix = daemon.waitingFix();
    return fix != null && fix.path("id").asString().equals(id) ? fix : null;
  }

  private String diff(JsonNode fix) throws Exception {
    return daemon.text("/api/v1/fixes/" + fix.path("id").asString() + "/diff");
  }

  private String outcome(String fix) throws Exception {
    return daemon.await(
        () -> daemon.get("/api/v1/cases").path("cases").valueStream()
            .filter(each -> each.path("id").asString().equals(fix))
            .map(each -> each.path("outcome").asString().toLowerCase(Locale.ROOT))
            .findFirst()
            .orElse(null));
  }

  /** As another machine would, which has the repository alone. */
  private JsonNode verify(String commit) throws Exception {
    Path errors = directory.resolve("verify.err");
    Process process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "-Xmx256m", "-cp",
            System.getProperty("java.class.path"), "nexa.agent.cli.Main", "verify", commit,
            "--repo", repository.toString(), "--home", directory.resolve("elsewhere").toString(),
            "-o", "json")
            .redirectError(errors.toFile())
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(out).as(Files.readString(errors)).isNotBlank();
    return Objects.requireNonNull(Json.MAPPER.readTree(out));
  }
}
