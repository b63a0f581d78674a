package nexa.collect;

import java.util.List;
import nexa.collect.HeaderLine.Confidence;

/**
 * Tells which lines of a log without heads go on with the stack trace before them.
 *
 * <p>Indented lines always do. Of the others the shape decides, where one language's frames are not
 * indented, and for headers that stand below their frames, what came before. Lines behind a header
 * are taken for its message until the first frame. An empty line ends nothing by itself, as some
 * languages print one within a trace.
 */
final class TraceRun {

  private static final int MESSAGE_LINES_MAX = 64;

  /** How lines begin that only stand within a trace, indented or not. */
  private static final List<String> WITHIN =
      List.of(
          "at ", "... ", "Caused by: ", "caused by: ", "Wrapped by: ", "Suppressed: ",
          "--- End of ", "---> ", "Stack trace:", "[stacktrace]", "[previous exception] ",
          "[signal ", "created by ");

  private static final List<String> ENDS = List.of("}", "\"}", "exit status ", "Next ");

  private enum State {
    /** No trace has begun. */
    NONE,
    /** A header was read, or its message. */
    HEADER,
    /** Frames were read that stand below their header. */
    FRAMES,
    /** Frames were read whose header is still to come. */
    FRAMES_FIRST,
    /** A caption says that another traceback follows. */
    CAPTION
  }

  private State state = State.NONE;
  private int messageLines;

  /** Begins anew with the first line of a record. */
  void begin(Line first) {
    boolean below = PythonChain.isTitle(first) || isAboveHeader(first, first.content());
    state = below ? State.FRAMES_FIRST : begins(first) ? State.HEADER : State.NONE;
    messageLines = 0;
  }

  /** Whether a line goes on with the trace; if so it is taken in. */
  boolean continues(Line line) {
    int content = line.content();
    if (line.isBlank()) {
      return state != State.NONE;
    }
    if (isWithin(line, content) || (state != State.NONE && isFrame(line, content))) {
      state = State.FRAMES;
      return true;
    }
    if (line.indent() > 0) {
      state = isAboveHeader(line, content) ? State.FRAMES_FIRST : state;
      return true;
    }
    if (PythonChain.isCaption(line)) {
      state = State.CAPTION;
      return true;
    }
    return switch (state) {
      case NONE -> false;
      case HEADER -> !begins(line) && ++messageLines <= MESSAGE_LINES_MAX;
      case FRAMES -> isEnd(line) || RubyHeader.full(line) != null;
      case FRAMES_FIRST -> endsWith(line);
      case CAPTION -> follows(line);
    };
  }

  /** Whether a stack trace of any language may begin with a line at its very start. */
  static boolean begins(Line line) {
    if (line.indent() > 0) {
      return false;
    }
    HeaderLine script = JavaScriptHeader.parse(line);
    DotNetHeader dotNet = DotNetHeader.parse(line);
    return JavaStackTraces.begins(line)
        || PythonChain.isTitle(line)
        || (script != null && script.confidence() == Confidence.SURE)
        || (dotNet != null && dotNet.line().confidence() == Confidence.SURE)
        || GoStackTraces.isHeader(line, line.start())
        || PhpHeader.confidence(line) == Confidence.SURE
        || isRubyHeader(line);
  }

  private static boolean isRubyHeader(Line line) {
    RubyHeader logged = RubyHeader.logged(line);
    boolean named =
        logged != null
            && logged.line().confidence() == Confidence.NAME
            && (logged.line().type().endsWith("Error") || logged.line().type().contains("::"));
    return named || RubyHeader.full(line) != null;
  }

  private static boolean isWithin(Line line, int content) {
    return WITHIN.stream().anyMatch(prefix -> line.startsWith(prefix, content))
        || GoStackTraces.isGoroutine(line, content)
        || PhpFrame.parse(line) != null
        || (line.indent() > 0 && line.charAt(content) == '|');
  }

  /** A frame of Go or Ruby, whose shape alone says too little. */
  private static boolean isFrame(Line line, int content) {
    RubyFrame ruby = RubyFrame.parse(line, content);
    boolean bare = ruby != null && ruby.labelled() && ruby.end() == line.contentEnd(ruby.end());
    return bare || GoFrame.function(line) != null;
  }

  /** A frame of Python, or of Ruby upside down: the header stands below. */
  private static boolean isAboveHeader(Line line, int content) {
    int digits = line.digitsEnd(content);
    return PythonFrame.parse(line) != null
        || (digits > content && line.startsWith(": from ", digits));
  }

  /** What JavaScript, Go and PHP print last, or before the next of a chain. */
  private static boolean isEnd(Line line) {
    return ENDS.stream().anyMatch(end -> line.startsWith(end, line.start()));
  }

  private boolean endsWith(Line header) {
    state = LogHead.isHead(header) ? State.NONE : State.FRAMES;
    return state == State.FRAMES;
  }

  private boolean follows(Line caption) {
    state = PythonChain.isTitle(caption) ? State.FRAMES_FIRST : State.FRAMES;
    return true;
  }
}
