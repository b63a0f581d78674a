package nexa.collect;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import nexa.event.Frame;
import org.jspecify.annotations.Nullable;

/**
 * A chain of Python exceptions while its lines are read: each caused the one printed behind it.
 *
 * <p>A traceback shows its frames first, the innermost last, then type and message. A message of
 * several lines ends at an empty line, as nothing else tells it from the output behind it.
 */
final class PythonChain {

  private static final String TRACEBACK = "Traceback (most recent call last):";
  private static final String CAUSE =
      "The above exception was the direct cause of the following exception:";
  private static final String CONTEXT =
      "During handling of the above exception, another exception occurred:";

  private static final List<String> LEVELS =
      List.of("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL");

  /** How many lines between frames and header may be neither, where the indentation is lost. */
  private static final int STRAY_MAX = 4;

  private enum State {
    NONE,
    FRAMES,
    MESSAGE,
    BEHIND,
    CAPTION
  }

  private final TraceFindings findings;
  private final Deque<Frame> outermostFirst = new ArrayDeque<>();
  private State state;
  private int indent;
  private boolean titled;
  private boolean flat;
  private int stray;
  private int depth;

  /** The last exception whose header was read, and with it those before: its causes. */
  private @Nullable OpenTrace last;

  /** Begins with the next line: with a traceback, or with a bare header if one is expected. */
  PythonChain(TraceFindings findings, boolean headerExpected) {
    this.findings = findings;
    this.state = headerExpected ? State.CAPTION : State.NONE;
  }

  /** Whether a line shows that tracebacks begin. */
  static boolean isTitle(Line line) {
    int to = line.contentEnd(line.start());
    return TypeName.endsWith(line, TRACEBACK, line.start(), to);
  }

  /** Whether a chain begins with a line: a title or, where that is missing, a frame. */
  static boolean begins(Line line) {
    return isTitle(line) || line.startsWith("File \"", line.content());
  }

  static boolean isCaption(Line line) {
    int content = line.content();
    return line.startsWith(CAUSE, content) || line.startsWith(CONTEXT, content);
  }

  boolean isBegun() {
    return state != State.NONE;
  }

  /** The last exception read, null when none was. */
  @Nullable OpenTrace last() {
    return last;
  }

  /** Takes a line in; false when the chain has ended before it. */
  boolean read(Line line) {
    if (LogHead.isHead(line) && !isTitle(line)) {
      return false;
    }
    return switch (state) {
      case NONE -> begin(line);
      case FRAMES -> readFrames(line);
      case MESSAGE -> readMessage(line);
      case BEHIND -> line.isBlank() || readCaption(line);
      case CAPTION -> line.isBlank() || begin(line) || readHeader(line, false);
    };
  }

  /** Goes on with an exception that had no traceback, when a caption shows it was a cause. */
  boolean beginBehind(Line header, Line caption) {
    return isCaption(caption) && readHeader(header, false) && readCaption(caption);
  }

  /** What follows is not the message any more. */
  void endMessage() {
    state = state == State.MESSAGE ? State.BEHIND : state;
  }

  private boolean begin(Line line) {
    titled = isTitle(line);
    Frame frame = titled ? null : PythonFrame.parse(line);
    if (!titled && frame == null) {
      return false;
    }
    outermostFirst.clear();
    state = State.FRAMES;
    flat = false;
    stray = 0;
    int content = line.content();
    boolean alone =
        line.startsWith(TRACEBACK, content) || line.startsWith("Exception Group ", content);
    indent = alone ? line.indent() : 0;
    if (frame != null) {
      // The text begins within a traceback, or the code was never run.
      indent = Math.max(0, line.indent() - 2);
      addFrame(frame, line);
    }
    return true;
  }

  private boolean readFrames(Line line) {
    Frame frame = PythonFrame.parse(line);
    if (frame != null) {
      addFrame(frame, line);
      return true;
    }
    if (isTitle(line)) {
      return begin(line);
    }
    if (line.indent() > indent) {
      repeat(line);
      return true;
    }
    boolean sure = !titled || flat || stray > 0;
    return line.isBlank() || readHeader(line, sure) || ++stray < STRAY_MAX;
  }

  private void addFrame(Frame frame, Line line) {
    flat = line.indent() <= indent;
    stray = 0;
    addFrame(frame);
  }

  private void addFrame(Frame frame) {
    if (outermostFirst.size() == OpenTrace.FRAMES_MAX) {
      outermostFirst.removeFirst();
    }
    outermostFirst.addLast(frame);
  }

  /** {@code [Previous line repeated 996 more times]} stands for as many frames. */
  private void repeat(Line line) {
    String caption = "[Previous line repeated ";
    int from = line.content() + caption.length();
    if (!line.startsWith(caption, line.content()) || outermostFirst.isEmpty()) {
      return;
    }
    int times = Math.min(line.numberIn(from, line.digitsEnd(from)), OpenTrace.FRAMES_MAX);
    Frame frame = outermostFirst.getLast();
    for (int i = 0; i < times; i++) {
      addFrame(frame);
    }
  }

  /** The line that names the exception; {@code sure} asks for a name that says so. */
  private boolean readHeader(Line line, boolean sure) {
    int from = line.content();
    int end = TypeName.end(line, from, ".<>");
    int to = line.contentEnd(end);
    boolean named = end < to && line.charAt(end) == ':';
    boolean ended = end == to || named && (end + 1 == to || line.charAt(end + 1) == ' ');
    if (!TypeName.isName(from, end) || !ended || (sure && !TypeName.isError(line, from, end))) {
      return false;
    }
    String message = end + 2 < to ? line.substring(end + 2, to) : null;
    HeaderLine header =
        new HeaderLine(HeaderLine.Confidence.SURE, line.substring(from, end), message);
    open(new OpenTrace(header, 0));
    return true;
  }

  private void open(OpenTrace trace) {
    Iterator<Frame> innermostFirst = outermostFirst.descendingIterator();
    while (innermostFirst.hasNext() && findings.takeFrame()) {
      trace.addFrame(innermostFirst.next());
    }
    outermostFirst.clear();
    if (last != null && depth < OpenTrace.DEPTH_MAX) {
      trace.causedBy(last);
      depth++;
    }
    last = trace;
    state = State.MESSAGE;
  }

  private boolean readMessage(Line line) {
    if (line.isBlank()) {
      state = State.BEHIND;
      return true;
    }
    boolean other = isTitle(line) || LEVELS.stream().anyMatch(level -> isLevel(line, level));
    return readCaption(line) || (!other && last != null && last.addToMessage(line));
  }

  /** Python's own layouts begin a line with the level. */
  private static boolean isLevel(Line line, String level) {
    int end = line.start() + level.length();
    return line.startsWith(level, line.start()) && end < line.end() && line.charAt(end) == ':';
  }

  private boolean readCaption(Line line) {
    if (!isCaption(line)) {
      return false;
    }
    state = State.CAPTION;
    return true;
  }
}
