package nexa.heal.recall;

/** A model for tests: each word of a text is one step along an axis chosen by its hash. */
final class WordEmbedder implements Embedder {

  private final String model;
  private final int dimension;
  private int embedded;

  WordEmbedder(String model, int dimension) {
    this.model = model;
    this.dimension = dimension;
  }

  @Override
  public synchronized float[] embed(String text) {
    embedded++;
    float[] vector = new float[dimension];
    for (String word : text.split("\\s", -1)) {
      vector[Math.floorMod(word.hashCode(), dimension)]++;
    }
    double length = 0;
    for (float x : vector) {
      length += x * x;
    }
    for (int i = 0; i < dimension; i++) {
      vector[i] /= (float) Math.sqrt(length);
    }
    return vector;
  }

  @Override
  public String model() {
    return model;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  /** How many texts were embedded so far. */
  synchronized int embedded() {
    return embedded;
  }
}
