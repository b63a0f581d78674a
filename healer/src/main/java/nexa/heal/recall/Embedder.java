package nexa.heal.recall;

import org.jspecify.annotations.Nullable;

/** Turns text into a vector of length one, so that texts of like meaning have a large dot product. */
public interface Embedder {

  /**
   * Embeds one text.
   *
   * @throws Unavailable when this host cannot run the model
   */
  float[] embed(String text);

  /** The model's id: vectors of different models are never compared. */
  String model();

  /** The length of every vector. */
  int dimension();

  /** How alike two vectors of one model are in meaning, at most 1. */
  static double likeness(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Says that a model cannot be run here; what needs it goes on without. */
  final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
