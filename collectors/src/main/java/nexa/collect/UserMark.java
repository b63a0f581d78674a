package nexa.collect;

import org.jspecify.annotations.Nullable;

/** Tells the users of a service apart without saying who they are: a digest of what senders call them. */
final class UserMark {

  private static final int DIGITS = 16;
  private static final int NAME_LENGTH_MAX = 200;

  private UserMark() {}

  /** The mark of the first name that there is, null for none. */
  static @Nullable String of(String service, @Nullable String... names) {
    for (String name : names) {
      if (name != null && !name.isBlank() && !name.startsWith("{{")) { // as {{auto}} of Sentry's
        String known = name.substring(0, Math.min(name.length(), NAME_LENGTH_MAX));
        return EventId.of("user", service, known).substring(0, DIGITS);
      }
    }
    return null;
  }
}
