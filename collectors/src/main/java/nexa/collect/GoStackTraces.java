package nexa.collect;

import java.util.ArrayList;
import java.util.List;
import nexa.event.Frame;
import nexa.event.Language;
import org.jspecify.annotations.Nullable;

/**
 * Reads Go's panics and fatal errors.
 *
 * <p>The type is {@code panic} or {@code fatal error}, the rest of the header the message. The
 * frames are those of the first goroutine printed, which is the one that failed; the others are
 * passed over, and so is who began a goroutine. A panic while another is handled has that one as its cause, whose frames are those
 * below the call of {@code panic} it came through. A recovered panic that was logged with its stack
 * is read, too. Frames and their names: {@link GoFrame}.
 */
final class GoStackTraces extends TraceScanner {

  private static final int PANICS_MAX = 16;
  /** How many lines may stand between a header and its goroutine: the runtime's own stack. */
  private static final int GAP_LINES_MAX = 128;

  /** The same for a line that only speaks of a panic. */
  private static final int UNSURE_GAP_LINES_MAX = 2;

  private static final String PANIC = "panic";
  private static final String FATAL = "fatal error";

  private enum State {
    NONE,
    HEADER,
    FRAMES,
    OTHERS
  }

  private final TraceFindings findings;

  /** The panics of a header, the first one first. */
  private final List<OpenTrace> panics = new ArrayList<>();

  private final List<Frame> frames = new ArrayList<>();
  private State state = State.NONE;

  /** The function whose place is in the next line. */
  private @Nullable Frame function;

  /** Whether that function is on the stack. */
  private boolean called;

  private boolean sure;
  private boolean inMessage;
  private int firstLine;
  private int lastLine;
  private int gap;

  GoStackTraces(TraceFindings findings) {
    this.findings = findings;
  }

  @Override
  boolean read(Line line, int number) {
    switch (state) {
      case NONE -> begin(line, number);
      case HEADER -> readHeader(line, number);
      case FRAMES, OTHERS -> readFrames(line, number);
    }
    return false;
  }

  private void begin(Line line, int number) {
    int content = line.content();
    if (line.indent() == 0 && isHeader(line, content)) {
      sure = true;
      open(line, content, number);
    } else if (isGoroutine(line, content)) {
      sure = false;
      panics.add(new OpenTrace(new HeaderLine(HeaderLine.Confidence.NAME, PANIC, null), 0));
      firstLine = number;
      lastLine = number;
      state = State.FRAMES;
    } else {
      int word = line.indexOf(PANIC, content, line.end());
      if (word >= 0) {
        sure = false;
        open(line, word, number);
      }
    }
  }

  /** Whether a panic's or fatal error's own header stands at a position. */
  static boolean isHeader(Line line, int at) {
    return line.startsWith("panic: ", at) || line.startsWith("fatal error: ", at);
  }

  /**
   * {@code goroutine 7 [running]:}, but not that of the scheduler, which runs no code of anyone.
   */
  static boolean isGoroutine(Line line, int content) {
    int digits = content + "goroutine ".length();
    if (!line.startsWith("goroutine ", content) || line.startsWith("0 ", digits)) {
      return false;
    }
    int to = line.contentEnd(content);
    return line.digitsEnd(digits) > digits && TypeName.endsWith(line, "]:", digits, to);
  }

  private void open(Line line, int at, int number) {
    firstLine = number;
    lastLine = number;
    state = State.HEADER;
    gap = 0;
    addPanic(line, at);
  }

  private void addPanic(Line line, int at) {
    inMessage = sure;
    int colon = line.indexOf(": ", at, line.end());
    String type = line.startsWith(FATAL, at) ? FATAL : PANIC;
    String message = colon < 0 ? null : withoutMark(line.substring(colon + 2, line.end()));
    panics.add(new OpenTrace(new HeaderLine(HeaderLine.Confidence.SURE, type, message), 0));
  }

  private static String withoutMark(String message) {
    int mark = message.endsWith("]") ? message.lastIndexOf(" [recovered") : -1;
    return mark < 0 ? message : message.substring(0, mark);
  }

  private void readHeader(Line line, int number) {
    int content = line.content();
    if (isGoroutine(line, content)) {
      state = State.FRAMES;
      lastLine = number;
    } else if (sure && line.indent() > 0 && isHeader(line, content)) {
      if (panics.size() < PANICS_MAX) {
        addPanic(line, content);
      }
    } else if (isOver(line)) {
      close();
      begin(line, number);
    } else {
      inMessage &= !line.isBlank() && !line.startsWith("[signal ", content);
      if (inMessage) {
        panics.getLast().addToMessage(line);
      } else {
        gap++;
      }
    }
  }

  /** Whether no goroutine is to be expected any more behind a header. */
  private boolean isOver(Line line) {
    int content = line.content();
    boolean another = line.indent() == 0 && isHeader(line, content);
    boolean better = !sure && line.indexOf(PANIC, content, line.end()) >= 0;
    int max = sure ? GAP_LINES_MAX : UNSURE_GAP_LINES_MAX;
    return another || better || gap > max || LogHead.isHead(line);
  }

  private void readFrames(Line line, int number) {
    Frame place = function == null ? null : GoFrame.at(function, line);
    function = null;
    if (place != null) {
      boolean taken = called && state == State.FRAMES && frames.size() < OpenTrace.FRAMES_MAX;
      if (taken && findings.takeFrame()) {
        frames.add(place);
      }
      lastLine = number;
    } else if (line.isBlank()) {
      state = frames.isEmpty() ? state : State.OTHERS;
    } else {
      function = GoFrame.function(line);
      called = !GoFrame.isCreator(line);
      int content = line.content();
      if (isGoroutine(line, content)) {
        state = frames.isEmpty() ? state : State.OTHERS;
      } else if (function == null && !isMark(line, content)) {
        close();
        begin(line, number);
      }
    }
  }

  /** {@code ...23 frames elided...} and a goroutine whose stack cannot be seen. */
  private static boolean isMark(Line line, int content) {
    return line.startsWith("...", content)
        || line.startsWith("goroutine running on other thread", content);
  }

  @Override
  void close() {
    boolean seen = state == State.FRAMES || state == State.OTHERS;
    if (seen && (sure || frames.stream().anyMatch(GoStackTraces::isPanic))) {
      findings.add(Language.GO, firstLine, lastLine, linked().toStackTrace());
    }
    state = State.NONE;
    panics.clear();
    frames.clear();
    function = null;
  }

  /** The last panic, which has all frames, with those before as causes. */
  private OpenTrace linked() {
    OpenTrace effect = panics.removeLast();
    frames.forEach(effect::addFrame);
    int from = 0;
    OpenTrace last = effect;
    for (OpenTrace cause : panics.reversed()) {
      while (from < frames.size() && !isPanic(frames.get(from))) {
        from++;
      }
      from = Math.min(frames.size(), from + 1);
      frames.subList(from, from + findings.takeFrames(frames.size() - from))
          .forEach(cause::addFrame);
      effect.causedBy(cause);
      effect = cause;
    }
    return last;
  }

  private static boolean isPanic(Frame frame) {
    return frame.className().equals(GoFrame.RUNTIME)
        && (frame.method().equals(PANIC) || frame.method().equals("gopanic"));
  }
}
