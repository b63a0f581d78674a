package nexa.repair;

import nexa.issue.Diagnosis;
import nexa.issue.Reproduction;

/** Turns a crash into a test that fails the same way on the deployed commit. */
@FunctionalInterface
public interface Reproducer {

  Answer reproduce(Diagnosis diagnosis);

  /** What trying said. */
  sealed interface Answer {

    /** The test was red twice in a row, with the same exception at the same frame. */
    record Red(Reproduction reproduction) implements Answer {}

    /** Tests were made and none failed that way; {@code reason} says what they did instead. */
    record NotRed(String reason) implements Answer {}

    /** No test could be made, or none could be run; {@code reason} names the next step. */
    record Abstained(String reason) implements Answer {}
  }
}
