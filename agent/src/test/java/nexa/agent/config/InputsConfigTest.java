package nexa.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nexa.agent.config.Access.Proof;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The section {@code inputs}: keys of senders and mappings of webhooks. */
final class InputsConfigTest {

  private static final String KEY = "0123456789abcdef0123456789abcdef";

  @TempDir
  private Path directory;

  @Test
  void noKeys_letAnyoneOfThisHostIn() throws IOException {
    InputsConfig inputs = read("inputs:\n  sentry:\n    keyFile: null\n");

    assertThat(inputs).isEqualTo(InputsConfig.OPEN);
    assertThat(inputs.access().values()).allMatch(Access::isOpen);
  }

  @Test
  void keyFile_holdsAKeyALine() throws IOException {
    InputsConfig inputs = read("inputs:\n  otlp:\n    keyFile: " + keys("\n" + KEY + "\n x" + KEY));

    assertThat(inputs.of("otlp"))
        .isEqualTo(new Access(Proof.KEY, Access.HEADER, null, List.of(KEY, "x" + KEY)));
    assertThat(inputs.toString()).doesNotContain(KEY);
  }

  @Test
  void grafana_signsInAHeaderOfItsOwn() throws IOException {
    String yaml =
        "inputs:\n  grafana:\n    keyFile: " + keys(KEY)
            + "\n    signature: sha256\n    timestampHeader: X-Time\n";

    assertThat(read(yaml).of("grafana"))
        .isEqualTo(
            new Access(
                Proof.SHA256, "X-Grafana-Alerting-Signature", "X-Time", List.of(KEY)));
  }

  @Test
  void webhook_isSignedByStandardWebhooksAndCalledGeneric() throws IOException {
    String yaml =
        "inputs:\n  webhooks:\n    - keyFile: " + keys(KEY)
            + "\n      service: shop\n      mapping: {message: a.b}\n";

    InputsConfig inputs = read(yaml);

    assertThat(inputs.webhooks()).extracting(InputsConfig.Webhook::input)
        .containsExactly("webhook:generic");
    assertThat(inputs.of("webhook:generic")).extracting(Access::proof).isEqualTo(Proof.STANDARD);
  }

  /** A slash stands for the end of a line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock = """
          sentry:/    keyfile: x                         | 3:5  | unknown key 'keyfile'; did you mean 'keyFile'
          otlp:/    keyFile: no-such-file                | 3:5  | keyFile cannot be read: no-such-file
          grafana:/    signature: md5                    | 3:5  | signature must be key, standard or sha256
          grafana:/    header: X                         | 3:5  | header and timestampHeader go with
          webhooks:/    - name: a                        | 3:7  | a webhook needs a mapping
          webhooks:/    - name: A b/      service: s/      mapping: {stack: a} | 3:7 | name must be small letters
          webhooks:/    - name: github/      service: s/      mapping: {stack: a} | 3:7 | name: github is a format
          webhooks:/    - mapping: {message: a}          | 3:7  | mapping.service must say where
          webhooks:/    - mapping: {service: a}          | 3:7  | mapping.message or mapping.stack must say
          webhooks:/    - mapping:/        service: a/        message: b/        status: c | 6:9 | mapping.status needs
          webhooks:/    - mapping:/        service: a/        message: b[x] | 5:9 | mapping.message: 'b[x]' needs a number
          webhooks:/    - mapping:/        service: a/        title: b      | 5:9 | unknown key 'title'; did you mean 'time'
          """)
  void badValue_namesThePlaceAndWhatIsWanted(String yaml, String place, String wanted) {
    assertThatThrownBy(() -> read("inputs:\n  " + yaml.replace('/', '\n') + "\n"))
        .isInstanceOf(ConfigFile.BadConfig.class)
        .hasMessageContaining("nexa.yaml:" + place + ": " + wanted);
  }

  @ParameterizedTest
  @CsvSource({"short", "whsec_not-base-64!!!!!!", "with a blank in the middle", "''"})
  void badKey_isRefusedAndNotRepeated(String key) throws IOException {
    Path file = keys(key);

    assertThatThrownBy(() -> read("inputs:\n  logs:\n    keyFile: " + file + "\n"))
        .isInstanceOf(ConfigFile.BadConfig.class)
        .hasMessageContaining("nexa.yaml:3:5")
        .satisfies(
            bad -> assertThat(String.valueOf(bad.getMessage()).replace(file.toString(), ""))
                .doesNotContain(key.isEmpty() ? "whsec_\n" : key));
  }

  @Test
  void twoWebhooksOfOneName_areRefused() {
    String one = "    - {name: a, service: s, mapping: {stack: x}}\n";

    assertThatThrownBy(() -> read("inputs:\n  webhooks:\n" + one + one))
        .isInstanceOf(ConfigFile.BadConfig.class)
        .hasMessageContaining("nexa.yaml:4:")
        .hasMessageContaining("two webhooks with the name 'a'");
  }

  private Path keys(String content) throws IOException {
    return Files.writeString(directory.resolve("keys"), content);
  }

  private InputsConfig read(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("nexa.yaml"), yaml);
    return ConfigFile.read(file, Map.of("HOME", "/home/ann")).inputs();
  }
}
