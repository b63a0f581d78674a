package nexa.collect;

import java.util.ArrayList;
import java.util.List;
import nexa.event.Frame;
import nexa.event.StackTrace;
import org.jspecify.annotations.Nullable;

/** A throwable of a stack trace while its lines are read. */
final class OpenTrace {

  static final int FRAMES_MAX = 1_024;

  /** How many causes, or throwables within throwables, are read. */
  static final int DEPTH_MAX = 64;

  private static final int MESSAGE_LENGTH_MAX = 16 << 10;
  private static final int MESSAGE_LINES_MAX = 1_000;
  private static final int SUPPRESSED_MAX = 64;

  private final String type;
  private final int indent;
  private final @Nullable OpenTrace enclosing;
  private final int depth;
  private final @Nullable String firstLine;
  private final StringBuilder moreLines = new StringBuilder();
  private final List<Frame> frames = new ArrayList<>();
  private final List<OpenTrace> suppressed = new ArrayList<>();
  private int lines;
  private @Nullable OpenTrace cause;
  private boolean complete;
  private int framesMissing;

  OpenTrace(HeaderLine header, int indent) {
    this(header, indent, null);
  }

  private OpenTrace(HeaderLine header, int indent, @Nullable OpenTrace enclosing) {
    this.type = header.type();
    this.firstLine = header.message() == null ? null : cut(header.message());
    this.indent = indent;
    this.enclosing = enclosing;
    this.depth = enclosing == null ? 0 : enclosing.depth + 1;
  }

  int depth() {
    return depth;
  }

  /** Whether frames have begun, so that the message is over. */
  boolean hasFrames() {
    return complete || !frames.isEmpty();
  }

  /** Whether the text has shown more than a header: a frame, or a cause or suppressed one. */
  boolean isTrace() {
    return hasFrames() || cause != null || !suppressed.isEmpty();
  }

  /** Adds a frame unless there are too many. */
  boolean addFrame(Frame frame) {
    complete = true;
    return frames.size() < FRAMES_MAX && frames.add(frame);
  }

  /** Adds the outermost frames of the enclosing throwable; returns how many. */
  int addCommonFrames(int count, int max) {
    complete = true;
    if (enclosing == null) {
      framesMissing = count;
      return 0;
    }
    return addOutermost(enclosing.frames, count, max);
  }

  /** Adds the frames left out as common to an effect that was printed later; returns how many. */
  int addMissingFrames(OpenTrace effect, int max) {
    int added = addOutermost(effect.frames, framesMissing, max);
    framesMissing = 0;
    return added;
  }

  private int addOutermost(List<Frame> outer, int count, int max) {
    int room = Math.min(max, FRAMES_MAX - frames.size());
    int first = Math.max(0, outer.size() - count);
    int added = Math.max(0, Math.min(room, outer.size() - first));
    frames.addAll(outer.subList(first, first + added));
    return added;
  }

  /** Adds a line to the message; false when the message has become too long to be one. */
  boolean addToMessage(Line line) {
    if (moreLines.length() < MESSAGE_LENGTH_MAX) {
      int end = Math.min(line.end(), line.start() + MESSAGE_LENGTH_MAX);
      moreLines.append('\n').append(line.text(), line.start(), end);
    }
    return ++lines < MESSAGE_LINES_MAX;
  }

  /**
   * The innermost throwable that stands at most this deep, or the outermost one: traces that lost
   * their indentation are read on.
   */
  OpenTrace atMost(int indentMax) {
    OpenTrace trace = this;
    while (trace.indent > indentMax && trace.enclosing != null) {
      trace = trace.enclosing;
    }
    return trace;
  }

  /** The throwable this one is the cause of or suppressed by, null for the outermost. */
  @Nullable OpenTrace enclosing() {
    return enclosing;
  }

  List<Frame> frames() {
    return frames;
  }

  @Nullable OpenTrace cause() {
    return cause;
  }

  /** Takes a cause that was printed before its effect, unless there is one. */
  void causedBy(@Nullable OpenTrace earlier) {
    cause = cause == null ? earlier : cause;
  }

  /** Takes one of several that were thrown together, unless there are too many. */
  void suppress(OpenTrace other) {
    if (suppressed.size() < SUPPRESSED_MAX) {
      suppressed.add(other);
    }
  }

  OpenTrace cause(HeaderLine header, int atIndent) {
    OpenTrace inner = new OpenTrace(header, atIndent, this);
    causedBy(inner);
    return inner;
  }

  OpenTrace suppressed(HeaderLine header, int atIndent) {
    OpenTrace inner = new OpenTrace(header, atIndent, this);
    suppress(inner);
    return inner;
  }

  /** An inner throwable that is printed again and kept in its first place only. */
  OpenTrace dropped(HeaderLine header) {
    return new OpenTrace(header, indent, this);
  }

  StackTrace toStackTrace() {
    return new StackTrace(
        type,
        message(),
        frames,
        cause == null ? null : cause.toStackTrace(),
        suppressed.stream().map(OpenTrace::toStackTrace).toList());
  }

  /** Lines behind a header that no frame follows are not known to be its message. */
  private @Nullable String message() {
    if (moreLines.isEmpty() || !isTrace()) {
      return firstLine;
    }
    return cut((firstLine == null ? "" : firstLine) + moreLines);
  }

  private static String cut(String text) {
    return text.length() <= MESSAGE_LENGTH_MAX ? text : text.substring(0, MESSAGE_LENGTH_MAX);
  }
}
