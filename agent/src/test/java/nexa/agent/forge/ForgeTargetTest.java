package nexa.agent.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import nexa.agent.config.ForgeConfig;
import nexa.agent.config.ForgeConfig.Kind;
import nexa.heal.apply.GitRemote;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import org.eclipse.jgit.api.Git;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ForgeTargetTest {

  @TempDir
  private Path folder;

  @BeforeEach
  void init() throws Exception {
    Git.init().setDirectory(folder.toFile()).call().close();
  }

  @ParameterizedTest
  @CsvSource({
    "https://github.com/acme/shop.git,          https://github.com/acme/shop",
    "https://github.com/acme/shop,              https://github.com/acme/shop",
    "https://git.example:8443/a/b/shop.git,     https://git.example/a/b/shop",
    "git@git.example:acme/shop.git,             https://git.example/acme/shop",
    "ssh://git@git.example:2222/acme/shop.git,  https://git.example/acme/shop",
  })
  void remote_namesItsForge(String remote, String page) {
    ForgeTarget target = target(remote, null, null);

    assertThat(Objects.requireNonNull(target.site()).page("")).hasToString(page);
    assertThat(target.forge()).isInstanceOf(GitLab.class);
    assertThat(target.actions(false).getLast())
        .contains("draft merge request into main of " + page);
  }

  @Test
  void configuration_namesItElse() {
    assertThat(target("/srv/git/shop.git", "https://git.example", "acme/shop").site())
        .isEqualTo(new Site("https://git.example", "acme/shop"));
    assertThatThrownBy(() -> target("/srv/git/shop.git", null, null))
        .isInstanceOf(GitRemote.UnknownRemote.class)
        .hasMessageContaining("forge.url");
  }

  private ForgeTarget target(
      String remote, @Nullable String url, @Nullable String repository) {
    return ForgeTarget.of(
        new Service("shop", folder, "main", List.of(), TrustLevel.PROPOSE, List.of()),
        new ForgeConfig(
            GitRemote.Access.open(remote, Duration.ofSeconds(5)),
            new ForgeConfig.PullRequests(Kind.GITLAB, url, repository, FakeForge.TOKEN)));
  }
}
