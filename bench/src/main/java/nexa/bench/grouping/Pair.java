package nexa.bench.grouping;

import nexa.heal.group.Features;

/**
 * A crash beside one that came before it.
 *
 * @param joinable whether nothing but the score can keep them apart
 */
record Pair(
    LabelledCrash crash, LabelledCrash earlier, Features features, boolean joinable) {

  boolean sameFingerprint() {
    return crash.fingerprint().equals(earlier.fingerprint());
  }

  boolean sameBug() {
    return crash.bug().equals(earlier.bug());
  }
}
