package nexa.heal.group;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nexa.event.Frame;
import nexa.event.Sha256;
import nexa.event.StackTrace;
import nexa.issue.Fingerprint;

/**
 * The rule that makes two crashes one issue: the same root cause at the same in-app methods.
 *
 * <p>Hashed are the root exception's type and the innermost in-app methods, each once, with what a
 * compiler or a library numbers left out. Wrapping exceptions, line numbers, messages, and frames of
 * the JDK, of libraries and of generated classes are not: a crash has one fingerprint whichever road
 * it came by, and keeps it from build to build. The in-app frames are those of the innermost exception
 * that has any, as a root cause may stem from a thread of a library.
 */
public final class Fingerprints {

  private static final int METHODS_MAX = 8;
  private static final int FALLBACK_METHODS_MAX = 5;
  private static final int FRAMES_MAX = 32;
  private static final int OVERFLOW_FRAMES_SEEN = 200;
  private static final int HEX_DIGITS = 16;

  private Fingerprints() {}

  /**
   * The fingerprint of a crash.
   *
   * @param inApp the service's package prefixes, empty for "not a JDK or library class"
   */
  public static Fingerprint of(StackTrace trace, List<String> inApp) {
    StackTrace root = trace.root();
    List<String> parts = new ArrayList<>();
    parts.add(root.exceptionType());
    parts.addAll(methods(trace, inApp, METHODS_MAX));
    if (parts.size() == 1) {
      parts.add(MessageTemplate.of(root.message()));
    }
    return new Fingerprint(hash(String.join("\n", parts)));
  }

  /**
   * What tells crashes with one fingerprint apart, should a person want to: all their methods, and
   * what they said. 16 hex digits.
   */
  public static String variant(StackTrace trace, List<String> inApp) {
    CrashShape shape = CrashShape.of(trace, inApp);
    List<String> parts = new ArrayList<>(shape.methods());
    parts.add(shape.message());
    return hash(String.join("\n", parts));
  }

  /** The fingerprint of one variant of a fingerprint, which a person split off. */
  public static Fingerprint of(Fingerprint whole, String variant) {
    return new Fingerprint(hash(whole.value() + "\n" + variant));
  }

  /**
   * The service's own frames, innermost first, a frame that recurs once; empty when there are none.
   */
  public static List<Frame> inAppFrames(StackTrace trace, List<String> inApp) {
    List<Frame> innermost = List.of();
    for (StackTrace at = trace; at != null; at = at.cause()) {
      List<Frame> frames =
          at.frames().stream()
              .filter(frame -> InApp.test(frame, inApp))
              .distinct()
              .limit(FRAMES_MAX)
              .toList();
      innermost = frames.isEmpty() ? innermost : frames;
    }
    return innermost;
  }

  /** The issue's title, such as {@code NullPointerException in Pricing.total}. */
  public static String title(StackTrace trace, List<String> inApp) {
    StackTrace root = trace.root();
    List<Frame> inAppFrames = inAppFrames(trace, inApp);
    return Stream.concat(inAppFrames.stream(), root.frames().stream())
        .findFirst()
        .map(top -> root.simpleType() + " in " + place(methodOf(top)))
        .orElse(root.simpleType());
  }

  /** Why crashes with this fingerprint are one issue, in words. */
  public static String because(StackTrace trace, List<String> inApp) {
    String type = trace.root().simpleType();
    List<String> methods = methods(trace, inApp, METHODS_MAX);
    if (methods.isEmpty()) {
      return "Same root cause, " + type + ", with the same message; no stack trace came with it";
    }
    String kind = inAppFrames(trace, inApp).isEmpty() ? "innermost" : "in-app";
    return "Same root cause, " + type + ", at the same " + kind + " methods: "
        + methods.stream().map(Fingerprints::place).collect(Collectors.joining(" < "));
  }

  /**
   * The in-app methods a crash is known by, innermost first and each once: those of the cycle for a
   * stack that overflowed, the innermost of the root when none is in-app.
   */
  static List<String> methods(StackTrace trace, List<String> inApp, int max) {
    List<Frame> own = inAppFrames(trace, inApp);
    StackTrace root = trace.root();
    if (own.isEmpty()) {
      return distinctMethods(root.frames(), Math.min(max, FALLBACK_METHODS_MAX));
    }
    if (root.exceptionType().equals("java.lang.StackOverflowError")) {
      return recurring(root.frames(), inApp, max).orElseGet(() -> distinctMethods(own, max));
    }
    return distinctMethods(own, max);
  }

  /** Where in its cycle a stack ran out is chance; the methods of the cycle are not. */
  private static Optional<List<String>> recurring(
      List<Frame> frames, List<String> inApp, int max) {
    Map<String, Long> calls =
        frames.stream()
            .limit(OVERFLOW_FRAMES_SEEN)
            .filter(frame -> InApp.test(frame, inApp))
            .collect(groupingBy(Fingerprints::methodOf, TreeMap::new, counting()));
    calls.values().removeIf(count -> count < 2);
    return calls.isEmpty()
        ? Optional.empty()
        : Optional.of(calls.keySet().stream().limit(max).toList());
  }

  private static List<String> distinctMethods(List<Frame> frames, int max) {
    return frames.stream().map(Fingerprints::methodOf).distinct().limit(max).toList();
  }

  private static String methodOf(Frame frame) {
    return className(frame) + "." + methodName(frame);
  }

  /** {@code a.Cart$1} and {@code a.Cart$1Local} without the compiler's number. */
  private static String className(Frame frame) {
    String name = frame.bareClassName();
    StringBuilder kept = new StringBuilder(name.length());
    boolean numbering = false;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      numbering = c == '$' || (numbering && isDigit(c));
      if (c == '$' || !numbering) {
        kept.append(c);
      }
    }
    return kept.toString();
  }

  /** {@code lambda$total$0} and {@code access$000} without the compiler's number. */
  private static String methodName(Frame frame) {
    String name = frame.method();
    while (true) {
      int end = name.length();
      while (end > 0 && isDigit(name.charAt(end - 1))) {
        end--;
      }
      if (end == name.length() || end < 2 || name.charAt(end - 1) != '$') {
        return name;
      }
      name = name.substring(0, end - 1);
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** A method as a person would name it: {@code Cart.Line.price}, a lambda by its method. */
  static String place(String classAndMethod) {
    int dot = classAndMethod.lastIndexOf('.');
    String method = classAndMethod.substring(dot + 1);
    String qualified = classAndMethod.substring(0, dot);
    List<String> words = new ArrayList<>();
    for (String part : qualified.substring(qualified.lastIndexOf('.') + 1).split("\\$", -1)) {
      if (!part.isEmpty()) {
        words.add(part);
      }
    }
    String type = String.join(".", words);
    if (method.startsWith("lambda$")) {
      method = method.substring("lambda$".length());
    }
    return switch (method) {
      case "<init>", "new" -> "new " + type;
      case "<clinit>", "static" -> type + "'s static initializer";
      default -> type + "." + method;
    };
  }

  private static String hash(String text) {
    return Sha256.hex(text).substring(0, HEX_DIGITS);
  }
}
