package nexa.heal.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OnnxEmbedderTest {

  @TempDir
  static Path state;
  private static OnnxEmbedder embedder;

  @BeforeAll
  static void load() {
    embedder = new OnnxEmbedder(state);
  }

  @AfterAll
  static void close() {
    embedder.close();
  }

  @Test
  void vector_hasLengthOneAndIsTheSameEachTime() {
    float[] vector = embedder.embed("NullPointerException in Pricing.total");

    assertThat(vector).hasSize(embedder.dimension());
    assertThat(dot(vector, vector)).isCloseTo(1, offset(1e-5));
    assertThat(embedder.embed("NullPointerException in Pricing.total")).isEqualTo(vector);
  }

  @Test
  void likeTexts_areNearerThanOthers() {
    float[] one = embedder.embed("java.lang.NullPointerException: user is null in Cart.pay");
    float[] like = embedder.embed("java.lang.NullPointerException: customer is null in Basket.buy");
    float[] other = embedder.embed("java.util.zip.ZipException: invalid block type in Backup.read");

    assertThat(dot(one, like)).isGreaterThan(dot(one, other) + 0.2);
  }

  @Test
  void longAndEmptyTexts_areEmbedded() {
    assertThat(embedder.embed("")).hasSize(384);
    assertThat(embedder.embed("at a.b.C.d(E.java:1)\n".repeat(100_000))).hasSize(384);
  }

  @Test
  void model_isUnpackedInTheStateFolderOnceAndWhole() throws IOException {
    embedder.embed("load");
    Path model = state.resolve("models/all-minilm-l6-v2-q/model.onnx");
    var unpacked = Files.getLastModifiedTime(model);
    Path tokenizer = Files.writeString(model.resolveSibling("tokenizer.json"), "cut short");

    try (OnnxEmbedder second = new OnnxEmbedder(state)) {
      assertThat(second.embed("load")).isEqualTo(embedder.embed("load"));
    }
    assertThat(Files.getLastModifiedTime(model)).isEqualTo(unpacked);
    assertThat(Files.size(tokenizer)).isGreaterThan(100_000);
    try (Stream<Path> files = Files.list(model.getParent())) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void freshHost_isAskedForNoNetwork(@TempDir Path home) throws Exception {
    assertThat(connectionsOf(home, Map.of())).containsExactly("384");
    assertThat(home.resolve(".djl.ai")).doesNotExist();
  }

  @Test
  void networkWatch_seesTheLibraryReportHomeWhenAllowed(@TempDir Path home) throws Exception {
    Map<String, String> allowed = Map.of("OPT_OUT_TRACKING", "false", "DJL_OFFLINE", "false");

    assertThat(connectionsOf(home, allowed)).anyMatch(line -> line.contains("169.254.169.254"));
  }

  /** What a JVM with an empty home prints that embeds one text: its dimension, and each address. */
  private static List<String> connectionsOf(Path home, Map<String, String> environment)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Duser.home=" + home,
            "-cp",
            System.getProperty("java.class.path"),
            WatchedEmbedding.class.getName(),
            home.resolve("state").toString());
    builder.environment().keySet().removeIf(key -> key.contains("OPT_OUT") || key.contains("DJL"));
    builder.environment().putAll(environment);
    Path output = home.resolve("output");
    Process process =
        builder
            .redirectOutput(output.toFile())
            .redirectError(home.resolve("errors").toFile())
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readAllLines(output, StandardCharsets.UTF_8).stream()
        .filter(line -> line.startsWith("watched:"))
        .map(line -> line.substring("watched:".length()))
        .toList();
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
