package nexa.agent.forge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import nexa.agent.PricesRepository;
import nexa.agent.config.Config;
import nexa.agent.config.ConfigFile;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies real repositories of this host. */
final class MirrorsTest {

  @TempDir
  private Path folder;

  private final AtomicInteger arrived = new AtomicInteger();
  private Path elsewhere;

  @BeforeEach
  void commit() throws Exception {
    elsewhere = folder.resolve("prices");
    PricesRepository.create(Files.createDirectories(elsewhere));
  }

  @Test
  void code_isAwaitedUntilItIsThere() throws Exception {
    Config config = config("file://" + elsewhere, "main");
    try (Mirrors mirrors = new Mirrors(config, arrived::incrementAndGet, Set::of)) {
      assertThat(mirrors.isReady("shop")).isFalse();
      assertThat(mirrors.isReady("a service on this host")).isTrue();

      mirrors.refresh();
      mirrors.refresh();

      assertThat(mirrors.isReady("shop")).isTrue();
      assertThat(mirrors.troubles()).isEmpty();
      assertThat(arrived).hasValue(1);
    }
    try (Mirrors again = new Mirrors(config, arrived::incrementAndGet, Set::of);
        Git copy =
            Git.open(
                Objects.requireNonNull(config.services().getFirst().repository()).toFile())) {
      assertThat(again.isReady("shop")).as("it is there already").isTrue();
      assertThat(copy.getRepository().resolve("main")).isNotNull();
    }
  }

  @Test
  void repositoryThatIsNotThere_isToldUntilItIs() throws Exception {
    Path away = folder.resolve("away");
    Files.move(elsewhere, away);
    Config config = config("file://" + elsewhere, "main");
    try (Mirrors mirrors = new Mirrors(config, arrived::incrementAndGet, Set::of)) {
      mirrors.refresh();

      assertThat(mirrors.isReady("shop")).isFalse();
      assertThat(mirrors.troubles()).singleElement().satisfies(
          trouble -> {
            assertThat(trouble.source()).isEqualTo("file://" + elsewhere);
            assertThat(trouble.reason()).isNotBlank();
          });
      assertThat(Mirrors.refresh(config, config.services().getFirst())).isPresent();

      Files.move(away, elsewhere);
      mirrors.refresh();
      assertThat(mirrors.troubles()).isEmpty();
      assertThat(arrived).hasValue(1);
    }
  }

  @Test
  void branchThatIsNotThere_isNamed() throws Exception {
    Config config = config("file://" + elsewhere, "production");

    assertThat(Mirrors.refresh(config, config.services().getFirst()))
        .hasValueSatisfying(problem -> assertThat(problem).contains("no branch production"));
  }

  private Config config(String address, String branch) throws Exception {
    Path file = folder.resolve("nexa.yaml");
    Files.writeString(
        file,
        "home: " + folder.resolve("home") + "\nservices:\n  - name: shop\n    repository: "
            + address + "\n    branch: " + branch + "\n");
    return ConfigFile.read(file, Map.of());
  }
}
