package nexa.patch;

import org.jspecify.annotations.Nullable;

/**
 * What a plausible patch was seen to do.
 *
 * @param redLog the reproduction on the deployed commit
 * @param greenLog the reproduction on the patched one
 * @param sandbox the sandbox's kind and the digest of its image and profile
 * @param jdk the JDK that ran the tests, by version, vendor and digest; null of a proof that was made
 *     before this was noted
 */
public record Proof(
    String redLog, String greenLog, Suite before, Suite after, String sandbox,
    @Nullable String jdk) {

  /** A run of the service's whole test suite, in counts. */
  public record Suite(int passed, int failed, int skipped) {}
}
