package nexa.heal.classify;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Exceptions and words that speak of what is around the code: other services, settings, disk. */
public final class OutsideCauses {

  /** Something the code calls did not answer. */
  public static final Set<String> UNREACHED =
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

  /** Something the code needs is not where it looks. */
  public static final Set<String> MISSING =
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
  public static final List<String> UNREACHED_ENDINGS =
      List.of("ConnectionException", "ConnectException", "TimeoutException", "UnavailableException",
          "CommunicationsException");

  /** What the operating system says when something ran out, and what that is. */
  public static final Map<String, String> EXHAUSTED =
      Map.of(
          "No space left on device", "the disk is full",
          "Disk quota exceeded", "the disk quota is used up",
          "Too many open files", "no more files can be opened");

  private OutsideCauses() {}
}
