package nexa.collect;

import java.util.ArrayList;
import java.util.List;
import nexa.collect.HeaderLine.Confidence;
import nexa.event.Language;
import nexa.event.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * Reads PHP's exceptions as the interpreter prints them and as Monolog writes them.
 *
 * <p>A frame's line names what was called and where from. A {@link nexa.event.Frame} is a place
 * within its method, so each function is joined with the place of the line above it, the first one
 * with the place of the throw. A function without a class has its file's path, from {@code vendor}
 * on or from the root, with dots and without ending, for a class; classes keep their backslashes.
 *
 * <p>The interpreter prints the first exception first and those it led to behind {@code Next};
 * Monolog writes the last first. Either way the last one thrown is the outermost.
 */
final class PhpStackTraces extends TraceScanner {

  private static final int LINES_MAX = 100;
  private static final int TEXT_LENGTH_MAX = 32 << 10;
  private static final String NEXT = "Next ";
  private static final String PREVIOUS = "[previous exception] ";

  private final TraceFindings findings;

  /** The exceptions of a chain, as they were printed. */
  private final List<OpenTrace> chain = new ArrayList<>();

  /** The lines that may be a header as one, null when none is being read. */
  private @Nullable Line opened;

  /** The header whose frames are being read, null before the first. */
  private @Nullable PhpHeader header;

  private final List<PhpFrame> frames = new ArrayList<>();
  private Confidence confidence = Confidence.WORD;
  private boolean lastFirst;
  private int lines;
  private int firstLine;
  private int lastLine;

  PhpStackTraces(TraceFindings findings) {
    this.findings = findings;
  }

  @Override
  boolean read(Line line, int number) {
    if (header != null) {
      readFrames(line, number);
    } else if (opened != null) {
      readHeader(opened, line, number);
    } else {
      begin(line, number);
    }
    return false;
  }

  private void begin(Line line, int number) {
    Confidence here = PhpHeader.confidence(line);
    if (here != null) {
      confidence = here;
      firstLine = number;
      lastLine = number;
      open(line, PhpHeader.start(line));
    }
  }

  private void open(Line line, int from) {
    opened = new Line(line.text(), from, line.end());
    lines = 0;
  }

  private void readHeader(Line before, Line line, int number) {
    int content = line.content();
    if (line.startsWith("Stack trace:", content) || line.startsWith("[stacktrace]", content)) {
      header = PhpHeader.parse(before);
      opened = null;
      lastLine = number;
      if (header == null) {
        close();
      }
    } else if (isReplaced(line) || isTooLong(before) || line.startsWith("at ", content)) {
      close();
      begin(line, number);
    } else {
      opened = new Line(line.text(), before.start(), line.end());
    }
  }

  private boolean isTooLong(Line before) {
    return ++lines > LINES_MAX || before.end() - before.start() > TEXT_LENGTH_MAX;
  }

  /** A header takes the place of one that is not surer; an indented one belongs to a message. */
  private boolean isReplaced(Line line) {
    Confidence here = PhpHeader.confidence(line);
    int order = here == null ? -1 : here.compareTo(confidence);
    return order > 0 || (order == 0 && line.indent() == 0) || LogHead.isHead(line);
  }

  private void readFrames(Line line, int number) {
    int content = line.content();
    PhpFrame frame = PhpFrame.parse(line);
    if (frame != null) {
      if (frames.size() < OpenTrace.FRAMES_MAX && findings.takeFrame()) {
        frames.add(frame);
      }
      lastLine = number;
    } else if (line.startsWith(NEXT, content)) {
      endException();
      open(line, content + NEXT.length());
      confidence = Confidence.SURE;
    } else if (line.startsWith(PREVIOUS, content)) {
      endException();
      lastFirst = true;
      open(line, PhpHeader.start(line));
      confidence = Confidence.SURE;
    } else if (!line.isBlank()) {
      lastLine = line.startsWith("thrown in ", content) ? number : lastLine;
      close();
      begin(line, number);
    }
  }

  private void endException() {
    if (header != null && chain.size() < OpenTrace.DEPTH_MAX) {
      chain.add(trace(header));
    }
    frames.clear();
    header = null;
  }

  private OpenTrace trace(PhpHeader thrown) {
    OpenTrace trace = new OpenTrace(thrown.line(), 0);
    @Nullable String path = thrown.path();
    int line = thrown.number();
    for (PhpFrame frame : frames) {
      trace.addFrame(frame.at(path, line));
      path = frame.path();
      line = frame.line();
    }
    return trace;
  }

  @Override
  void close() {
    endException();
    List<OpenTrace> outermostFirst = lastFirst ? chain : chain.reversed();
    OpenTrace effect = null;
    for (OpenTrace trace : outermostFirst) {
      if (effect != null) {
        effect.causedBy(trace);
      }
      effect = trace;
    }
    if (effect != null) {
      StackTrace trace = outermostFirst.getFirst().toStackTrace();
      findings.add(Language.PHP, firstLine, lastLine, trace);
    }
    chain.clear();
    opened = null;
    lastFirst = false;
  }
}
