package nexa.collect;

import java.util.ArrayList;
import java.util.List;
import nexa.event.Frame;
import nexa.event.Language;
import org.jspecify.annotations.Nullable;

/**
 * Reads stacks of JavaScript errors as V8 writes them and Node.js prints them.
 *
 * <p>Behind the last frame an error may show its properties in braces. Among them {@code [cause]}
 * comes out as the cause, and the {@code [errors]} of an {@code AggregateError} as suppressed ones.
 * Lines that Node.js left out as the same as the cause's are taken from there. Frames and their
 * names: {@link JavaScriptFrame}.
 */
final class JavaScriptStackTraces extends TraceScanner {

  private static final int PROPERTY_LINES_MAX = 1_000;
  private static final List<String> CAUSES = List.of("[cause]: ", "caused by: ", "Caused by: ");

  private final TraceFindings findings;

  /** The header or error being read, null between errors. */
  private @Nullable OpenTrace root;

  /** The innermost error being read. */
  private @Nullable OpenTrace top;

  /** The error whose {@code [errors]} are being read. */
  private @Nullable OpenTrace aggregate;

  private int aggregateIndent;

  private final List<Elided> elided = new ArrayList<>();
  private HeaderLine.Confidence confidence = HeaderLine.Confidence.WORD;
  private int firstLine;
  private int lastLine;

  /** How many braces are open, and the lines seen within. */
  private int braces;

  private int propertyLines;

  /** Frames that an error has at a place as its cause has them. */
  private record Elided(OpenTrace trace, int at, int count) {}

  JavaScriptStackTraces(TraceFindings findings) {
    this.findings = findings;
  }

  @Override
  boolean read(Line line, int number) {
    Frame frame = JavaScriptFrame.parse(line);
    if (frame != null) {
      addFrame(frame, line, number);
    } else if (root != null && (root.hasFrames() || braces > 0)) {
      readWithin(line, number);
    } else {
      readBefore(line, number);
    }
    return frame != null && root != null;
  }

  private void addFrame(Frame frame, Line line, int number) {
    if (top != null && findings.takeFrame()) {
      top.addFrame(frame);
      lastLine = number;
      braces += JavaScriptFrame.opensProperties(line) ? 1 : 0;
    }
  }

  /** Before the first frame of all there are headers, their messages and other output. */
  private void readBefore(Line line, int number) {
    int content = line.content();
    boolean frameLike = line.startsWith("at ", content);
    HeaderLine bracketed = JavaScriptHeader.bracketed(line);
    HeaderLine header =
        frameLike ? null : bracketed != null ? bracketed : JavaScriptHeader.parse(line);
    if (LogHead.isHead(line)
        || (header != null && header.replaces(root == null ? null : confidence, line))) {
      close();
      open(header, line, number);
      braces = bracketed != null ? 1 : 0;
    } else if (root != null && (FrameLine.resembles(line, content) || !root.addToMessage(line))) {
      close();
    }
  }

  private void open(@Nullable HeaderLine header, Line line, int number) {
    if (header != null) {
      root = new OpenTrace(header, line.indent());
      top = root;
      confidence = header.confidence();
      firstLine = number;
      lastLine = number;
    }
  }

  private void readWithin(Line line, int number) {
    int content = line.content();
    if (readInner(line, content) || readElided(line, content)) {
      lastLine = number;
    } else if (line.startsWith("[errors]: [", content)) {
      aggregate = top == null ? null : top.atMost(line.indent() - 1);
      aggregateIndent = line.indent();
    } else if (isMessage(line, content) && top != null) {
      top.addToMessage(line);
    } else if (!readProperty(line, content)) {
      close();
      readBefore(line, number);
    }
  }

  /** Before its first frame an inner error has its message. */
  private boolean isMessage(Line line, int content) {
    return top != null && top != root && !top.hasFrames() && !line.startsWith("}", content);
  }

  /** Reads the header of a cause or of one of several errors. */
  private boolean readInner(Line line, int content) {
    int indent = line.indent();
    if (top == null || top.depth() >= OpenTrace.DEPTH_MAX) {
      return false;
    }
    if (aggregate != null && indent > aggregateIndent) {
      HeaderLine header = JavaScriptHeader.at(line, content);
      if (header != null && header.confidence() == HeaderLine.Confidence.SURE) {
        top = aggregate.suppressed(header, indent);
        return true;
      }
    }
    int caption = caption(line, content);
    HeaderLine header = caption == 0 ? null : JavaScriptHeader.at(line, content + caption);
    if (header == null) {
      return false;
    }
    boolean property = line.charAt(content) == '[';
    top = top.atMost(property ? indent - 1 : indent).cause(header, indent);
    return true;
  }

  private static int caption(Line line, int content) {
    for (String caption : CAUSES) {
      if (line.startsWith(caption, content)) {
        return caption.length();
      }
    }
    return 0;
  }

  /** Reads {@code ... 4 lines matching cause stack trace ...}. */
  private boolean readElided(Line line, int content) {
    int digits = content + "... ".length();
    if (top == null || !line.startsWith("... ", content)) {
      return false;
    }
    int digitsEnd = line.digitsEnd(digits);
    if (!line.startsWith(" lines matching cause stack trace", digitsEnd)) {
      return false;
    }
    if (elided.size() < OpenTrace.DEPTH_MAX) {
      elided.add(new Elided(top, top.frames().size(), line.numberIn(digits, digitsEnd)));
    }
    return true;
  }

  /** Passes over a line within braces; false when there are none, or when it is not in a list. */
  private boolean readProperty(Line line, int content) {
    if (braces == 0 || ++propertyLines > PROPERTY_LINES_MAX || LogHead.isHead(line)) {
      return false;
    }
    if (line.startsWith("]", content) && line.indent() <= aggregateIndent) {
      aggregate = null;
    }
    braces -= line.startsWith("}", content) ? 1 : 0;
    braces += JavaScriptFrame.opensProperties(line) ? 1 : 0;
    return true;
  }

  @Override
  void close() {
    if (root != null && root.isTrace()) {
      elided.reversed().forEach(this::restore);
      findings.add(Language.JAVASCRIPT, firstLine, lastLine, root.toStackTrace());
    }
    root = null;
    top = null;
    aggregate = null;
    elided.clear();
    braces = 0;
    propertyLines = 0;
  }

  /** What was left out stands in the cause behind the same frame. */
  private void restore(Elided elision) {
    OpenTrace cause = elision.trace.cause();
    if (cause == null || elision.at == 0) {
      return;
    }
    List<Frame> frames = elision.trace.frames();
    int from = cause.frames().lastIndexOf(frames.get(elision.at - 1)) + 1;
    int room = Math.min(elision.count, OpenTrace.FRAMES_MAX - frames.size());
    int wanted = Math.min(room, cause.frames().size() - from);
    if (from > 0 && wanted > 0) {
      List<Frame> same = List.copyOf(cause.frames().subList(from, from + wanted));
      frames.addAll(elision.at, same.subList(0, findings.takeFrames(wanted)));
    }
  }
}
