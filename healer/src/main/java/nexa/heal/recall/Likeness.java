package nexa.heal.recall;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * How alike two crashes are, from 0 to 1: the weighted mean of the cosine of their vectors, the share
 * of words they have in common (rare words count more), whether the exception is the same, and the
 * structure their failing statements share. What one of the two lacks is left out of the mean, so a
 * host without the embedding model still ranks by the rest.
 */
final class Likeness {

  private static final double VECTOR_WEIGHT = 0.4;
  private static final double WORDS_WEIGHT = 0.25;
  private static final double TYPE_WEIGHT = 0.25;
  private static final double SHAPE_WEIGHT = 0.1;

  private final ToDoubleFunction<String> rarity;

  /**
   * @param rarity how much a word says, above 0
   */
  Likeness(ToDoubleFunction<String> rarity) {
    this.rarity = rarity;
  }

  /** A crash as far as likeness goes. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and copying 384 numbers is no use
  record Crash(
      String exceptionType,
      Set<String> words,
      Set<List<String>> shape,
      float @Nullable [] vector) {}

  double of(Crash a, Crash b) {
    List<Part> parts = new ArrayList<>();
    if (a.vector != null && b.vector != null) {
      parts.add(new Part(VECTOR_WEIGHT, Math.clamp(Embedder.likeness(a.vector, b.vector), 0, 1)));
    }
    parts.add(new Part(WORDS_WEIGHT, shared(a.words, b.words, rarity)));
    parts.add(new Part(TYPE_WEIGHT, a.exceptionType.equals(b.exceptionType) ? 1 : 0));
    if (!a.shape.isEmpty() && !b.shape.isEmpty()) {
      parts.add(new Part(SHAPE_WEIGHT, shared(a.shape, b.shape, pair -> 1)));
    }
    double weights = parts.stream().mapToDouble(Part::weight).sum();
    double sum = parts.stream().mapToDouble(part -> part.weight * part.value).sum();
    return Math.clamp(sum / weights, 0, 1);
  }

  /** One term of the mean. */
  private record Part(double weight, double value) {}

  private static <T> double shared(Set<T> a, Set<T> b, ToDoubleFunction<T> weight) {
    Set<T> union = new HashSet<>(a);
    union.addAll(b);
    double all = union.stream().mapToDouble(weight).sum();
    double both = a.stream().filter(b::contains).mapToDouble(weight).sum();
    return all == 0 ? 0 : both / all;
  }
}
