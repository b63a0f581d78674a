package nexa.heal.propose;

import java.util.Set;
import nexa.heal.propose.Site.Kind;

/** In which ways expressions can fail with an exception. */
final class FailureKinds {

  private FailureKinds() {}

  /** The ways in which an expression can have made a crash. */
  static Set<Kind> of(Crash crash) {
    return switch (crash.type()) {
      case "java.lang.ArithmeticException" -> Set.of(arithmeticKind(crash.message()));
      case "java.lang.UnsupportedOperationException" ->
          crash.inLibrary() ? Set.of(Kind.IMMUTABLE) : Set.of();
      case "java.lang.IllegalStateException" ->
          crash.inLibrary() && crash.message().startsWith("Duplicate key ")
              ? Set.of(Kind.DUPLICATE_KEY) : Set.of();
      default -> of(crash.type());
    };
  }

  /** The ways in which an expression can raise an exception. */
  static Set<Kind> of(String exceptionType) {
    return switch (exceptionType) {
      case "java.lang.NullPointerException" -> Set.of(Kind.NULL);
      case "java.lang.IndexOutOfBoundsException",
          "java.lang.ArrayIndexOutOfBoundsException",
          "java.lang.StringIndexOutOfBoundsException" -> Set.of(Kind.INDEX);
      case "java.lang.NegativeArraySizeException" -> Set.of(Kind.LENGTH);
      case "java.lang.ArithmeticException" -> Set.of(Kind.DIVISOR);
      case "java.lang.NumberFormatException",
          "java.time.format.DateTimeParseException",
          "java.time.DateTimeException",
          "java.util.regex.PatternSyntaxException",
          "java.lang.IllegalArgumentException" -> Set.of(Kind.TEXT);
      case "java.lang.ClassCastException" -> Set.of(Kind.CAST);
      case "java.util.NoSuchElementException", "java.util.EmptyStackException" ->
          Set.of(Kind.EMPTY);
      case "java.util.ConcurrentModificationException" -> Set.of(Kind.WALKED, Kind.REMOVAL);
      default -> Set.of();
    };
  }

  private static Kind arithmeticKind(String message) {
    if (message.contains("ounding") || message.contains("Non-terminating")) {
      return Kind.INEXACT;
    }
    return message.contains("overflow") ? Kind.OVERFLOW : Kind.DIVISOR;
  }
}
