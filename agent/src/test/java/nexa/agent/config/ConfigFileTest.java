package nexa.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import nexa.heal.model.ModelSettings;
import nexa.issue.TrustLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {

  @TempDir
  private Path directory;

  @Test
  void noFile_givesTheDefaults() {
    Config config = ConfigFile.find(null, Map.of("HOME", "/home/ann"), directory);

    assertThat(config.port()).isEqualTo(6392);
    assertThat(config.home()).isEqualTo(Path.of("/home/ann/.nexa"));
    assertThat(config.sandbox().timeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.services()).isEmpty();
  }

  @Test
  void service_isReadWithItsDefaults() throws IOException {
    Config config = read("services:\n  - name: shop\n    repository: /srv/shop\n");

    assertThat(config.services()).singleElement().satisfies(
        service -> {
          assertThat(service.name()).isEqualTo("shop");
          assertThat(service.branch()).isEqualTo("main");
          assertThat(service.trust()).isEqualTo(TrustLevel.PROPOSE);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://git.example.com/acme/shop.git", "ssh://git@git.example.com/acme/shop.git",
        "git@git.example.com:acme/shop.git", "file:///srv/shop.git", "http://localhost:1/shop"
      })
  void repositoryElsewhere_isCopiedIntoTheHome(String address) throws IOException {
    Config config = read("home: /h\nservices:\n  - name: shop\n    repository: " + address + "\n");

    assertThat(config.origins()).containsExactly(Map.entry("shop", address));
    assertThat(config.services().getFirst().repository()).hasParentRaw(Path.of("/h/repositories"));
    assertThat(config.at(Path.of("/other"), 0).services().getFirst().repository())
        .hasParentRaw(Path.of("/other/repositories"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "git://git.example.com/shop | https or ssh, not git",
        "http://git.example.com/shop | https or ssh, not http",
        "https://me:secret@git.example.com/shop | forge.tokenFile"
      })
  void addressThatIsUnsafe_isRefused(String address, String reason) {
    assertThatThrownBy(
        () -> read("services:\n  - name: shop\n    repository: '" + address + "'\n"))
        .isInstanceOf(ConfigFile.BadConfig.class)
        .hasMessageContaining("nexa.yaml:3:")
        .hasMessageContaining(reason)
        .message().doesNotContain("secret");
  }

  @Test
  void fourEyes_areOfAllServicesOrOfOne() throws IOException {
    assertThat(read("port: 1\n").fourEyes().of("shop"))
        .containsExactlyInAnyOrder(FourEyes.Kind.SECURITY, FourEyes.Kind.SERVICES);
    assertThat(read("fourEyes: []\n").fourEyes().of("shop")).isEmpty();

    FourEyes own =
        read("fourEyes: [all]\nservices:\n  - name: a\n  - name: b\n    fourEyes: [commit]\n"
            + "  - name: c\n    fourEyes: []\n").fourEyes();
    assertThat(own.of("a")).containsExactly(FourEyes.Kind.ALL);
    assertThat(own.of("b")).containsExactly(FourEyes.Kind.COMMIT);
    assertThat(own.of("c")).isEmpty();
  }

  @Test
  void unknownKey_namesThePlaceAndTheNearestKey() {
    assertThatThrownBy(() -> read("port: 1\nservices:\n  - name: shop\n    repositry: /srv\n"))
        .isInstanceOf(ConfigFile.BadConfig.class)
        .hasMessageContaining("nexa.yaml:4:")
        .hasMessageContaining("'repositry'")
        .hasMessageContaining("'repository'");
  }

  @Test
  void brokenYaml_namesThePlace() {
    assertThatThrownBy(() -> read("port: [1\nservices: {\n"))
        .isInstanceOf(ConfigFile.BadConfig.class)
        .hasMessageMatching("(?s).*nexa\\.yaml:\\d+:\\d+: .*");
  }

  /** A slash stands for the end of a line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port: abc | 1:7 | port must be a whole number",
        "port: 1.5 | 1:7 | port must be a whole number",
        "port: 99999 | 1:1 | port must be 0 to 65535, not 99999",
        "hello | 1:1 | the file must be keys with values",
        "services: 3 | 1:11 | services must be a list",
        "sandbox:/  timeout: long | 2:3 | sandbox.timeout must be like '60s' or '2m', not 'long'",
        "services:/  - trust: propose | 2:5 | each service needs a name",
        "services:/  - name: shop/    trust: x | 3:5 | trust must be observe, propose, commit",
        "fourEyes: all | 1:11 | fourEyes must be a list",
        "fourEyes: [security, bild] | 1:1 | fourEyes must be a list of security, services, commit",
        "fourEyes: [null] | 1:1 | fourEyes must be a list of security",
        "services:/  - name: shop/    fourEyes: [two] | 3:5 | fourEyes must be a list of security",
        "port: 1/port: 2 | 2:5 | no YAML: Duplicate"
      })
  void badValue_namesThePlaceAndWhatIsWanted(String yaml, String place, String wanted) {
    assertThatThrownBy(() -> read(yaml.replace('/', '\n')))
        .isInstanceOf(ConfigFile.BadConfig.class)
        .hasMessageContaining("nexa.yaml:" + place + ": " + wanted)
        .satisfies(bad -> assertThat(bad.getMessage()).doesNotContain("\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '!',
      textBlock = """
          /var/**/a.log    | ** is not taken, as it has no bound; write a * for each folder
          /var/*/../a.log  | '..' is no folder behind a wildcard
          /var/*//a.log    | '' is no folder behind a wildcard
          '/var/{a/b}/c*.log' | { and } must be in one folder's name
          '/var/[a/b.log'  | Missing '
          /var/*/          | no file is named
          '/var/log/[a'    | Missing '
          /var/log/        | no file is named; write such as /var/log/*.log
          ''               | no file is named
          ~/a.log          | ~ stands for no folder here; write the whole path instead of ~/a.log
          'journald:'      | a journal is named by its unit
          'docker:'        | a container is named
          "/var/\\0/a.log" | Nul character not allowed
          """)
  void logThatCannotBeFollowed_namesThePlaceAndWhatIsWanted(String log, String wanted) {
    assertThatThrownBy(
        () -> read("services:\n  - name: shop\n    logs: [/a.log, " + log + "]\n"))
        .isInstanceOf(ConfigFile.BadConfig.class)
        .hasMessageContaining("nexa.yaml:3:20: " + wanted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"observe", "propose", "commit", "hotswap"})
  void level_isATrustLevel(String level) throws IOException {
    Config config = read("services:\n  - name: shop\n    trust: " + level + "\n");

    assertThat(config.services().getFirst().trust().text()).isEqualTo(level);
  }

  @Test
  void wholeServiceThatIsAutonomous_isRefusedWithTheNextStep() {
    assertThatThrownBy(() -> read("services:\n  - name: shop\n    trust: autonomous\n"))
        .isInstanceOf(ConfigFile.BadConfig.class)
        .hasMessageContaining("observe, propose, commit or hotswap")
        .hasMessageContaining("nexa trust set");
  }

  @Test
  void model_isReadWithItsKeyAndDefaults() throws IOException {
    Path key = Files.writeString(directory.resolve("key"), "sk-1\n");

    ModelSettings model =
        read("model:\n  vendor: ollama\n  name: small\n  keyFile: " + key + "\n").model();

    assertThat(model)
        .isEqualTo(
            new ModelSettings(
                ModelSettings.Vendor.OLLAMA, null, "small", "sk-1", 30_000, 1_000_000,
                Duration.ofSeconds(60), false));
  }

  /** A slash stands for the end of a line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock = """
          vendor: clippy/  name: x                        | openai, anthropic or ollama
          vendor: openai                                  | model.name must say
          vendor: openai/  name: x/  url: ftp://x         | http:// or https://
          vendor: openai/  name: x/  keyFile: /no/such    | cannot be read
          vendor: openai/  name: x/  tokensPerDay: -1     | must not be negative
          vendor: openai/  name: x/  timeout: soon        | model.timeout must be like
          """)
  void badModel_saysWhatIsWanted(String model, String said) {
    assertThatThrownBy(() -> read("model:\n  " + model.replace("/  ", "\n  ") + "\n"))
        .isInstanceOf(ConfigFile.BadConfig.class)
        .hasMessageContaining(said);
  }

  private Config read(String yaml) throws IOException {
    Path file = directory.resolve("nexa.yaml");
    Files.writeString(file, yaml);
    return ConfigFile.read(file, Map.of("HOME", "/home/ann"));
  }
}
