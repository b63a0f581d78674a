package nexa.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import nexa.heal.apply.GitRemote;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The block {@code forge} of a service, and the inputs of forges. */
final class ForgeConfigTest {

  private static final String TOKEN = "t0ken-0123456789abcdef";

  @TempDir
  private Path folder;
  private Path token;

  @BeforeEach
  void write() throws IOException {
    token = Files.writeString(folder.resolve("token"), TOKEN + "\n");
  }

  @Test
  void forge_isReadWithItsDefaults() throws IOException {
    ForgeConfig forge = forge("pullRequests: github/tokenFile: " + token, Map.of());

    assertThat(forge.access().remote()).isEqualTo("origin");
    assertThat(forge.access().timeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(forge.pullRequests())
        .isNotNull()
        .extracting(ForgeConfig.PullRequests::kind)
        .isEqualTo(ForgeConfig.Kind.GITHUB);
    assertThat(forge.toString()).doesNotContain(TOKEN);
    assertThat(forge.access().user()).isEqualTo(new GitRemote.Login("nexa", TOKEN));
  }

  @Test
  void token_mayBeInTheEnvironment() throws IOException {
    assertThat(forge("pullRequests: gitea", Map.of("NEXA_FORGE_TOKEN", TOKEN)).pullRequests())
        .extracting(ForgeConfig.PullRequests::token)
        .isEqualTo(TOKEN);
    assertThat(forge("remote: upstream", Map.of()).pullRequests()).isNull();
  }

  @Test
  void serviceWithoutABlock_hasNoForge() throws IOException {
    assertThat(read("services:\n  - name: shop\n", Map.of()).forges()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "pullRequests: github,                               need a token",
    "pullRequests: bitbucket/tokenFile: TOKEN,           'github, gitlab or gitea'",
    "pullRequests: gitea/tokenFile: TOKEN/url: 'http:::git.example',  the forge''s site",
    "pullRequests: gitea/tokenFile: TOKEN/url: 'ftp:::git.example',   the forge''s site",
    "pullRequests: gitea/tokenFile: TOKEN/url: 'https:::a:b@git.example', the forge''s site",
    "pullRequests: gitea/tokenFile: TOKEN/repository: shop,   must be like",
    "url: 'https:::git.example',                         go with pullRequests",
    "timeout: 0s,                                        must be 1s to",
    "timeout: soon,                                      like '60s'",
    "tokenFile: nowhere,                                 cannot be read",
    "sshPassphraseFile: nowhere,                         cannot be read",
    "remot: origin,                                      'remote'",
  })
  void badForge_saysWhatIsWanted(String forge, String said) {
    String yaml = forge.replace("TOKEN", "\0");
    assertThatThrownBy(() -> forge(yaml, Map.of()))
        .isInstanceOf(ConfigFile.BadConfig.class)
        .hasMessageContaining(said.replace("''", "'"))
        .hasMessageNotContaining(TOKEN);
  }

  @Test
  void webhooksOfForges_areHeardWithAKeyOnly() throws IOException {
    assertThat(read("port: 1\n", Map.of()).inputs().of("github")).isNull();

    InputsConfig inputs =
        read("inputs:\n  gitlab:\n    keyFile: " + token + "\n", Map.of()).inputs();
    assertThat(inputs.of("gitlab"))
        .isNotNull()
        .extracting(Access::proof)
        .isEqualTo(Access.Proof.TOKEN);
    assertThat(inputs.of("gitea")).isNull();
  }

  /** Keys divided by slashes; {@code :::} stands for {@code ://}, and NUL for the token's file. */
  private ForgeConfig forge(String block, Map<String, String> environment) throws IOException {
    String file = token.toString();
    String lines =
        block.replace(file, "\0").replace("/", "\n      ").replace(":::", "://").replace("\0",
            file);
    Config config =
        read("services:\n  - name: shop\n    forge:\n      " + lines + "\n", environment);
    return Objects.requireNonNull(config.forges().get("shop"));
  }

  private Config read(String yaml, Map<String, String> environment) throws IOException {
    return ConfigFile.read(
        Files.writeString(folder.resolve("nexa.yaml"), yaml), environment);
  }
}
