package nexa.repair;

import org.jspecify.annotations.Nullable;

/** What a person said about a plan, or what made that needless. */
public sealed interface Decision {

  /**
   * Carry the plan out.
   *
   * @param by the person who said so; null when the trust level allows it without asking, as for a
   *     one-shot {@code nexa heal}, which the user started
   * @param digest the digest of the plan that was shown
   * @param audit the head of the audit log, SHA-256 in hex, once it held this; null when it does not
   * @param signoff whether the person asked to be named in a {@code Signed-off-by}
   * @param first who approved it before that person, where two had to; null where one was enough
   */
  record Approved(
      @Nullable String by, String digest, @Nullable String audit, boolean signoff,
      @Nullable First first)
      implements
        Decision {

    /**
     * The first of two who approved.
     *
     * @param signoff whether they asked to be named in a {@code Signed-off-by}
     */
    public record First(String by, boolean signoff) {}

    /** An approval that is in no audit log. */
    public Approved(@Nullable String by, String digest) {
      this(by, digest, null);
    }

    /** An approval by somebody who signs nothing off. */
    public Approved(@Nullable String by, String digest, @Nullable String audit) {
      this(by, digest, audit, false, null);
    }

    /** An approval that was enough by itself. */
    public Approved(
        @Nullable String by, String digest, @Nullable String audit, boolean signoff) {
      this(by, digest, audit, signoff, null);
    }
  }

  /** Nobody is asked any more: it is not needed, and nothing is learned of it. */
  record Withdrawn(String reason) implements Decision {}

  /**
   * Do not.
   *
   * @param another whether another candidate is asked for, in the light of the reason
   */
  record Declined(String by, String reason, boolean another) implements Decision {

    /** A refusal that asks for nothing. */
    public Declined(String by, String reason) {
      this(by, reason, false);
    }
  }
}
