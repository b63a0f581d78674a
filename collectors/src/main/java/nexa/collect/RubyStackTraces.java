package nexa.collect;

import java.util.ArrayDeque;
import java.util.Deque;
import nexa.event.Frame;
import nexa.event.Language;
import org.jspecify.annotations.Nullable;

/**
 * Reads Ruby's backtraces.
 *
 * <p>The interpreter prints place, message and type in one line, then {@code from} lines; causes
 * follow at once in the same way. Ruby 2.5 to 2.7 could print it all upside down, the lines
 * numbered and causes first; of a message that then has several lines the first is kept, as it ends
 * nowhere. Loggers write a header in one of several forms, then the bare places. Ruby 3.4 quotes
 * methods with their classes. Frames and their names: {@link RubyFrame}.
 */
final class RubyStackTraces extends TraceScanner {

  /** How many lines may stand between a header and its first frame, besides the message. */
  private static final int GAP_LINES_MAX = 16;

  /** What the frames of the backtrace being read look like, none having been seen at first. */
  private enum Form {
    NONE,
    FROM,
    NUMBERED,
    BARE
  }

  private final TraceFindings findings;

  /** The header that the backtrace being read began with, null between backtraces. */
  private @Nullable RubyHeader header;

  /** The outermost exception as far as it is known. */
  private @Nullable OpenTrace root;

  /** The exception whose lines are being read. */
  private @Nullable OpenTrace top;

  /** The numbered frames whose header is still to come. */
  private final Deque<Frame> outermostFirst = new ArrayDeque<>();

  private Form form = Form.NONE;
  private boolean inMessage;
  private int depth;
  private int gap;
  private int firstLine;
  private int lastLine;

  RubyStackTraces(TraceFindings findings) {
    this.findings = findings;
  }

  @Override
  boolean read(Line line, int number) {
    int content = line.content();
    int digits = line.digitsEnd(content);
    if (line.startsWith("from ", content)) {
      readFrom(line, content + "from ".length(), number);
    } else if (digits > content && line.startsWith(": from ", digits)) {
      readNumbered(line, digits + ": from ".length(), number);
    } else if (!line.startsWith("at ", content)) {
      // Most lines that begin so are frames of another language.
      readOther(line, content, number);
    }
    return false;
  }

  private void readFrom(Line line, int at, int number) {
    RubyFrame place = alone(line, at);
    if (place != null && top != null && (form == Form.NONE || form == Form.FROM)) {
      form = Form.FROM;
      add(place.frame(), number);
    }
  }

  private void readNumbered(Line line, int at, int number) {
    RubyFrame place = alone(line, at);
    if (place == null) {
      return;
    }
    if (form != Form.NUMBERED) {
      close();
      form = Form.NUMBERED;
      firstLine = number;
      gap = 0;
    }
    if (outermostFirst.size() == OpenTrace.FRAMES_MAX) {
      outermostFirst.removeFirst();
    }
    outermostFirst.addLast(place.frame());
    lastLine = number;
  }

  /** The place that a line ends with, or null. */
  private static @Nullable RubyFrame alone(Line line, int at) {
    int to = line.contentEnd(at);
    if (to == at || !(line.charAt(to - 1) == '\'' || Line.isDigit(line.charAt(to - 1)))) {
      return null;
    }
    RubyFrame place = RubyFrame.parse(line, at);
    return place == null || place.end() < to ? null : place;
  }

  private void add(Frame frame, int number) {
    if (top != null && findings.takeFrame()) {
      top.addFrame(frame);
      lastLine = number;
    }
    inMessage = false;
  }

  private void readOther(Line line, int content, int number) {
    RubyHeader full = RubyHeader.full(line);
    if (full != null) {
      readFull(full, number);
      return;
    }
    RubyFrame bare = top == null ? null : alone(line, content);
    if (bare != null && isBareExpected(bare)) {
      form = Form.BARE;
      add(bare.frame(), number);
    } else if (!isLevelsMark(line, content)) {
      readText(line, number);
    } else if (form == Form.FROM) {
      lastLine = number;
    }
  }

