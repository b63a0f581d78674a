package nexa.collect;

import nexa.collect.HeaderLine.Confidence;
import nexa.event.Frame;
import nexa.event.Language;
import org.jspecify.annotations.Nullable;

/**
 * Reads .NET's exceptions as {@code ToString} writes them.
 *
 * <p>The headers come first, each inner one behind an arrow, on a line of its own or, in .NET
 * Framework, on the same; then the innermost exception's frames up to a line that ends them, then
 * those of the next outer one. The further inner exceptions of an aggregate come out as suppressed
 * ones. Frames and their names: {@link DotNetFrame}.
 */
final class DotNetStackTraces extends TraceScanner {

  private static final String INNER = "(Inner Exception #";
  private static final String END_OF_INNER = "--- End of inner exception stack trace ---";
  private static final String END_OF_PREVIOUS = "--- End of stack trace from previous location";
  /** How many other lines an inner exception may print behind its frames. */
  private static final int STRAY_MAX = 32;

  private final TraceFindings findings;

  /** The header or exception being read, null between exceptions. */
  private @Nullable OpenTrace root;

  /** The exception whose message or frames are being read. */
  private @Nullable OpenTrace top;

  private Confidence confidence = Confidence.WORD;
  private boolean inMessage;
  private boolean begun;
  private int firstLine;
  private int lastLine;
  private int stray;

  DotNetStackTraces(TraceFindings findings) {
    this.findings = findings;
  }

  @Override
  boolean read(Line line, int number) {
    int content = line.content();
    Frame frame = DotNetFrame.parse(line);
    if (frame != null) {
      addFrame(frame, line, number);
    } else if (root != null && readStructure(line, content)) {
      lastLine = number;
    } else if (begun) {
      readBehind(line, number);
    } else {
      readBefore(line, content, number);
    }
    return frame != null && root != null;
  }

  private void addFrame(Frame frame, Line line, int number) {
    if (top == null) {
      return;
    }
    if (findings.takeFrame()) {
      top.addFrame(frame);
    }
    begun = true;
    inMessage = false;
    stray = 0;
    lastLine = number;
    if (DotNetFrame.endsInner(line)) {
      leave();
    }
  }

  private void leave() {
    OpenTrace outer = top == null ? null : top.enclosing();
    top = outer == null ? top : outer;
  }

  private boolean readStructure(Line line, int content) {
    if (line.startsWith(END_OF_INNER, content)) {
      leave();
      begun = true;
      inMessage = false;
      stray = 0;
      return true;
    }
    if (line.startsWith(END_OF_PREVIOUS, content)) {
      return begun;
    }
    return line.startsWith("---> ", content) && readInner(line, content + "---> ".length());
  }

  private boolean readInner(Line line, int from) {
    boolean aggregated = line.startsWith(INNER, from);
    int close = aggregated ? line.indexOf(") ", from, line.end()) : -1;
    int at = close < 0 ? from : close + 2;
    DotNetHeader header = DotNetHeader.at(line, at);
    if (header == null || top == null || top.depth() >= OpenTrace.DEPTH_MAX) {
      return false;
    }
    OpenTrace outer = top;
    boolean repeated = line.startsWith(INNER + "0)", from) && outer.cause() != null;
    top =
        repeated
            ? outer.dropped(header.line())
            : aggregated ? outer.suppressed(header.line(), 0) : outer.cause(header.line(), 0);
    readArrows(line, header);
    return true;
  }

  /** .NET Framework writes the headers of the inner exceptions on the line of the outermost. */
  private void readArrows(Line line, DotNetHeader header) {
    inMessage = true;
    readInner(line, header.inner(line));
  }

  /** A message of several lines may end in an arrow, too; false when it is too long to be one. */
  private boolean addToMessage(Line line) {
    if (top == null) {
      return true;
    }
    int arrow = DotNetHeader.arrow(line, line.start());
    int end = arrow < 0 ? line.end() : arrow;
    boolean goesOn = top.addToMessage(new Line(line.text(), line.start(), end));
    readInner(line, DotNetHeader.behind(line, arrow));
    return goesOn;
  }

  private void readInner(Line line, @Nullable DotNetHeader first) {
    DotNetHeader inner = first;
    while (inner != null && top != null && top.depth() < OpenTrace.DEPTH_MAX) {
      top = top.cause(inner.line(), 0);
      inner = inner.inner(line);
    }
  }

  /** Before the first frame there are headers, their messages and other output. */
  private void readBefore(Line line, int content, int number) {
    boolean frameLike = line.startsWith("at ", content);
    DotNetHeader header = frameLike ? null : DotNetHeader.parse(line);
    if (LogHead.isHead(line)
        || (header != null && header.line().replaces(root == null ? null : confidence, line))) {
      close();
      open(header, line, number);
    } else if (FrameLine.resembles(line, content) || !addToMessage(line)) {
      close();
    }
  }

  private void open(@Nullable DotNetHeader header, Line line, int number) {
    if (header != null) {
      root = new OpenTrace(header.line(), line.indent());
      top = root;
      confidence = header.line().confidence();
      firstLine = number;
      lastLine = number;
      readArrows(line, header);
    }
  }

  /** Behind the first frame an inner exception may show some data, the outermost one ends. */
  private void readBehind(Line line, int number) {
    boolean inner = top != null && top.depth() > 0;
    boolean goesOn = line.isBlank() || inner && ++stray <= STRAY_MAX && !isAnother(line);
    if (!goesOn) {
      close();
      readBefore(line, line.content(), number);
    } else if (inMessage) {
      addToMessage(line);
    }
  }

  private static boolean isAnother(Line line) {
    DotNetHeader header = line.indent() > 0 ? null : DotNetHeader.parse(line);
    boolean sure = header != null && header.line().confidence() == Confidence.SURE;
    return sure || LogHead.isHead(line);
  }

  @Override
  void close() {
    if (root != null && begun) {
      findings.add(Language.DOTNET, firstLine, lastLine, root.toStackTrace());
    }
    root = null;
    top = null;
    begun = false;
    inMessage = false;
    stray = 0;
  }
}
