package nexa.patch;

/** What checking a patch said. */
public sealed interface Verdict {

  /** The patch that was checked. */
  Patch patch();

  /** The reproduction turned green and no green test was lost. */
  record Plausible(Patch patch, Proof proof) implements Verdict {}

  /** The patch is no good; {@code reason} says why in one line. */
  record Rejected(Patch patch, String reason) implements Verdict {}
}
