package nexa.heal.classify;

import static java.util.Comparator.comparingDouble;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexa.heal.recall.Embedder;
import nexa.issue.Category;
import nexa.issue.Classification.Fault;

/** Asks the known texts of nearest meaning what a text is; texts far from all of them are nothing's. */
final class Neighbours {

  private static final int NEAREST = 5;
  private static final int VECTORS_MAX = 2_000;

  /** Below this two texts have no more in common than any two failures. */
  private static final double FLOOR = 0.15;

  /** The share of the votes that a category needs. */
  private static final double AGREED = 0.4;

  private final Embedder embedder;
  private final Map<String, float[]> vectors =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
          return size() > VECTORS_MAX;
        }
      };

  Neighbours(Embedder embedder) {
    this.embedder = embedder;
  }

  /** A text whose category is known. */
  record Known(String text, Category category) {}

  private record Near(Known known, double likeness) {}

  /**
   * The category that most of the nearest texts have, empty when they are far or of two minds. The
   * strength, the geometric mean of the winner's share and the nearest's likeness, was found to be
   * about the share of such votes that are right.
   *
   * @throws Embedder.Unavailable when this host cannot run the model
   */
  Optional<Clue> vote(String text, List<Known> known) {
    List<Near> nearest = nearest(text, known, NEAREST);
    if (nearest.isEmpty() || nearest.getFirst().likeness() <= FLOOR) {
      return Optional.empty();
    }
    Map<Category, Double> votes = new EnumMap<>(Category.class);
    double all = 0;
    for (Near near : nearest) {
      double weight = Math.max(0, near.likeness() - FLOOR);
      votes.merge(near.known().category(), weight, Double::sum);
      all += weight;
    }
    Category most =
        votes.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    double share = votes.getOrDefault(most, 0.0) / all;
    if (most == Category.OTHER || share < AGREED) {
      return Optional.empty();
    }
    double strength = Math.min(1, Math.sqrt(share * nearest.getFirst().likeness()));
    return Optional.of(new Clue(most, Fault.UNSURE, strength, "it reads like others of this kind"));
  }

  /** The one text nearest to another, when it is at least so like it. */
  Optional<Known> twin(String text, List<Known> known, double likenessMin) {
    return nearest(text, known, 1).stream()
        .filter(near -> near.likeness() >= likenessMin)
        .map(Near::known)
        .findFirst();
  }

  private List<Near> nearest(String text, List<Known> known, int max) {
    float[] vector = vector(text);
    return known.stream()
        .map(each -> new Near(each, Embedder.likeness(vector, vector(each.text()))))
        .sorted(comparingDouble(near -> -near.likeness()))
        .limit(max)
        .toList();
  }

  private synchronized float[] vector(String text) {
    return vectors.computeIfAbsent(text, key -> embedder.embed(words(key)));
  }

  /** {@code OutOfStockException} as the words that a model of language knows. */
  private static String words(String text) {
    StringBuilder words = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean starts =
          i > 0 && Character.isUpperCase(c) && Character.isLowerCase(text.charAt(i - 1));
      words.append(starts ? " " : "").append(c == '.' || c == '_' || c == '$' ? ' ' : c);
    }
    return words.toString();
  }
}
