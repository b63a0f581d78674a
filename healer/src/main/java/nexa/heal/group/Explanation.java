package nexa.heal.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nexa.heal.group.Placement.Nearest;
import org.jspecify.annotations.Nullable;

/** A placement in words: the nearest group, what spoke for it, the score and its threshold. */
final class Explanation {

  private static final double WORTH_TELLING = 0.5;

  private final CrashShape shape;
  private final Weights weights;
  private final @Nullable Embedding embedding;

  /**
   * @param shape the crash that is placed
   */
  Explanation(CrashShape shape, Weights weights, @Nullable Embedding embedding) {
    this.shape = shape;
    this.weights = weights;
    this.embedding = embedding;
  }

  static String known(String group) {
    return "Same fingerprint as " + group;
  }

  static String joinedByAPerson(String group) {
    return "A person joined it with " + group;
  }

  static String fresh() {
    return "New: no other has a method, a message or a meaning in common with it";
  }

  String joined(Nearest nearest) {
    return "Joined with " + nearest.group() + " by likeness, score " + two(nearest.score())
        + " of the " + two(weights.join()) + " needed: " + features(nearest.features());
  }

  /**
   * @param obstacle what forbade to join them, empty for the score
   */
  String similar(Nearest nearest, String obstacle) {
    return "New, similar to " + nearest.group() + ", score " + two(nearest.score()) + ", "
        + (obstacle.isEmpty() ? "joined from " + two(weights.join()) + " on" : obstacle) + ": "
        + features(nearest.features());
  }

  String fresh(Nearest nearest) {
    return "New: the nearest is " + nearest.group() + ", score " + two(nearest.score())
        + ", similar from " + two(weights.similar()) + " on";
  }

  private String features(Features features) {
    List<String> told = new ArrayList<>();
    told.add(
        (features.sameType() ? "same root cause, " : "another root cause, ")
            + shape.simpleType());
    if (features.crashMethod() == 1) {
      told.add("thrown in the same method, " + crashMethod());
    } else if (features.crashMethod() >= WORTH_TELLING) {
      told.add("thrown in a method called much as " + crashMethod());
    }
    if (features.shared() > 0) {
      told.add(
          features.shared() + " of its " + shape.methods().size()
              + (shape.ownCode() ? " in-app" : "") + " methods in both, in order "
              + two(features.order()));
    }
    if (features.message() == 1) {
      told.add("same message");
    }
    if (embedding != null && features.meaning() >= WORTH_TELLING) {
      told.add("meaning " + two(features.meaning()) + " by " + embedding.model());
    }
    return String.join("; ", told);
  }

  private String crashMethod() {
    return Fingerprints.place(shape.methods().getFirst());
  }

  private static String two(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
