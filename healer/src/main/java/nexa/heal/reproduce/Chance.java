package nexa.heal.reproduce;

import com.sun.source.util.TreePath;
import java.util.List;
import java.util.Optional;
import nexa.heal.source.JavaModel;
import nexa.issue.Diagnosis;
import nexa.issue.Location;

/** What in the failing methods differs from one run to the next. */
final class Chance {

  private static final List<String> SOURCES =
      List.of(
          "currentTimeMillis(", "nanoTime(", ".now(", "new Date()", "new Random(", "Math.random(",
          "ThreadLocalRandom", "UUID.randomUUID(", "identityHashCode(", "Thread.sleep(", ".wait(",
          "synchronized");

  private Chance() {}

  /** A sentence that names it; empty when nothing is in sight. */
  static Optional<String> in(JavaModel model, Diagnosis diagnosis) {
    for (Location place : diagnosis.locations()) {
      Optional<TreePath> method = model.methodAt(place);
      String text = method.map(model::text).orElse("");
      Optional<String> found = SOURCES.stream().filter(text::contains).findFirst();
      if (found.isPresent()) {
        return Optional.of(
            "The code depends on time, chance or threads (" + place.method() + " has "
                + found.get().replace("(", "") + "), which a test of the same values need not"
                + " meet again.");
      }
    }
    return Optional.empty();
  }
}
