package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A service whose repository is an address: healed from a copy, and what is deployed moves there. */
class RepositoryElsewhereIT {

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
  void crash_isHealedThereThoughTheRepositoryCameLater() throws Exception {
    Path bare = directory.resolve("prices.git");
    Files.writeString(directory.resolve("nexa.yaml"), configuration(bare));
    daemon.start("none");
    daemon.send(PricesRepository.EVENT);
    daemon.await(
        () -> troubles().contains("prices.git") ? "told that there is no repository" : null);
    daemon.kill();

    String deployed = PricesRepository.create(directory.resolve("prices"));
    try (Git elsewhere =
        Git.cloneRepository().setURI(directory.resolve("prices").toString())
            .setDirectory(bare.toFile()).setBare(true).call()) {
      daemon.start("none");
      JsonNode fix = daemon.await(daemon::waitingFix);
      assertThat(daemon.get("/api/v1/fixes/" + fix.path("id").asString("")).toString())
          .contains("Push main to file");
      daemon.approve(fix);

      Repository there = elsewhere.getRepository();
      daemon.await(() -> head(there).equals(deployed) ? null : "moved");
      RevCommit commit = there.parseCommit(there.resolve("main"));
      assertThat(commit.getParent(0).name()).isEqualTo(deployed);
      assertThat(commit.getFullMessage()).contains("Approved-by:");
      assertThat(there.getRefDatabase().getRefsByPrefix("refs/heads/nexa/")).hasSize(1);
      daemon.await(() -> there.exactRef("refs/notes/nexa") == null ? null : "the evidence, too");
    }
  }

  private static String head(Repository repository) throws Exception {
    return repository.exactRef(Constants.R_HEADS + "main").getObjectId().name();
  }

  private String troubles() throws Exception {
    return daemon.get("/api/v1/inputs").toString();
  }

  private String configuration(Path bare) {
    return """
        home: %s
        port: 0
        services:
          - name: prices
            repository: file://%s
            inApp: [com.acme]
            trust: commit
            forge: {remote: origin}
        """
        .formatted(directory.resolve("home"), bare);
  }
}
