package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A daemon in a process of its own, killed by SIGKILL at every step of a healing run. */
class DaemonKillIT {

  private static final List<String> BEFORE_DECISION =
      List.of("locate", "recall", "triage", "reproduce", "propose", "verify", "plan");
  private static final List<String> AFTER_DECISION = List.of("apply", "remember");

  @TempDir
  private Path directory;
  private DaemonProcess daemon;

  @BeforeEach
  void place() {
    daemon = new DaemonProcess(directory);
  }

  @AfterEach
  void stop() throws InterruptedException {
    daemon.close();
  }

  @Test
  void runKilledAtEveryStep_endsWithOneCommitAndOneCase() throws Exception {
    Path repository = directory.resolve("prices");
    String deployed = PricesRepository.create(repository);
    Files.writeString(directory.resolve("nexa.yaml"), configuration(repository));

    daemon.start("locate:before");
    daemon.send(PricesRepository.EVENT);
    daemon.awaitPauseAndKill();
    for (String point : points(BEFORE_DECISION)) {
      daemon.start(point);
      daemon.awaitPauseAndKill();
    }
    daemon.start("none");
    JsonNode fix = daemon.await(daemon::waitingFix);
    daemon.kill();
    daemon.start("apply:before");
    daemon.approve(fix);
    daemon.awaitPauseAndKill();
    for (String point : points(AFTER_DECISION)) {
      daemon.start(point);
      daemon.awaitPauseAndKill();
    }
    daemon.start("none");
    daemon.await(() -> daemon.get("/api/v1/cases").path("cases").isEmpty() ? null : "remembered");

    assertThat(daemon.get("/api/v1/cases").path("cases")).hasSize(1);
    assertThat(daemon.get("/api/v1/fixes").path("fixes")).hasSize(1);
    assertThoughts(daemon.await(() -> thoughtsOfEndedRun(fix.path("issue").asString())));
    try (Git git = Git.open(repository.toFile())) {
      List<Ref> branches =
          git.getRepository().getRefDatabase().getRefsByPrefix("refs/heads/nexa/");
      assertThat(branches).hasSize(1);
      RevCommit commit = git.getRepository().parseCommit(branches.getFirst().getObjectId());
      assertThat(commit.getParent(0).name()).isEqualTo(deployed);
      assertThat(commit.getFullMessage()).contains("Approved-by:");
    }
    assertThat(run("git", "-C", repository.toString(), "fsck", "--strict")).isEmpty();
    String label = "label=nexa.home=" + directory.resolve("home");
    daemon.await(() -> run("docker", "ps", "-aq", "--filter", label).isEmpty() ? "gone" : null);
  }

  /** The case is remembered before the step that does it ends. */
  private @Nullable JsonNode thoughtsOfEndedRun(String issue) throws Exception {
    JsonNode answer = daemon.get("/api/v1/issues/" + issue + "/thoughts");
    return answer.path("runs").get(0).path("status").asString().equals("ended") ? answer : null;
  }

  /** Each step was cut short by each kill and ended well once, and what went on within it was told. */
  private static void assertThoughts(JsonNode answer) {
    List<String> told =
        answer.path("thoughts").valueStream()
            .map(each -> each.path("name").asString() + " " + each.path("state").asString())
            .toList();
    for (String step : BEFORE_DECISION) {
      assertThat(told).filteredOn(each -> each.equals(step + " cut")).as(step).hasSize(2);
      assertThat(told).filteredOn(each -> each.equals(step + " ok")).as(step).hasSize(1);
    }
    assertThat(told)
        .contains("attempt ok", "source ok", "sandbox ok", "baseline ok", "candidate ok",
            "suite ok")
        .noneMatch(each -> each.endsWith(" running"));
  }

  /** The points but the first, which the test reaches before its loop. */
  private static List<String> points(List<String> steps) {
    List<String> points = new ArrayList<>();
    steps.forEach(step -> points.addAll(List.of(step + ":before", step + ":after")));
    return points.subList(1, points.size());
  }

  private String configuration(Path repository) {
    return """
        home: %s
        port: 0
        services:
          - name: prices
            repository: %s
            inApp: [com.acme]
        """
        .formatted(directory.resolve("home"), repository);
  }

  /** What a command that must succeed prints on stdout. */
  private static String run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }
}
