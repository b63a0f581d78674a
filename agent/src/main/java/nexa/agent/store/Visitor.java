package nexa.agent.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, and what they may do.
 *
 * @param name the person or program, as the audit log and the commits name it
 * @param token the id of the token that was shown, null for who needs none
 * @param until when that ends, null for never
 */
public record Visitor(String name, Scope scope, @Nullable Long token, @Nullable Instant until) {

  /** Somebody who may do everything, as the owner of the home may. */
  public static Visitor owner(String name) {
    return new Visitor(name, Scope.ADMIN, null, null);
  }
}
