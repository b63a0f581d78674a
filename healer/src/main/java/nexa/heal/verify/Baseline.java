package nexa.heal.verify;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import nexa.heal.sandbox.Sandbox.Tests;
import nexa.patch.Proof;
import nexa.patch.TestOutcome;
import nexa.patch.TestOutcome.Status;

/**
 * What the tests do on the deployed commit, which every patched run is held against.
 *
 * @param tests what was run
 * @param outcomes by test id, the reproduction's included
 * @param took how long the run took
 */
record Baseline(
    Tests tests, Map<String, TestOutcome> outcomes, String reproductionId, Duration took) {

  private static final int NAMED_MAX = 3;

  static Baseline of(
      Tests tests, List<TestOutcome> outcomes, String reproductionId, Duration took) {
    return new Baseline(tests, byId(outcomes), reproductionId, took);
  }

  /** The reproduction's failure, empty when it is not red. */
  Optional<String> redLog() {
    TestOutcome outcome = outcomes.get(reproductionId);
    return outcome == null || outcome.status() != Status.FAILED
        ? Optional.empty()
        : Optional.of(outcome.failure() == null ? "failed" : outcome.failure());
  }

  /** Why the reproduction is not green in a patched run, empty when it is. */
  static Optional<String> stillRed(List<TestOutcome> patched, String reproductionId) {
    TestOutcome outcome = byId(patched).get(reproductionId);
    if (outcome == null) {
      return Optional.of("the reproduction did not run");
    }
    return outcome.status() == Status.PASSED
        ? Optional.empty()
        : Optional.of("the reproduction is still red: " + firstLine(outcome));
  }

  /**
   * What a patched run lost, empty when it ran the same tests and every green one stayed green.
   *
   * @param unsteady tests that do not count
   * @param whole whether it should have run all the tests that were run here
   */
  Optional<String> lost(List<TestOutcome> patched, Set<String> unsteady, boolean whole) {
    Map<String, TestOutcome> after = byId(patched);
    after.keySet().removeAll(unsteady);
    Set<String> missing = minus(outcomes.keySet(), after.keySet());
    missing.removeAll(unsteady);
    Set<String> strange = minus(after.keySet(), outcomes.keySet());
    if ((whole && !missing.isEmpty()) || !strange.isEmpty()) {
      return Optional.of(
          "other tests ran than on the deployed commit: missing "
              + named(missing)
              + ", new "
              + named(strange));
    }
    Set<String> broken = broken(patched, unsteady);
    return broken.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "breaks " + named(broken) + ": "
                + firstLine(Objects.requireNonNull(after.get(broken.iterator().next()))));
  }

  /** The tests that were green here and are not in a patched run, those that do not count left out. */
  Set<String> broken(List<TestOutcome> patched, Set<String> unsteady) {
    Set<String> broken = new LinkedHashSet<>();
    patched.stream()
        .filter(outcome -> outcome.status() != Status.PASSED)
        .map(TestOutcome::testId)
        .filter(id -> outcomes.containsKey(id) && outcomes.get(id).status() == Status.PASSED)
        .filter(id -> !unsteady.contains(id))
        .forEach(broken::add);
    return broken;
  }

  /** The tests that did something else, or did not run, in another run of the same commit. */
  Set<String> unlike(List<TestOutcome> again) {
    Map<String, TestOutcome> second = byId(again);
    Set<String> unlike = minus(outcomes.keySet(), second.keySet());
    unlike.addAll(minus(second.keySet(), outcomes.keySet()));
    outcomes.forEach(
        (id, first) -> {
          TestOutcome other = second.get(id);
          if (other != null && other.status() != first.status()) {
            unlike.add(id);
          }
        });
    unlike.remove(reproductionId);
    return unlike;
  }

  /** The suite in counts, without the reproduction. */
  Proof.Suite suite() {
    return suite(List.copyOf(outcomes.values()), reproductionId);
  }

  /** A run's suite in counts, without the reproduction. */
  static Proof.Suite suite(List<TestOutcome> outcomes, String reproductionId) {
    int[] counts = new int[Status.values().length];
    outcomes.stream()
        .filter(outcome -> !outcome.testId().equals(reproductionId))
        .forEach(outcome -> counts[outcome.status().ordinal()]++);
    return new Proof.Suite(
        counts[Status.PASSED.ordinal()],
        counts[Status.FAILED.ordinal()],
        counts[Status.SKIPPED.ordinal()]);
  }

  private static Map<String, TestOutcome> byId(List<TestOutcome> outcomes) {
    Map<String, TestOutcome> byId = new LinkedHashMap<>();
    outcomes.forEach(outcome -> byId.put(outcome.testId(), outcome));
    return byId;
  }

  private static Set<String> minus(Set<String> from, Set<String> what) {
    Set<String> rest = new TreeSet<>(from);
    rest.removeAll(what);
    return rest;
  }

  private static String named(Set<String> ids) {
    List<String> names = List.copyOf(ids);
    String shown = String.join(", ", names.subList(0, Math.min(NAMED_MAX, names.size())));
    int more = names.size() - NAMED_MAX;
    return names.isEmpty() ? "none" : more > 0 ? shown + " and " + more + " more" : shown;
  }

  private static String firstLine(TestOutcome outcome) {
    String failure = outcome.failure();
    return failure == null ? outcome.status().name() : failure.lines().findFirst().orElse("");
  }
}
