package nexa.heal.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nexa.event.Frame;
import nexa.issue.Issue;

/** A throwable as a test printed it: its causes, each with a type and its innermost in-app frame. */
final class FailureText {

  private static final int LINES_MAX = 5_000;
  private static final int OVERFLOW_FRAMES_MAX = 20;
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

  /**
   * Whether it is the crash of an issue: the same exception out of the same method, its innermost of
   * the application's own. Where a stack overflows is a matter of its depth, down to a method that the
   * recursion only calls: any method of the recursion will do.
   */
  boolean shows(Issue issue, boolean sameLine) {
    String type = issue.stackTrace().root().exceptionType();
    boolean overflow = type.equals(StackOverflowError.class.getName());
    return overflow
        ? issue.inAppFrames().stream().distinct().limit(OVERFLOW_FRAMES_MAX)
            .anyMatch(frame -> recurs(type, frame))
        : shows(type, issue.topFrame(), sameLine);
  }

  private boolean recurs(String exceptionType, Frame frame) {
    return thrown.stream()
        .filter(it -> it.types.contains(exceptionType))
        .flatMap(it -> it.inApp.stream().limit(OVERFLOW_FRAMES_MAX))
        .anyMatch(it -> isSameMethod(it, frame));
  }

  boolean shows(String exceptionType, Frame top, boolean sameLine) {
    return thrown.stream()
        .filter(it -> it.types.contains(exceptionType) && !it.inApp.isEmpty())
        .map(it -> it.inApp.get(0))
        .anyMatch(
            frame -> isSameMethod(frame, top) && (!sameLine || frame.line() == top.line()));
  }

  /** The in-app frames of the exception of a type that came out of a method, with their lines. */
  Optional<String> signature(String exceptionType, Frame top) {
    return thrown.stream()
        .filter(it -> it.types.contains(exceptionType) && !it.inApp.isEmpty())
        .filter(it -> it.inApp.get(0).className().equals(top.className()))
        .findFirst()
        .map(
            it -> it.inApp.stream()
                .map(frame -> frame.className() + "." + frame.method() + ":" + frame.line())
                .collect(Collectors.joining(" ")));
  }

  /** Whether an exception of a type came through these methods, innermost first. */
  boolean follows(String exceptionType, List<Frame> frames) {
    return exceptionType.equals(StackOverflowError.class.getName()) || thrown.stream()
        .filter(it -> it.types.contains(exceptionType) && it.inApp.size() >= frames.size())
        .anyMatch(
            it -> IntStream.range(0, frames.size())
                .allMatch(i -> isSameMethod(it.inApp.get(i), frames.get(i))));
  }

  /** How much of a trace a failure shows: its innermost method weighs most, then its exception. */
  int nearness(String exceptionType, List<Frame> frames) {
    int best = 0;
    for (Thrown each : thrown) {
      int met = 0;
      for (Frame frame : frames) {
        met += each.inApp.stream().anyMatch(it -> isSameMethod(it, frame)) ? 1 : 0;
      }
      boolean top =
          !each.inApp.isEmpty() && !frames.isEmpty()
              && isSameMethod(each.inApp.get(0), frames.get(0));
      int type = each.types.contains(exceptionType) ? 2 : 0;
      best = Math.max(best, met == 0 ? 0 : met + (top ? 4 : 0) + type);
    }
    return best;
  }

  private static boolean isSameMethod(Frame one, Frame other) {
    return one.className().equals(other.className())
        && unnumbered(one.method()).equals(unnumbered(other.method()));
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
