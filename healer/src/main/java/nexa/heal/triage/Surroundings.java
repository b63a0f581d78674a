package nexa.heal.triage;

import java.util.Map;
import java.util.Optional;
import nexa.event.StackTrace;
import nexa.heal.classify.OutsideCauses;
import nexa.repair.Triage.Cause;
import org.jspecify.annotations.Nullable;

/** Exceptions that speak of what is around the code: other services, settings, memory and disk. */
final class Surroundings {

  private static final int CAUSES_MAX = 20;

  private Surroundings() {}

  /**
   * What a trace says of the code's surroundings.
   *
   * @param thrownByProject whether the exception was made by the project's own code
   */
  static Optional<Finding> of(StackTrace trace, boolean thrownByProject) {
    StackTrace at = trace;
    Optional<Finding> found = Optional.empty();
    for (int i = 0; i < CAUSES_MAX; i++) {
      Optional<Finding> here = one(at.exceptionType(), at.message(), thrownByProject);
      found = here.isPresent() ? here : found;
      StackTrace cause = at.cause();
      if (cause == null) {
        break;
      }
      at = cause;
    }
    return found;
  }

  private static Optional<Finding> one(
      String type, @Nullable String message, boolean thrownByProject) {
    String said = message == null ? "" : message;
    if (type.equals("java.lang.OutOfMemoryError")) {
      return finding(Cause.CAPACITY, "the JVM ran out of memory or threads", type, said);
    }
    if (type.equals("java.lang.NoClassDefFoundError")
        && !said.startsWith("Could not initialize class")) {
      return finding(Cause.CONFIGURATION, "a class is missing at run time", type, said);
    }
    for (Map.Entry<String, String> each : OutsideCauses.EXHAUSTED.entrySet()) {
      if (said.contains(each.getKey())) {
        return finding(Cause.CAPACITY, each.getValue(), type, said);
      }
    }
    if (OutsideCauses.UNREACHED.contains(type)) {
      return finding(Cause.DOWNSTREAM, "something the code calls did not answer", type, said);
    }
    if (OutsideCauses.MISSING.contains(type)) {
      return finding(
          Cause.CONFIGURATION, "something the code needs is not where it looks", type, said);
    }
    boolean unreached = OutsideCauses.UNREACHED_ENDINGS.stream().anyMatch(type::endsWith);
    return unreached && !thrownByProject
        ? finding(Cause.DOWNSTREAM, "something the code calls did not answer", type, said)
        : Optional.empty();
  }

  private static Optional<Finding> finding(
      Cause cause, String what, String type, String message) {
    return Optional.of(new Finding(cause, what, type + (message.isEmpty() ? "" : ": " + message)));
  }

  /**
   * What was found.
   *
   * @param evidence the exception as it was thrown
   */
  record Finding(Cause cause, String what, String evidence) {}
}
