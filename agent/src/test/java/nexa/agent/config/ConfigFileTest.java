package nexa.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import nexa.issue.TrustLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

  @TempDir private Path directory;

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

  @Test
  void badDuration_saysWhatIsWanted() {
    assertThatThrownBy(() -> read("sandbox:\n  timeout: long\n"))
        .isInstanceOf(ConfigFile.BadConfig.class)
        .hasMessageContaining("sandbox.timeout must be like '60s' or '2m', not 'long'");
  }

  @Test
  void trustThatIsNotBuiltYet_isRefused() {
    assertThatThrownBy(() -> read("services:\n  - name: shop\n    trust: autonomous\n"))
        .isInstanceOf(ConfigFile.BadConfig.class)
        .hasMessageContaining("observe or propose");
  }

  private Config read(String yaml) throws IOException {
    Path file = directory.resolve("nexa.yaml");
    Files.writeString(file, yaml);
    return ConfigFile.read(file, Map.of("HOME", "/home/ann"));
  }
}
