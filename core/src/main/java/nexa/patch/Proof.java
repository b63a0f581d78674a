package nexa.patch;

/**
 * What a plausible patch was seen to do.
 *
 * @param redLog the reproduction on the deployed commit
 * @param greenLog the reproduction on the patched one
 * @param sandbox the sandbox's kind and the digest of its image and profile
 */
public record Proof(
    String redLog, String greenLog, Suite before, Suite after, String sandbox) {

  /** A run of the service's whole test suite, in counts. */
  public record Suite(int passed, int failed, int skipped) {}
}
