package nexa.heal.group;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import nexa.event.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * A crash as far as its likeness to others goes: the root cause, what it said, and the methods it went
 * through. Line numbers, wrappers, and the numbers of compilers and proxies are not part of it.
 *
 * @param message the template of the root's message, empty for none
 * @param methods innermost first, each once, at most {@value #METHODS_MAX}
 * @param ownCode whether the methods are the service's own; otherwise they are a library's
 */
public record CrashShape(
    String rootType,
    String message,
    List<String> methods,
    boolean ownCode,
    @Nullable Meaning meaning) {

  private static final int METHODS_MAX = 60;
  private static final int METHODS_EMBEDDED_MAX = 10;
  private static final int MESSAGE_CHARS_EMBEDDED_MAX = 200;

  public CrashShape {
    methods = List.copyOf(methods);
  }

  /**
   * The shape of a crash, without a vector.
   *
   * @param inApp the service's package prefixes, empty for "not a JDK or library class"
   */
  public static CrashShape of(StackTrace trace, List<String> inApp) {
    StackTrace root = trace.root();
    return new CrashShape(
        root.exceptionType(),
        MessageTemplate.of(root.message()),
        Checks.without(Fingerprints.methods(trace, inApp, METHODS_MAX)),
        !Fingerprints.inAppFrames(trace, inApp).isEmpty(),
        null);
  }

  /** This shape with the vector of its text, or without when the model cannot run. */
  public CrashShape embedded(Embedding embedding) {
    float[] vector = embedding.embed(text());
    return new CrashShape(
        rootType, message, methods, ownCode, vector == null ? null : Meaning.of(vector));
  }

  /** This shape with other copies of the methods' names. */
  CrashShape named(UnaryOperator<String> copy) {
    return new CrashShape(
        rootType, message, methods.stream().map(copy).toList(), ownCode, meaning);
  }

  String simpleType() {
    return rootType.substring(
        Math.max(rootType.lastIndexOf('.'), rootType.lastIndexOf('$')) + 1);
  }

  /** What the model reads: the exception, its message, and the innermost methods by their words. */
  private String text() {
    String said =
        message.length() > MESSAGE_CHARS_EMBEDDED_MAX
            ? message.substring(0, MESSAGE_CHARS_EMBEDDED_MAX)
            : message;
    return simpleType() + (said.isEmpty() ? "" : ": " + said) + " in "
        + methods.stream()
            .limit(METHODS_EMBEDDED_MAX)
            .map(Fingerprints::place)
            .collect(Collectors.joining(" < "));
  }
}
