package nexa.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import nexa.agent.config.Access.Key;
import nexa.agent.config.Access.Proof;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The section {@code inputs}: keys of senders and mappings of webhooks. */
final class InputsConfigTest {

  private static final String KEY = "0123456789abcdef0123456789abcdef";

  private static final String SERVICES =
      "services:\n  - name: shop\n    aliases: [shop-api]\n  - name: billing\n";

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
        .isEqualTo(new Access(Proof.KEY, Access.HEADER, null,
            List.of(new Key(KEY), new Key("x" + KEY))));
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
                Proof.SHA256, "X-Grafana-Alerting-Signature", "X-Time",
                List.of(new Key(KEY))));
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

  @Test
  void sender_speaksForServicesByNameOrAlias() throws IOException {
    Path general = Files.writeString(directory.resolve("general"), "general-" + KEY);
    String yaml =
        "inputs:\n  otlp:\n    keyFile: " + general + "\n    senders:\n      - keyFile: "
            + keys(KEY)
            + "\n        services: [shop-api, billing]\n" + SERVICES;

    Access access = Objects.requireNonNull(read(yaml).of("otlp"));

    assertThat(access.keys())
        .containsExactly(new Key("general-" + KEY), new Key(KEY, Set.of("shop", "billing")));
    assertThat(access)
        .hasToString("those who show the key; 1 of 2 keys for certain services only");
    assertThat(access.keys().toString()).doesNotContain(KEY);
  }

  @Test
  void sendersWithoutServices_speakForAny() throws IOException {
    String senders = "\n    senders: [{keyFile: " + keys(KEY) + "}]\n";

    InputsConfig inputs = read("inputs:\n  sentry:" + senders + "  grafana:" + senders);

    assertThat(Objects.requireNonNull(inputs.of("sentry")).keys()).containsExactly(new Key(KEY));
    assertThat(Objects.requireNonNull(inputs.of("grafana")).keys()).containsExactly(new Key(KEY));
  }

  @Test
  void keyOfTwoSenders_isRefused() throws IOException {
    Path keys = keys(KEY);
    String yaml =
        "inputs:\n  sentry:\n    keyFile: " + keys + "\n    senders:\n      - keyFile: " + keys
            + "\n        services: [shop]\n" + SERVICES;

    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(ConfigFile.BadConfig.class)
        .hasMessageContaining("nexa.yaml:5:9: a key in " + keys + " is another sender's too");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock = """
          senders: []                          | 3:5 | senders must be one to 100 entries
          senders: [null]                      | 3:15 | this sender is empty; give it a keyFile
          senders: [{services: [shop]}]        | 3:15 | a sender needs a keyFile
          senders: [{keyFile: no-such-file}]   | 3:16 | keyFile cannot be read: no-such-file
          senders: [{keyFile: KEYS, service: [shop]}] | 3:  | unknown key 'service'; did you mean 'services'
          senders: [{keyFile: KEYS, services: []}]    | 3:  | services must name one at least
          senders: [{keyFile: KEYS, services: [shpo]}] | 3: | no service has the name or alias 'shpo'; correct it
          senders: [{keyFile: KEYS, services: [null]}] | 3: | no service has the name or alias 'null'
          senders: [{keyFile: KEYS, services: shop}]   | 3: | services must be a list, such as [a, b]
          """)
  void badSender_namesThePlaceAndWhatIsWanted(String senders, String place, String wanted)
      throws IOException {
    String yaml =
        "inputs:\n  logs:\n    " + senders.replace("KEYS", keys(KEY).toString()) + "\n" + SERVICES;

    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(ConfigFile.BadConfig.class)
        .hasMessageContaining("nexa.yaml:" + place)
        .hasMessageContaining(": " + wanted);
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
