package nexa.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
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
  void exampleService_isUnderstood() throws IOException {
    String example =
        Files.readAllLines(SHIPPED).stream()
            .dropWhile(line -> !line.startsWith("# services:"))
            .map(line -> line.substring(2))
            .collect(Collectors.joining("\n"));
    Path file = Files.writeString(folder.resolve("nexa.yaml"), example);

    assertThat(ConfigFile.read(file, ENVIRONMENT).services())
        .singleElement()
        .satisfies(service -> assertThat(service.inApp()).containsExactly("com.example.shop"));
  }
}
