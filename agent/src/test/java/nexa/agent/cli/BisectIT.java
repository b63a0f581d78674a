package nexa.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import nexa.agent.PricesRepository;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commit that brought a crash, found by its test in real containers. */
final class BisectIT {

  private static final String PRICES = "src/main/java/com/acme/Prices.java";

  @TempDir
  private Path folder;

  @Test
  void commitThatBrokeIt_isNamed() throws Exception {
    Path repository = folder.resolve("prices");
    PricesRepository.create(repository);
    String broken = Files.readString(repository.resolve(PRICES));
    String works = broken.replace("cents.get(sku)", "cents.getOrDefault(sku, 0)");
    String culprit;
    String head;
    try (Git git = Git.open(repository.toFile())) {
      commit(git, "Sell nothing for nothing", works);
      commit(git, "Say who sells", works + "// Ann's shop\n");
      culprit = commit(git, "Look prices up once", broken + "// Ann's shop\n");
      commit(git, "Say where", broken + "// Ann's shop in town\n");
      head = commit(git, "Say what", broken + "// Ann's tea shop in town\n");
    }
    Path snapshot = Files.writeString(folder.resolve("crash.json"), PricesRepository.EVENT);

    Cli said =
        Cli.run(
            "heal", "--repo", repository.toString(), "--snapshot", snapshot.toString(), "--bisect",
            "-o", "json");

    assertThat(said.exitCode()).as(said.out() + said.err()).isZero();
    assertThat(said.json().path("introduced").path("commit").asString()).isEqualTo(culprit);
    assertThat(said.json().path("introduced").path("subject").asString())
        .isEqualTo("Look prices up once");
    assertThat(said.json().path("introducedReason").isNull()).isTrue();
    assertThat(said.json().path("suspects").path(0).path("commit").asString()).isEqualTo(culprit);
    try (Git git = Git.open(repository.toFile())) {
      assertThat(git.getRepository().resolve("HEAD").name()).isEqualTo(head);
      assertThat(git.status().call().isClean()).isTrue();
    }
  }

  private static String commit(Git git, String message, String prices) throws Exception {
    Files.writeString(git.getRepository().getWorkTree().toPath().resolve(PRICES), prices);
    git.add().addFilepattern(".").call();
    return git.commit().setMessage(message).setAuthor("Ann", "ann@example.com")
        .setCommitter("Ann", "ann@example.com").setSign(false).call().name();
  }
}
