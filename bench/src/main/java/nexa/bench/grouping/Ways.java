package nexa.bench.grouping;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import nexa.bench.grouping.Rotation.Way;
import nexa.event.StackTrace;
import nexa.heal.group.Features;
import nexa.heal.group.Fingerprints;
import nexa.heal.group.Weights;

/** The ways of comparing two crashes that are measured beside each other. */
final class Ways {

  private static final int PARTS = 20;

  private Ways() {}

  /** Our fingerprint: the same or not. */
  static Way fingerprint() {
    return new Way("exact fingerprint", pair -> pair.sameFingerprint() ? 1 : 0, null);
  }

  /** The same root exception in the same innermost in-app method. */
  static Way typeAndCrashFrame() {
    return new Way(
        "root type + crash frame",
        pair -> crashFrame(pair.crash()).equals(crashFrame(pair.earlier())) ? 1 : 0,
        null);
  }

  /** The share of methods until the first that differs, of the longer stack. */
  static Way commonPrefix() {
    return new Way("common prefix", Ways::prefix, null);
  }

  /** The fingerprint first, then the weighted features. */
  static Way weighted(Weights weights) {
    return new Way(
        name(weights),
        pair -> pair.sameFingerprint() ? 1 : 0.9999 * weights.score(pair.features()),
        weights);
  }

  /**
   * Random weights in steps of a twentieth.
   *
   * @param meaning whether vectors may count
   */
  static List<Way> search(int count, boolean meaning, long seed) {
    Random random = new Random(seed);
    List<Way> ways = new ArrayList<>();
    ways.add(weighted(Weights.SHIPPED));
    for (int i = 0; i < count; i++) {
      ways.add(weighted(randomWeights(random, meaning)));
    }
    return ways;
  }

  static Weights mean(List<Weights> all) {
    return new Weights(
        mean(all, Weights::order), mean(all, Weights::methods), mean(all, Weights::crashMethod),
        mean(all, Weights::rootType), mean(all, Weights::message), mean(all, Weights::meaning), 1,
        1);
  }

  private static double mean(List<Weights> all, ToDoubleFunction<Weights> part) {
    return all.stream().mapToDouble(part).average().orElse(0);
  }

  private static Weights randomWeights(Random random, boolean meaning) {
    int[] parts = new int[6];
    for (int i = 0; i < PARTS; i++) {
      parts[random.nextInt(meaning ? 6 : 5)]++;
    }
    double unit = 1.0 / PARTS;
    return new Weights(
        parts[0] * unit, parts[1] * unit, parts[2] * unit, parts[3] * unit, parts[4] * unit,
        parts[5] * unit, 1, 1);
  }

  private static String name(Weights weights) {
    return String.format(
        Locale.ROOT, "order %.2f methods %.2f crash %.2f type %.2f message %.2f meaning %.2f",
        weights.order(), weights.methods(), weights.crashMethod(), weights.rootType(),
        weights.message(), weights.meaning());
  }

  private static String crashFrame(LabelledCrash crash) {
    StackTrace root = crash.trace().root();
    return root.exceptionType() + " in "
        + Stream.concat(
            Fingerprints.inAppFrames(crash.trace(), crash.inApp()).stream(),
            root.frames().stream())
            .findFirst()
            .map(frame -> frame.className() + "." + frame.method())
            .orElse("");
  }

  private static double prefix(Pair pair) {
    List<String> one = pair.crash().shape().methods();
    List<String> other = pair.earlier().shape().methods();
    int shorter = Math.min(one.size(), other.size());
    int same = 0;
    while (same < shorter && one.get(same).equals(other.get(same))) {
      same++;
    }
    int longer = Math.max(one.size(), other.size());
    return longer == 0 ? 0 : (double) same / longer;
  }

  /** The cosine alone. */
  static Way meaning() {
    return new Way("vectors alone", pair -> orNothing(pair.features()), null);
  }

  private static double orNothing(Features features) {
    return Double.isNaN(features.meaning()) ? 0 : features.meaning();
  }
}
