package nexa.repair;

import org.jspecify.annotations.Nullable;

/**
 * Where a fix is brought to.
 *
 * @param remote the address of the repository it is pushed to, null when it stays where it is
 * @param reason why it stays, null when it does not
 */
public record Published(@Nullable String remote, @Nullable String reason) {

  /** It stays in the repository it was committed to. */
  public static Published nowhere(String reason) {
    return new Published(null, reason);
  }
}
