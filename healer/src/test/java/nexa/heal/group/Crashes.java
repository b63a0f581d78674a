package nexa.heal.group;

import java.util.Arrays;
import java.util.List;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.issue.Fingerprint;
import org.jspecify.annotations.Nullable;

/** Crashes of a made-up shop, written as the methods they went through. */
final class Crashes {

  static final List<String> SHOP = List.of("shop");
  static final String NPE = "java.lang.NullPointerException";
  static final String ILLEGAL = "java.lang.IllegalStateException";

  private Crashes() {}

  /**
   * @param methods innermost first, as {@code shop.Cart.pay}
   */
  static StackTrace crash(String type, @Nullable String message, String... methods) {
    return new StackTrace(
        type, message, Arrays.stream(methods).map(Crashes::frame).toList(), null, List.of());
  }

  static CrashShape shape(String type, @Nullable String message, String... methods) {
    return CrashShape.of(crash(type, message, methods), SHOP);
  }

  static Fingerprint fingerprint(StackTrace trace) {
    return Fingerprints.of(trace, SHOP);
  }

  private static Frame frame(String method) {
    int dot = method.lastIndexOf('.');
    return new Frame(method.substring(0, dot), method.substring(dot + 1), null, 1);
  }
}
