package nexa.heal.triage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nexa.event.StackTrace;
import nexa.repair.Triage.Cause;
import org.jspecify.annotations.Nullable;

/** Exceptions that speak of what is around the code: other services, settings, memory and disk. */
final class Surroundings {

  private static final Set<String> DOWNSTREAM =
      Set.of(
          "java.net.ConnectException",
          "java.net.NoRouteToHostException",
          "java.net.PortUnreachableException",
          "java.net.SocketException",
          "java.net.SocketTimeoutException",
          "java.net.UnknownHostException",
          "java.net.http.HttpConnectTimeoutException",
          "java.net.http.HttpTimeoutException",
          "java.nio.channels.ClosedChannelException",
          "java.nio.channels.UnresolvedAddressException",
          "java.rmi.ConnectException",
          "java.rmi.RemoteException",
          "java.sql.SQLNonTransientConnectionException",
          "java.sql.SQLRecoverableException",
          "java.sql.SQLTimeoutException",
          "java.sql.SQLTransientConnectionException",
          "java.sql.SQLTransientException",
          "java.util.concurrent.TimeoutException",
          "javax.net.ssl.SSLException",
          "javax.net.ssl.SSLHandshakeException");

  private static final Set<String> CONFIGURATION =
      Set.of(
          "java.io.FileNotFoundException",
          "java.lang.ClassNotFoundException",
          "java.lang.NoSuchFieldError",
          "java.lang.NoSuchMethodError",
          "java.lang.UnsatisfiedLinkError",
          "java.lang.UnsupportedClassVersionError",
          "java.nio.file.AccessDeniedException",
          "java.nio.file.NoSuchFileException",
          "java.util.MissingResourceException",
          "java.util.ServiceConfigurationError",
          "javax.naming.NameNotFoundException",
          "javax.naming.NoInitialContextException");

  /** Endings of the names that libraries give to what they could not reach. */
  private static final List<String> UNREACHED =
      List.of("ConnectionException", "ConnectException", "TimeoutException", "UnavailableException",
          "CommunicationsException");

  /** What the operating system says when something ran out. */
  private static final Map<String, String> EXHAUSTED =
      Map.of(
          "No space left on device", "the disk is full",
          "Disk quota exceeded", "the disk quota is used up",
          "Too many open files", "no more files can be opened");

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
    for (Map.Entry<String, String> each : EXHAUSTED.entrySet()) {
      if (said.contains(each.getKey())) {
        return finding(Cause.CAPACITY, each.getValue(), type, said);
      }
    }
    if (DOWNSTREAM.contains(type)) {
      return finding(Cause.DOWNSTREAM, "something the code calls did not answer", type, said);
    }
    if (CONFIGURATION.contains(type)) {
      return finding(
          Cause.CONFIGURATION, "something the code needs is not where it looks", type, said);
    }
    boolean unreached = UNREACHED.stream().anyMatch(type::endsWith);
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
