package nexa.agent.store;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who approves, as far as Nexa can know. A name stands for a person: the local socket, the owner's token
 * and every session opened by them are of whoever rules this host, whatever user that is, as one of them
 * can act as another; a token is of the person it names. That somebody uses a token that was made for
 * another cannot be known.
 *
 * @param name as the audit log has it
 * @param token the id of the token that was shown, itself or to open the session; null for none
 */
public record Person(String name, @Nullable Long token) {

  /** Users of this host who are one for Nexa: who is root can act as the user of the daemon. */
  private static final Set<String> HOST_USERS =
      new HashSet<>(
          List.of("root", System.getProperty("user.name", "root").toLowerCase(Locale.ROOT)));

  /** Who sent a request. */
  public static Person of(Visitor visitor) {
    return new Person(visitor.name(), visitor.token());
  }

  /** Whether another may be the same person. */
  boolean maybe(Person other) {
    return isOfHost() && other.isOfHost()
        || token != null && token.equals(other.token)
        || name.equalsIgnoreCase(other.name);
  }

  /** Whether what was done under a name may have been done by this person. */
  boolean bears(String otherName) {
    return name.equalsIgnoreCase(otherName) || isOfHost() && isHostUser(otherName);
  }

  /** By the way in, or by a token that bears the name of such a user. */
  private boolean isOfHost() {
    return token == null || isHostUser(name);
  }

  private static boolean isHostUser(String name) {
    return HOST_USERS.contains(name.toLowerCase(Locale.ROOT));
  }
}
