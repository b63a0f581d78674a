package nexa.heal.classify;

import java.util.List;
import java.util.Locale;
import nexa.event.Frame;
import nexa.event.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * One throwable of an event, or its logged message, bounded for the tables to look at.
 *
 * @param type the exception's full name, empty for a logged message
 * @param message in lower case
 * @param frames the innermost ones
 */
record Thrown(String type, String message, List<Frame> frames) {

  private static final int TYPE_MAX = 300;
  private static final int MESSAGE_MAX = 1_000;
  private static final int FRAMES_MAX = 8;

  static Thrown of(StackTrace trace) {
    List<Frame> frames = trace.frames();
    return new Thrown(
        cut(trace.exceptionType(), TYPE_MAX), bounded(trace.message()),
        frames.subList(0, Math.min(FRAMES_MAX, frames.size())));
  }

  static Thrown logged(String message) {
    return new Thrown("", bounded(message), List.of());
  }

  /** The name without its package, its outer class or its module, in any of the usual notations. */
  String simpleType() {
    return simple(type);
  }

  static String simple(String name) {
    int cut = -1;
    for (int i = name.length() - 2; i >= 0 && cut < 0; i--) {
      cut = ".$:\\/*".indexOf(name.charAt(i)) >= 0 ? i : -1;
    }
    return name.substring(cut + 1);
  }

  private static String bounded(@Nullable String message) {
    return message == null ? "" : cut(message, MESSAGE_MAX).toLowerCase(Locale.ROOT);
  }

  private static String cut(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max);
  }
}
