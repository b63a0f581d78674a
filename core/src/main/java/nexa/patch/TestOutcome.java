package nexa.patch;

import org.jspecify.annotations.Nullable;

/**
 * What one test did, as the sandbox streamed it.
 *
 * @param testId {@code com.example.CartTest#adds}
 * @param failure the throwable's type and frames as printed, bounded; null when it passed
 */
public record TestOutcome(String testId, Status status, @Nullable String failure) {

  /** How a test ended. */
  public enum Status {
    PASSED,
    FAILED,
    SKIPPED
  }
}
