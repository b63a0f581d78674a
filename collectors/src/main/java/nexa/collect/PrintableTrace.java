package nexa.collect;

import java.util.List;
import nexa.event.Frame;
import nexa.event.StackTrace;
import org.jspecify.annotations.Nullable;

/** Makes a stack trace that was read from text fit to be kept and shown, as {@link Printable} does a text. */
final class PrintableTrace {

  private PrintableTrace() {}

  /** The trace with every text in it printable. */
  static StackTrace of(StackTrace trace) {
    StackTrace cause = trace.cause();
    return new StackTrace(
        text(trace.exceptionType()),
        orNull(trace.message()),
        frames(trace.frames()),
        cause == null ? null : of(cause),
        trace.suppressed().stream().map(PrintableTrace::of).toList());
  }

  private static List<Frame> frames(List<Frame> frames) {
    return frames.stream().map(PrintableTrace::frame).toList();
  }

  private static Frame frame(Frame frame) {
    Frame printable =
        new Frame(
            text(frame.className()), text(frame.method()), orNull(frame.file()), frame.line());
    return printable.equals(frame) ? frame : printable; // traces share frames, and most are fit
  }

  private static @Nullable String orNull(@Nullable String text) {
    return text == null ? null : text(text);
  }

  private static String text(String text) {
    return Printable.text(text, text.length());
  }
}
