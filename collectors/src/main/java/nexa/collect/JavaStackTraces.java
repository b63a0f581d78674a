package nexa.collect;

import java.util.ArrayList;
import java.util.List;
import nexa.event.Frame;
import nexa.event.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads Java stack traces in text.
 *
 * <p>One pass over the lines. A header, a line that names a throwable, may become a trace; the lines
 * behind it belong to its message until the first frame. From then on only frames and the captions
 * {@code Caused by:} and {@code Suppressed:} go on with it, and their indentation says to which
 * throwable they belong. Frames left out as common are taken from the enclosing trace.
 *
 * <p>No line is looked at twice and no regular expression is used, so hostile text costs linear time.
 */
public final class JavaStackTraces {

  private static final int TRACES_MAX = 1_000;
  private static final int FRAMES_TOTAL_MAX = 65_536;
  private static final int DEPTH_MAX = 64;

  private final List<StackTrace> found = new ArrayList<>();
  private int framesLeft = FRAMES_TOTAL_MAX;

  /** The header or trace being read, null between traces. */
  private @Nullable OpenTrace root;

  /** The innermost throwable being read: the root, one of its causes or suppressed ones. */
  private @Nullable OpenTrace top;

  private HeaderLine.Confidence confidence = HeaderLine.Confidence.WORD;

  private JavaStackTraces() {}

  /** All stack traces of a text in order, at most {@value #TRACES_MAX}. */
  public static List<StackTrace> find(CharSequence text) {
    JavaStackTraces traces = new JavaStackTraces();
    for (Line line = Line.first(text); line != null; line = line.next()) {
      if (traces.found.size() >= TRACES_MAX) {
        break;
      }
      traces.read(line);
    }
    traces.close();
    return List.copyOf(traces.found);
  }

  /** Whether a trace can only begin with this line, as no message goes on with such a line. */
  static boolean begins(Line line) {
    HeaderLine header = line.indent() == 0 ? HeaderLine.parse(line) : null;
    return header != null && header.confidence() == HeaderLine.Confidence.SURE;
  }

  /** A whole trace may stand in one line, its breaks written as {@code \\n}. */
  private void read(Line line) {
    if (!isEscaped(line)) {
      readPlain(line);
      return;
    }
    Line inner = Line.first(unescaped(line));
    while (inner != null) {
      readPlain(inner);
      inner = inner.next();
    }
    close();
  }

  private static boolean isEscaped(Line line) {
    int at = line.indexOf('\\', line.start(), line.end());
    while (at >= 0 && !line.startsWith("\\n\\tat ", at)) {
      at = line.indexOf('\\', at + 1, line.end());
    }
    return at >= 0;
  }

  private static String unescaped(Line line) {
    StringBuilder text = new StringBuilder(line.end() - line.start());
    for (int at = line.start(); at < line.end(); at++) {
      char c = line.charAt(at);
      if (c == '\\' && at + 1 < line.end()) {
        at++;
        c = line.charAt(at);
        c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
      }
      text.append(c);
    }
    return text.toString();
  }

  private void readPlain(Line line) {
    Frame frame = FrameLine.parse(line);
    if (frame != null) {
      addFrame(frame);
      return;
    }
    int content = line.content();
    int common = commonFrames(line, content);
    if (common > 0 && top != null) {
      framesLeft -= top.addCommonFrames(common, framesLeft);
    } else if (line.startsWith("Caused by: ", content)) {
      readCaused(line, content + "Caused by: ".length());
    } else if (line.startsWith("Suppressed: ", content)) {
      readSuppressed(line, content + "Suppressed: ".length());
    } else if (!line.startsWith("[CIRCULAR REFERENCE", content)) {
      readOther(line);
    }
  }

  private void addFrame(Frame frame) {
    if (top != null && framesLeft > 0 && top.addFrame(frame)) {
      framesLeft--;
    }
  }

  /** The number in {@code ... 12 more} and {@code ... 12 common frames omitted}, or 0. */
  private static int commonFrames(Line line, int content) {
    if (!line.startsWith("... ", content)) {
      return 0;
    }
    int at = content + 4;
    int number = 0;
    while (at < line.end() && Character.isDigit(line.charAt(at)) && number < OpenTrace.FRAMES_MAX) {
      number = number * 10 + Character.digit(line.charAt(at), 10);
      at++;
    }
    boolean known = line.startsWith(" more", at) || line.startsWith(" common frames omitted", at);
    return known ? number : 0;
  }

  private void readCaused(Line line, int from) {
    if (line.startsWith("[CIRCULAR REFERENCE", from)) {
      return;
    }
    HeaderLine header = HeaderLine.at(line, from);
    OpenTrace effect = top == null ? null : top.atMost(line.indent());
    if (effect == null) {
      // The text begins within a trace: what is left of it is a trace, too.
      open(header, line.indent());
    } else if (header == null || isMessage(header, effect)) {
      addToMessage(line);
    } else if (effect.depth() < DEPTH_MAX) {
      top = effect.cause(header, line.indent());
    }
  }

  private void readSuppressed(Line line, int from) {
    HeaderLine header = HeaderLine.at(line, from);
    OpenTrace enclosing = top == null ? null : top.atMost(line.indent() - 1);
    if (enclosing == null || header == null || isMessage(header, enclosing)) {
      addToMessage(line);
    } else if (enclosing.depth() < DEPTH_MAX) {
      top = enclosing.suppressed(header, line.indent());
    }
  }

  /** A caption before the first frame is text of a message, unless it surely names a throwable. */
  private static boolean isMessage(HeaderLine header, OpenTrace enclosing) {
    return !enclosing.hasFrames() && header.confidence() != HeaderLine.Confidence.SURE;
  }

  private void readOther(Line line) {
    HeaderLine header = HeaderLine.parse(line);
    boolean within = root != null && root.hasFrames();
    if (LogHead.isHead(line) || (within && !inMessage())) {
      close();
      open(header, line.indent());
    } else if (header != null && replaces(header, line)) {
      close();
      open(header, line.indent());
    } else {
      addToMessage(line);
    }
  }

  /** Whether the throwable being read has shown no frame yet. */
  private boolean inMessage() {
    return top != null && !top.hasFrames();
  }

  /** A header takes the place of one that is less sure, but an indented one belongs to a message. */
  private boolean replaces(HeaderLine header, Line line) {
    if (root == null) {
      return true;
    }
    int order = header.confidence().compareTo(confidence);
    return order > 0 || (order == 0 && line.indent() == 0);
  }

  private void open(@Nullable HeaderLine header, int indent) {
    if (header != null) {
      confidence = header.confidence();
      root = new OpenTrace(header, indent);
      top = root;
    }
  }

  private void addToMessage(Line line) {
    if (top != null && inMessage() && !top.addToMessage(line)) {
      close();
    }
  }

  private void close() {
    if (root != null && (root.isTrace() || confidence == HeaderLine.Confidence.SURE)) {
      found.add(root.toStackTrace());
    }
    root = null;
    top = null;
  }
}
