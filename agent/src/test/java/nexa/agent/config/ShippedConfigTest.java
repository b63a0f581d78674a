package nexa.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import nexa.collect.WebhookMapping;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration that is shipped as documentation says what is so. */
final class ShippedConfigTest {

  private static final Path SHIPPED = Path.of("..", "config", "nexa.yaml");
  private static final Map<String, String> ENVIRONMENT = Map.of("HOME", "/home/ann");

  @TempDir
  private Path folder;

  @Test
  void everyKey_hasItsDefault() {
    assertThat(ConfigFile.read(SHIPPED, ENVIRONMENT))
        .isEqualTo(ConfigFile.find(null, ENVIRONMENT, folder));
  }

  @Test
  void exampleInputs_areUnderstood() throws IOException {
    Path keys = Files.writeString(folder.resolve("keys"), "0123456789abcdef\n");

    InputsConfig inputs =
        read(
            example("# inputs:").replace("/etc/nexa/tracker", keys.toString())
                .replace("/etc/nexa/team", keys.toString())
                + "\n" + example("# services:"))
            .inputs();

    assertThat(inputs.of("otlp"))
        .hasToString("those who show the key; 1 of 1 keys for certain services only");
    assertThat(inputs.webhooks())
        .singleElement()
        .satisfies(
            webhook -> {
              assertThat(webhook.name()).isEqualTo("tracker");
              assertThat(webhook.mapping().paths()).containsOnlyKeys(WebhookMapping.Field.values());
            });
    assertThat(inputs.of("webhook:tracker"))
        .hasToString("those who show a signature, by Standard Webhooks");
  }

  @Test
  void exampleChannel_isUnderstoodAndShowsTheDefaults() throws IOException {
    Path url = Files.writeString(folder.resolve("url"), "https://hooks.example.com/T1/B2/c3\n");
    String example = example("# notify:").replace("/etc/nexa/team-url", url.toString());
    String bare = "notify: [{name: team, kind: slack, urlFile: " + url + "}]";

    assertThat(read(example).notices()).isEqualTo(read(bare).notices());
    assertThat(read(example).notices().channels()).hasSize(1);
  }

  @Test
  void exampleService_isUnderstood() throws IOException {
    assertThat(read(example("# services:")).services())
        .first()
        .satisfies(service -> assertThat(service.inApp()).containsExactly("com.example.shop"));
  }

  /** A block of the file that is commented out. */
  private static String example(String firstLine) throws IOException {
    return Files.readAllLines(SHIPPED).stream()
        .dropWhile(line -> !line.startsWith(firstLine))
        .takeWhile(line -> line.startsWith("# "))
        .map(line -> line.substring(2))
        .collect(Collectors.joining("\n"));
  }

  private Config read(String yaml) throws IOException {
    return ConfigFile.read(Files.writeString(folder.resolve("nexa.yaml"), yaml), ENVIRONMENT);
  }
}
