package nexa.repair;

import nexa.issue.Diagnosis;
import nexa.issue.Issue;

/** Finds an issue's frames in the source of the deployed commit. */
@FunctionalInterface
public interface Locator {

  Answer locate(Issue issue);

  /** What looking said. */
  sealed interface Answer {

    /** At least one in-app frame is in a source file. */
    record Found(Diagnosis diagnosis) implements Answer {}

    /** None is; {@code reason} names what is missing and the next step. */
    record Nowhere(String reason) implements Answer {}
  }
}