  /**
   * A frame alone in its line may go without a method, as that of a template, but not the first.
   */
  private boolean isBareExpected(RubyFrame bare) {
    boolean logged = header != null && header.frame() == null;
    return form == Form.BARE || (form == Form.NONE && logged && bare.labelled());
  }

  private void readFull(RubyHeader full, int number) {
    if (form == Form.NUMBERED && (gap == 0 || !outermostFirst.isEmpty())) {
      readUpsideDown(full, number);
    } else if (form == Form.FROM && lastLine == number - 1 && depth < OpenTrace.DEPTH_MAX) {
      top = top == null ? null : top.cause(full.line(), 0);
      depth++;
      gap = 0;
      addOwn(full, number);
      inMessage = true;
    } else {
      close();
      open(full, number);
    }
  }

  /** The header stands below its frames, and a cause above its effect. */
  private void readUpsideDown(RubyHeader full, int number) {
    OpenTrace cause = root;
    header = full;
    root = new OpenTrace(full.line(), 0);
    top = root;
    addOwn(full, number);
    outermostFirst.reversed().forEach(frame -> add(frame, number));
    outermostFirst.clear();
    gap = 0;
    if (depth < OpenTrace.DEPTH_MAX) {
      root.causedBy(cause);
      depth++;
    }
  }

  private void open(RubyHeader opening, int number) {
    header = opening;
    root = new OpenTrace(opening.line(), 0);
    top = root;
    firstLine = number;
    lastLine = number;
    gap = 0;
    addOwn(opening, number);
    inMessage = true;
  }

  private void addOwn(RubyHeader opening, int number) {
    if (opening.frame() != null) {
      add(opening.frame(), number);
    }
  }

  /** {@code ... 10067 levels...} stands for frames that cannot be known. */
  private static boolean isLevelsMark(Line line, int content) {
    return line.startsWith("... ", content)
        && line.startsWith(" levels...", line.digitsEnd(content + "... ".length()));
  }

  /** Reads what is no part of a backtrace but may be of a message, or a header in a log. */
  private void readText(Line line, int number) {
    boolean upsideDown = form == Form.NUMBERED && outermostFirst.isEmpty();
    boolean waits = root != null && (form == Form.NONE || upsideDown) || inMessage;
    RubyHeader logged = RubyHeader.logged(line);
    boolean begins = logged != null && (replaces(logged, line) || upsideDown && isNamed(logged));
    if (!waits || begins || LogHead.isHead(line)) {
      close();
      if (logged != null) {
        open(logged, number);
      }
      return;
    }
    inMessage &= !line.isBlank();
    boolean goesOn = inMessage ? top != null && top.addToMessage(line) : ++gap <= GAP_LINES_MAX;
    if (!goesOn) {
      close();
    }
  }

  /** Below an upside-down header nearly anything is other output, but not every word is a type. */
  private static boolean isNamed(RubyHeader logged) {
    return logged.line().confidence() != HeaderLine.Confidence.WORD;
  }

  /** A header in a log takes the place of one that is as unsure, but not within a message. */
  private boolean replaces(RubyHeader logged, Line line) {
    if (header == null) {
      return true;
    }
    int order = logged.line().confidence().compareTo(header.line().confidence());
    return order > 0 || (order == 0 && line.indent() == 0);
  }

  @Override
  void close() {
    boolean complete = header != null && (header.frame() != null || form == Form.BARE);
    if (root != null && header != null && complete) {
      // Without a frame behind it, the lines after a header are not known to be its message.
      OpenTrace trace = form == Form.NONE ? alone(header) : root;
      findings.add(Language.RUBY, firstLine, lastLine, trace.toStackTrace());
    }
    header = null;
    root = null;
    top = null;
    outermostFirst.clear();
    form = Form.NONE;
    inMessage = false;
    depth = 0;
  }

  private static OpenTrace alone(RubyHeader header) {
    OpenTrace trace = new OpenTrace(header.line(), 0);
    if (header.frame() != null) {
      trace.addFrame(header.frame());
    }
    return trace;
  }
}
