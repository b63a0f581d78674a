package nexa.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The section {@code git}: who commits, and by which key. */
final class GitConfigTest {

  @TempDir
  private Path directory;

  @Test
  void noKey_signsNothing() throws IOException {
    assertThat(read("git:\n  author: Bot <bot@localhost>\n").git().signer()).isNull();
  }

  @Test
  void key_isNamedWithoutItsSecret() throws IOException {
    Path key = Files.writeString(directory.resolve("key"), "not looked at");
    Path secret = Files.writeString(directory.resolve("secret"), "open sesame\n");

    assertThat(
        read("git:\n  signingKey: " + key + "\n  signingPassphraseFile: " + secret + "\n").git())
        .hasToString("GitConfig[author=Nexa <nexa@localhost>, signer=the SSH key " + key + "]");
    assertThat(read("git:\n  signingKey: gpg:0123456789ABCDEF\n").git().signer())
        .hasToString("the GPG key 0123456789ABCDEF");
  }

  @ParameterizedTest
  @CsvSource({
    "signingKey: /nowhere/key,                                    can be read",
    "signingKey: 'gpg:--homedir',                                 hexadecimal",
    "signingKey: 'gpg:',                                          hexadecimal",
    "signingPassphraseFile: /nowhere,                             goes with git.signingKey",
    "signingKey: 'gpg:01234567'/  signingPassphraseFile: /none,   its own agent",
    "author: Bot,                                                 Name <mail>"
  })
  void badGit_saysWhatIsWanted(String git, String said) {
    assertThatThrownBy(() -> read("git:\n  " + git.replace("/  ", "\n  ") + "\n"))
        .isInstanceOf(ConfigFile.BadConfig.class)
        .hasMessageContaining(said);
  }

  private Config read(String text) throws IOException {
    return ConfigFile.read(Files.writeString(directory.resolve("nexa.yaml"), text), Map.of());
  }
}
