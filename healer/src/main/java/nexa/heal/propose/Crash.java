package nexa.heal.propose;

import java.util.ArrayList;
import java.util.List;
import nexa.event.StackTrace;
import nexa.issue.Diagnosis;
import nexa.issue.Location;
import org.jspecify.annotations.Nullable;

/**
 * What a crash says about itself.
 *
 * @param type the binary name of the exception's class
 * @param message the exception's message, empty when it has none
 * @param inLibrary whether the innermost located frame called something that threw, rather than
 *     threw itself
 */
record Crash(String type, String message, boolean inLibrary) {

  /** On which side of its bounds an index was. */
  enum Side {
    BELOW,
    ABOVE,
    UNKNOWN
  }

  private static final int CAUSES_MAX = 20;
  private static final int MESSAGE_CHARS_MAX = 1000;
  private static final int INT_DIGITS_MAX = 10;

  static Crash of(Diagnosis diagnosis) {
    String type = diagnosis.issue().exceptionType();
    StackTrace trace = diagnosis.issue().stackTrace();
    for (int i = 0; i < CAUSES_MAX && !trace.exceptionType().equals(type); i++) {
      StackTrace cause = trace.cause();
      if (cause == null) {
        break;
      }
      trace = cause;
    }
    String message = trace.exceptionType().equals(type) ? trace.message() : null;
    return new Crash(type, bounded(message), inLibrary(trace, diagnosis.locations().getFirst()));
  }

  private static String bounded(@Nullable String message) {
    String text = message == null ? "" : message;
    return text.length() <= MESSAGE_CHARS_MAX ? text : text.substring(0, MESSAGE_CHARS_MAX);
  }

  private static boolean inLibrary(StackTrace trace, Location top) {
    return trace.frames().stream()
        .findFirst()
        .map(frame -> !frame.className().equals(top.className()) || frame.line() != top.line())
        .orElse(false);
  }

  /** The exception's class name without its package. */
  String simpleType() {
    return type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
  }

  /** The method or field that was wanted of a null value, null when the message does not say. */
  @Nullable String wantedMember() {
    if (inLibrary) {
      return null;
    }
    String quoted = after("Cannot invoke \"");
    if (quoted == null) {
      quoted = after(" field \"");
    }
    return quoted == null ? null : memberName(quoted);
  }

  /** The method whose result was null, null when the message does not say. */
  @Nullable String nullResultOf() {
    String quoted = inLibrary ? null : after("because the return value of \"");
    return quoted == null ? null : memberName(quoted);
  }

  /** Whether an index of a list or an array was out of bounds. */
  boolean isOverrun() {
    return type.equals("java.lang.IndexOutOfBoundsException")
        || type.equals("java.lang.ArrayIndexOutOfBoundsException");
  }

  /** Whether the message can mean a variable, field or array element, given as source. */
  boolean mayMean(String source) {
    String quoted = inLibrary ? null : after("because \"");
    return quoted == null || sameBut(quoted.replace("this.", ""), source.replace("this.", ""));
  }

  /** Compares with {@code <local4>}, as a class without variable names has it, meaning any name. */
  private static boolean sameBut(String quoted, String source) {
    int at = 0;
    for (int i = 0; i < quoted.length(); i++) {
      if (quoted.charAt(i) == '<') {
        int start = at;
        while (at < source.length() && Character.isJavaIdentifierPart(source.charAt(at))) {
          at++;
        }
        int close = quoted.indexOf('>', i);
        if (at == start || close < 0) {
          return false;
        }
        i = close;
      } else if (at >= source.length() || quoted.charAt(i) != source.charAt(at++)) {
        return false;
      }
    }
    return at == source.length();
  }

  /** Whether the null value was wanted as a primitive. */
  boolean unboxing() {
    String member = wantedMember();
    return member != null
        && message.contains("Cannot invoke \"java.lang.")
        && List
            .of("intValue", "longValue", "doubleValue", "booleanValue", "floatValue", "charValue",
                "shortValue", "byteValue")
            .contains(member);
  }

  /** On which side of its bounds the index was, as far as the message tells. */
  Side side() {
    List<Integer> numbers = numbers();
    if (numbers.isEmpty()) {
      return Side.UNKNOWN;
    }
    boolean below =
        numbers.getFirst() < 0 || (isAboutRange() && numbers.size() > 1 && numbers.get(1) < 0);
    return below ? Side.BELOW : Side.ABOVE;
  }

  /** Which argument of a call that takes a range was wrong: 0 for its begin, 1 for its end or count; -1 when unknown. */
  int wrongArgument() {
    List<Integer> numbers = numbers();
    if (!isAboutRange() || numbers.size() < 3) {
      return -1;
    }
    int end = numbers.get(1);
    return end < 0 || end > numbers.get(2) ? 1 : 0;
  }

  /** Whether the message is of the JDK's form "begin 1, end 5, length 3" or "offset 1, count 4, length 3". */
  private boolean isAboutRange() {
    return message.startsWith("begin ") || message.startsWith("offset ");
  }

  /** The whole numbers in the message that fit an {@code int}, in order. */
  private List<Integer> numbers() {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < message.length(); i++) {
      int start = i;
      while (i < message.length() && Character.isDigit(message.charAt(i))) {
        i++;
      }
      if (i > start && i - start <= INT_DIGITS_MAX) {
        boolean negative = start > 0 && message.charAt(start - 1) == '-';
        long number = Long.parseLong(message, negative ? start - 1 : start, i, 10);
        if (number == (int) number) {
          numbers.add((int) number);
        }
      }
    }
    return numbers;
  }

  /** The class of what could not be cast, empty when the message does not say. */
  String castFrom() {
    int end = message.indexOf(" cannot be cast to ");
    String found = end < 0 ? "" : message.substring(0, end);
    return found.substring(found.lastIndexOf(' ') + 1);
  }

  /** Whether the text that was refused was blank, but not empty. */
  boolean blankText() {
    String quoted = quotedText();
    return quoted != null && !quoted.isEmpty() && quoted.isBlank();
  }

  /** Whether the text that was refused was empty or blank. */
  boolean emptyText() {
    String quoted = quotedText();
    return quoted == null ? message.isEmpty() || message.contains("empty") : quoted.isBlank();
  }

  /** The whole number that was too large for its type, as the message quotes it; null when it was none. */
  @Nullable String largeNumber() {
    String quoted = quotedText();
    if (quoted == null || quoted.length() > 19) {
      return null;
    }
    String digits = quoted.startsWith("-") || quoted.startsWith("+") ? quoted.substring(1) : quoted;
    return !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9') ? quoted : null;
  }

  private @Nullable String quotedText() {
    String quoted = after("\"");
    return quoted == null ? after("'") : quoted;
  }

  /** Whether the message quotes a text with blanks at its ends. */
  boolean blanksAroundText() {
    String quoted = quotedText();
    return quoted != null && !quoted.isBlank() && !quoted.equals(quoted.strip());
  }

  /** The text between a beginning that ends in a quote and the last such quote that may close it. */
  private @Nullable String after(String beginning) {
    int start = message.indexOf(beginning);
    if (start < 0) {
      return null;
    }
    start += beginning.length();
    int end = message.indexOf(beginning.charAt(beginning.length() - 1), start);
    return end < 0 ? null : message.substring(start, end);
  }

  /** {@code find} of {@code com.example.Store.find(String)}. */
  private static String memberName(String quoted) {
    int parenthesis = quoted.indexOf('(');
    String name = parenthesis < 0 ? quoted : quoted.substring(0, parenthesis);
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
