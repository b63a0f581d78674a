package nexa.heal.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import nexa.event.Frame;

/** A throwable as a test printed it: its causes, each with a type and its innermost in-app frame. */
final class FailureText {

  private static final int LINES_MAX = 5_000;
  private static final String CAUSED_BY = "Caused by: ";

  private final List<Thrown> thrown = new ArrayList<>();

  FailureText(String text, Predicate<String> isInApp) {
    List<String> headers = new ArrayList<>();
    boolean counting = false;
    for (String line : text.lines().limit(LINES_MAX).toList()) {
      Optional<Frame> frame = frame(line.strip());
      if (frame.isEmpty()) {
        if (counting) {
          headers.clear();
          counting = false;
        }
        headers.add(line.strip());
        continue;
      }
      if (!counting) {
        thrown.add(new Thrown(headers.stream().map(FailureText::type).distinct().toList(),
            new ArrayList<>()));
        counting = true;
      }
      if (isInApp.test(frame.get().className())) {
        thrown.get(thrown.size() - 1).inApp.add(frame.get());
      }
    }
  }

  /** Whether an exception of a type came out of a method, its innermost of the application's own. */
  boolean shows(String exceptionType, Frame top, boolean sameLine) {
    return thrown.stream()
        .filter(it -> it.types.contains(exceptionType) && !it.inApp.isEmpty())
        .map(it -> it.inApp.get(0))
        .anyMatch(
            frame -> frame.className().equals(top.className())
                && unnumbered(frame.method()).equals(unnumbered(top.method()))
                && (!sameLine || frame.line() == top.line()));
  }

  /** A lambda's number depends on the lambdas before it. */
  private static String unnumbered(String method) {
    return method.startsWith("lambda$") ? method.substring(0, method.lastIndexOf('$')) : method;
  }

  private static String type(String header) {
    String text = header.startsWith(CAUSED_BY) ? header.substring(CAUSED_BY.length()) : header;
    text = text.startsWith("\"") ? text.substring(1) : text;
    int end = 0;
    while (end < text.length()
        && (Character.isJavaIdentifierPart(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    return text.substring(0, end);
  }

  /** {@code at module/com.example.Cart.total(Cart.java:12)}. */
  private static Optional<Frame> frame(String line) {
    int open = line.lastIndexOf('(');
    if (!line.startsWith("at ") || open < 0 || !line.endsWith(")")) {
      return Optional.empty();
    }
    String call = line.substring(3, open);
    call = call.substring(call.lastIndexOf('/') + 1);
    int dot = call.lastIndexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String place = line.substring(open + 1, line.length() - 1);
    int colon = place.lastIndexOf(':');
    return Optional.of(
        new Frame(call.substring(0, dot), call.substring(dot + 1), null,
            number(place.substring(colon + 1))));
  }

  private static int number(String text) {
    boolean isNumber =
        !text.isEmpty() && text.length() < 8 && text.chars().allMatch(Character::isDigit);
    return isNumber ? Integer.parseInt(text) : 0;
  }

  private record Thrown(List<String> types, List<Frame> inApp) {}
}
