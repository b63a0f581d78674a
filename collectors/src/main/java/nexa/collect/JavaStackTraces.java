package nexa.collect;

import java.util.List;
import nexa.event.Frame;
import nexa.event.Language;
import nexa.event.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads Java stack traces in text.
 *
 * <p>One pass over the lines. A header, a line that names a throwable, may become a trace; the
 * lines behind it belong to its message until the first frame. From then on only frames and the
 * captions {@code Caused by:}, {@code Suppressed:} and, where the root cause comes first, {@code
 * Wrapped by:} go on with it, and their indentation says to which throwable they belong. Frames
 * left out as common are taken from the trace they are common to.
 *
 * <p>No line is looked at twice and no regular expression is used, so hostile text costs linear
 * time.
 */
public final class JavaStackTraces extends TraceScanner {

  private final TraceFindings findings;

  /** The header or trace being read, null between traces. */
  private @Nullable OpenTrace root;

  /** The innermost throwable being read: the root, one of its causes or suppressed ones. */
  private @Nullable OpenTrace top;

  private HeaderLine.Confidence confidence = HeaderLine.Confidence.WORD;

  private int wrappings;
  private int rootLine;
  private int lastLine;

  JavaStackTraces(TraceFindings findings) {
    this.findings = findings;
  }

  /** All Java stack traces of a text in order, at most 1,000. */
  public static List<StackTrace> find(CharSequence text) {
    TraceFindings findings = new TraceFindings();
    StackTraces.read(text, List.of(new JavaStackTraces(findings)), findings);
    return findings.inOrder().stream().map(FoundTrace::trace).toList();
  }

  /** Whether a trace can only begin with this line, as no message goes on with such a line. */
  static boolean begins(Line line) {
    HeaderLine header = line.indent() == 0 ? HeaderLine.parse(line) : null;
    return header != null && header.confidence() == HeaderLine.Confidence.SURE;
  }

  @Override
  boolean read(Line line, int number) {
    Frame frame = FrameLine.parse(line);
    if (frame == null) {
      readNoFrame(line, number);
    } else {
      addFrame(frame, number);
    }
    return frame != null && root != null;
  }

  private void readNoFrame(Line line, int number) {
    int content = line.content();
    int common = commonFrames(line, content);
    if (common > 0 && top != null) {
      findings.takeFrames(top.addCommonFrames(common, findings.framesLeft()));
      lastLine = number;
    } else if (line.startsWith("Caused by: ", content)) {
      readCaused(line, content + "Caused by: ".length(), number);
    } else if (line.startsWith("Wrapped by: ", content)) {
      readWrapping(line, content + "Wrapped by: ".length(), number);
    } else if (line.startsWith("Suppressed: ", content)) {
      readSuppressed(line, content + "Suppressed: ".length(), number);
    } else if (!isMark(line, content)) {
      readOther(line, number);
    }
  }

  private void addFrame(Frame frame, int number) {
    if (top != null && findings.takeFrame()) {
      top.addFrame(frame);
      lastLine = number;
    }
  }

  /** A line that is no frame and ends nothing, such as where Kotlin joins a coroutine's stacks. */
  private static boolean isMark(Line line, int content) {
    return line.startsWith("[CIRCULAR REFERENCE", content)
        || line.startsWith("(Coroutine boundary", content);
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

  private void readCaused(Line line, int from, int number) {
    if (line.startsWith("[CIRCULAR REFERENCE", from)) {
      return;
    }
    HeaderLine header = HeaderLine.at(line, from);
    OpenTrace effect = top == null ? null : top.atMost(line.indent());
    if (effect == null) {
      // The text begins within a trace: what is left of it is a trace, too.
      open(header, line.indent(), number);
    } else if (header == null || isMessage(header, effect)) {
      addToMessage(line);
    } else if (effect.depth() < OpenTrace.DEPTH_MAX) {
      top = effect.cause(header, line.indent());
      lastLine = number;
    }
  }

  private void readSuppressed(Line line, int from, int number) {
    HeaderLine header = HeaderLine.at(line, from);
    OpenTrace enclosing = top == null ? null : top.atMost(line.indent() - 1);
    if (enclosing == null || header == null || isMessage(header, enclosing)) {
      addToMessage(line);
    } else if (enclosing.depth() < OpenTrace.DEPTH_MAX) {
      top = enclosing.suppressed(header, line.indent());
      lastLine = number;
    }
  }

  /** Layouts can print the root cause first and what it led to behind it. */
  private void readWrapping(Line line, int from, int number) {
    HeaderLine header = HeaderLine.at(line, from);
    OpenTrace cause = root;
    if (cause == null) {
      open(header, line.indent(), number);
    } else if (header == null || isMessage(header, cause)) {
      addToMessage(line);
    } else if (++wrappings <= OpenTrace.DEPTH_MAX) {
      root = new OpenTrace(header, line.indent());
      root.causedBy(cause);
      top = root;
      lastLine = number;
    }
  }

  /** A caption before the first frame is text of a message, unless it surely names a throwable. */
  private static boolean isMessage(HeaderLine header, OpenTrace enclosing) {
    return !enclosing.hasFrames() && header.confidence() != HeaderLine.Confidence.SURE;
  }

  private void readOther(Line line, int number) {
    HeaderLine header = HeaderLine.parse(line);
    boolean within = root != null && root.hasFrames();
    if (LogHead.isHead(line) || (within && !inMessage())) {
      close();
      open(header, line.indent(), number);
    } else if (header != null && header.replaces(root == null ? null : confidence, line)) {
      close();
      open(header, line.indent(), number);
    } else {
      addToMessage(line);
    }
  }

  /** Whether the throwable being read has shown no frame yet. */
  private boolean inMessage() {
    return top != null && !top.hasFrames();
  }

  private void open(@Nullable HeaderLine header, int indent, int number) {
    if (header != null) {
      rootLine = number;
      lastLine = number;
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

  @Override
  void close() {
    if (root != null && (root.isTrace() || confidence == HeaderLine.Confidence.SURE)) {
      addMissingFrames(root);
      findings.add(Language.JAVA, rootLine, lastLine, root.toStackTrace());
    }
    wrappings = 0;
    root = null;
    top = null;
  }

  /** What a cause printed first left out as common stands in the effect printed behind it. */
  private void addMissingFrames(OpenTrace outermost) {
    OpenTrace effect = outermost;
    for (OpenTrace cause = effect.cause(); cause != null; cause = effect.cause()) {
      findings.takeFrames(cause.addMissingFrames(effect, findings.framesLeft()));
      effect = cause;
    }
  }
}
