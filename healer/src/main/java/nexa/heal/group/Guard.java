package nexa.heal.group;

/**
 * What keeps two crashes apart however alike they are. A wrong merge hides a bug, a split shows one
 * twice, so a join needs more than a score. Two methods that are called alike may be one that was
 * renamed, but a service has many that are: the handlers of one framework, the getters of one class.
 */
public final class Guard {

  /** One method of three in common is the helper that threw. */
  private static final int METHODS_TO_ONE_SHARED = 3;

  /** With so much in the same order, what differs was renamed. */
  private static final double RENAMED_ORDER_MIN = 0.6;

  private Guard() {}

  /** Why the two must not be joined, in words; empty when nothing speaks against it. */
  public static String obstacle(Features features, CrashShape a, CrashShape b) {
    if (!features.sameType()) {
      return "not joined, as the root cause is of another type";
    }
    if (!a.ownCode() || !b.ownCode()) {
      return features.crashMethod() == 1 && features.message() == 1
          ? ""
          : "not joined, as it has no in-app methods";
    }
    if (features.crashMethod() < 1) {
      return "not joined, as they were thrown in different methods";
    }
    int shorter = Math.min(a.methods().size(), b.methods().size());
    if (features.shared() * METHODS_TO_ONE_SHARED <= shorter
        && features.order() < RENAMED_ORDER_MIN) {
      return "not joined, as they share too few methods";
    }
    return "";
  }
}
