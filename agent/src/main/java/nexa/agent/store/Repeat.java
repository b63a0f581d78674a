package nexa.agent.store;

import java.time.Instant;
import nexa.issue.Fingerprint;

/**
 * Events of a known issue that were not kept, only counted.
 *
 * @param last when the last of them happened
 */
record Repeat(Key key, long count, Instant last) {

  /** Whose repeats they are, and by which road they came. */
  record Key(String service, Fingerprint fingerprint, String input) {}

  /** These and others of the same key. */
  Repeat and(Repeat other) {
    return new Repeat(
        key, count + other.count, last.isAfter(other.last) ? last : other.last);
  }
}
