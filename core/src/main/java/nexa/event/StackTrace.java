package nexa.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A throwable as it was printed or captured: type, message, frames from the innermost outwards.
 *
 * @param exceptionType the binary name of the throwable's class
 * @param frames innermost first
 */
public record StackTrace(
    String exceptionType,
    @Nullable String message,
    List<Frame> frames,
    @Nullable StackTrace cause,
    List<StackTrace> suppressed) {

  public StackTrace {
    frames = List.copyOf(frames);
    suppressed = List.copyOf(suppressed);
  }

  /** The innermost cause, or this trace when it has none. */
  public StackTrace root() {
    StackTrace root = this;
    while (root.cause != null) {
      root = root.cause;
    }
    return root;
  }

  /** The message, or the type of a throwable that has none. */
  public String messageOrType() {
    return message == null ? exceptionType : message;
  }

  /** The exception's class name without its package. */
  public String simpleType() {
    int cut = Math.max(exceptionType.lastIndexOf('.'), exceptionType.lastIndexOf('$'));
    return exceptionType.substring(cut + 1);
  }
}
