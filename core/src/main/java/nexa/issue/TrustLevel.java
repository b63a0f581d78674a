package nexa.issue;

import java.util.Locale;
import java.util.Optional;

/** What Nexa may do with a verified patch; each level includes those before it. */
public enum TrustLevel {
  /** Group, explain, reproduce; no patch leaves the sandbox. */
  OBSERVE,
  /** Put an approved patch and its test on a branch of its own. */
  PROPOSE,
  /** Move the deployed branch to an approved patch. */
  COMMIT,
  /** Swap an approved patch into the running JVMs too, watched and rolled back by itself. */
  HOTSWAP,
  /** Carry a patch out as far as its service is trusted, without asking. */
  AUTONOMOUS;

  /** Whether what another level allows is allowed. */
  public boolean includes(TrustLevel other) {
    return compareTo(other) >= 0;
  }

  /** The lower of two. */
  public TrustLevel atMost(TrustLevel other) {
    return includes(other) ? other : this;
  }

  /** Some levels lower; a patch that a person has to decide and merge is never too much. */
  public TrustLevel lowered(int levels) {
    return includes(PROPOSE) ? values()[Math.max(PROPOSE.ordinal(), ordinal() - levels)] : this;
  }

  /** The level as configuration, API and command line name it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The level of a name, empty for a name that is none. */
  public static Optional<TrustLevel> of(String text) {
    for (TrustLevel level : values()) {
      if (level.text().equals(text)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }
}
