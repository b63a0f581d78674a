package nexa.heal.recall;

import ai.djl.MalformedModelException;
import ai.djl.huggingface.translator.TextEmbeddingTranslatorFactory;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * The all-MiniLM-L6-v2 sentence model, quantised to 8 bits, run on one thread of this host by ONNX
 * Runtime. It is loaded at the first use and asks no network for anything. It reads the first 104
 * tokens of a text, a little less than the 128 it was trained with: what it takes grows with them.
 */
public final class OnnxEmbedder implements Embedder, AutoCloseable {

  private static final String MODEL = "all-minilm-l6-v2-q";
  private static final int DIMENSION = 384;
  private static final int CHARS_MAX = 1_000;
  private static final int TOKENS_MAX = 104;

  private final Path state;
  private @Nullable ZooModel<String, float[]> model;
  private @Nullable Predictor<String, float[]> predictor;

  /**
   * @param state the folder that keeps the unpacked model and native libraries
   */
  public OnnxEmbedder(Path state) {
    this.state = state;
  }

  @Override
  public String model() {
    return MODEL + "-" + TOKENS_MAX;
  }

  @Override
  public int dimension() {
    return DIMENSION;
  }

  /** Embeds one text alone: in a batch, quantisation would make its vector depend on its neighbours. */
  @Override
  public synchronized float[] embed(String text) {
    String bounded = text.length() > CHARS_MAX ? text.substring(0, CHARS_MAX) : text;
    try {
      return loaded().predict(bounded);
    } catch (IOException
        | ModelNotFoundException
        | MalformedModelException
        | TranslateException
        | LinkageError e) {
      throw new Unavailable("Cannot run the embedding model in " + state, e);
    }
  }

  @Override
  public synchronized void close() {
    if (predictor != null) {
      predictor.close();
      predictor = null;
    }
    if (model != null) {
      model.close();
      model = null;
    }
  }

  private Predictor<String, float[]> loaded()
      throws IOException, ModelNotFoundException, MalformedModelException {
    if (predictor == null) {
      configureLibrary();
      ZooModel<String, float[]> loaded = criteria(unpackedModel()).loadModel();
      model = loaded;
      predictor = loaded.newPredictor();
    }
    return predictor;
  }

  /** The library reads these when it starts: without them it reports home and looks for a GPU build. */
  private void configureLibrary() throws IOException {
    String natives = Files.createDirectories(state.resolve("natives")).toString();
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("RUST_FLAVOR", "cpu");
    System.setProperty("DJL_CACHE_DIR", natives);
    System.setProperty("ENGINE_CACHE_DIR", natives);
  }

  private Path unpackedModel() throws IOException {
    Path folder = Files.createDirectories(state.resolve("models").resolve(MODEL));
    unpack(MODEL + ".onnx", folder.resolve("model.onnx"));
    unpack(MODEL + "-tokenizer.json", folder.resolve("tokenizer.json"));
    return folder;
  }

  /** Copies a resource unless it is there in full: a copy that was cut short never has the name. */
  private static void unpack(String resource, Path target) throws IOException {
    URL source = OnnxEmbedder.class.getResource("/" + resource);
    if (source == null) {
      throw new FileNotFoundException("No " + resource + " on the class path");
    }
    URLConnection connection = source.openConnection();
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      if (Files.exists(target) && Files.size(target) == connection.getContentLengthLong()) {
        return;
      }
      Path partial = Files.createTempFile(target.getParent(), resource, ".tmp");
      try {
        Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(partial);
      }
    }
  }

  private static Criteria<String, float[]> criteria(Path folder) {
    return Criteria.builder()
        .setTypes(String.class, float[].class)
        .optEngine("OnnxRuntime")
        .optModelPath(folder)
        .optModelName("model")
        .optOption("intraOpNumThreads", "1")
        .optOption("interOpNumThreads", "1")
        .optArgument("pooling", "mean")
        .optArgument("normalize", "true")
        .optArgument("includeTokenTypes", "true")
        .optArgument("padding", "true")
        .optArgument("truncation", "true")
        .optArgument("maxLength", String.valueOf(TOKENS_MAX))
        .optTranslatorFactory(new TextEmbeddingTranslatorFactory())
        .build();
  }
}
