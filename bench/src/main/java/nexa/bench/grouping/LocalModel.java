package nexa.bench.grouping;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import nexa.heal.group.Embedding;
import nexa.heal.recall.OnnxEmbedder;

/** The embedding model Nexa ships, each text embedded once. */
final class LocalModel implements Embedding, AutoCloseable {

  private final OnnxEmbedder embedder;
  private final Map<String, float[]> vectors = new HashMap<>();

  /**
   * @param state keeps the unpacked model
   */
  LocalModel(Path state) {
    embedder = new OnnxEmbedder(state);
  }

  @Override
  public float[] embed(String text) {
    return vectors.computeIfAbsent(text, embedder::embed);
  }

  @Override
  public String model() {
    return embedder.model();
  }

  void forget() {
    vectors.clear();
  }

  @Override
  public void close() {
    embedder.close();
  }
}
