package nexa.patch;

/** What checking a patch said. */
public sealed interface Verdict {

  /** The patch that was checked. */
  Patch patch();

  /** The reproduction turned green and no green test was lost. */
  record Plausible(Patch patch, Proof proof) implements Verdict {}

  /**
   * The tests say what they say of a plausible patch, yet nothing says that it is right: it only makes
   * the crash silent, or behaves otherwise where the deployed commit was well. Never shown as a fix;
   * {@code reason} says why in one line.
   */
  record Doubtful(Patch patch, Proof proof, String reason) implements Verdict {}

  /** The patch is no good; {@code reason} says why in one line. */
  record Rejected(Patch patch, String reason) implements Verdict {}
}
