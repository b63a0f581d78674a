package nexa.heal.sandbox;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import nexa.patch.TestOutcome;

/**
 * Tests that must pass or fail as a secret says: a run that reports them otherwise did not come from the
 * test engine.
 *
 * @param vector the secret, one bit a test; a set bit passes
 */
record Canary(int vector) {

  /** The class of the canaries. */
  static final String CLASS = "nexacanary.CanaryTest";

  private static final String PATH = "nexacanary/CanaryTest.java";
  private static final int TESTS = 16;

  /** A canary with a fresh secret. */
  static Canary fresh(RandomGenerator random) {
    return new Canary(random.nextInt(1 << TESTS));
  }

  /** The canary's source by its path, empty when the class path has no JUnit that Nexa knows. */
  Optional<Map.Entry<String, byte[]>> source(List<Path> classpath) {
    return annotation(classpath)
        .map(test -> Map.entry(PATH, source(test).getBytes(StandardCharsets.UTF_8)));
  }

  /** The outcomes without the canaries', empty when a canary did not do as the secret says. */
  Optional<List<TestOutcome>> removeFrom(List<TestOutcome> outcomes) {
    List<TestOutcome> others = new ArrayList<>();
    int right = 0;
    for (TestOutcome outcome : outcomes) {
      if (outcome.testId().startsWith(CLASS + "#")) {
        right += isRight(outcome) ? 1 : 0;
      } else {
        others.add(outcome);
      }
    }
    boolean complete = outcomes.size() - others.size() == TESTS;
    return complete && right == TESTS ? Optional.of(others) : Optional.empty();
  }

  private boolean isRight(TestOutcome outcome) {
    for (int i = 0; i < TESTS; i++) {
      if (outcome.testId().equals(CLASS + "#t" + i)) {
        return outcome
            .status() == (passes(i) ? TestOutcome.Status.PASSED : TestOutcome.Status.FAILED);
      }
    }
    return false;
  }

  private boolean passes(int test) {
    return (vector >> test & 1) == 1;
  }

  private static Optional<String> annotation(List<Path> classpath) {
    List<String> names =
        classpath.stream().map(path -> String.valueOf(path.getFileName())).toList();
    if (names.stream().anyMatch(name -> name.startsWith("junit-jupiter-engine"))) {
      return Optional.of("org.junit.jupiter.api.Test");
    }
    return names.stream().anyMatch(name -> name.startsWith("junit-vintage-engine"))
        ? Optional.of("org.junit.Test")
        : Optional.empty();
  }

  private String source(String annotation) {
    StringBuilder text = new StringBuilder("package nexacanary;\n\npublic class CanaryTest {\n");
    for (int i = 0; i < TESTS; i++) {
      text.append("  @").append(annotation).append(" public void t").append(i).append("() {");
      text.append(passes(i) ? "}\n" : " throw new AssertionError(); }\n");
    }
    return text.append("}\n").toString();
  }
}
