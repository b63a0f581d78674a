package nexa.issue;

/**
 * A test that fails on the deployed commit the way the service did.
 *
 * @param file the test's path in the repository
 * @param source the whole test file
 * @param testId the test's id as the sandbox reports it, {@code com.example.CartCrashTest#method}
 * @param frameIndex the in-app frame whose call the test repeats
 * @param redRuns how many runs in a row failed with the same exception at the same frame
 * @param from where the values came from
 * @param failure the failing run's output, bounded
 */
public record Reproduction(
    String file,
    String source,
    String testId,
    int frameIndex,
    int redRuns,
    From from,
    String failure) {

  /** Where a reproduction's values came from. */
  public enum From {
    SNAPSHOT,
    SEARCH
  }
}
