package nexa.collect;

import nexa.event.EventContext;
import nexa.event.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Reads what stands between the timestamp of a log line and its message: level, thread, logger, and
 * the ids of trace and span, in whatever order.
 *
 * <p>One pass over the words and bracketed groups. A lone dash or colon behind the level ends it. Where
 * there is none, the message begins with the first word behind the level and its groups, as two words
 * that nothing parts are no logger.
 */
final class HeadFields {

  private static final int WITHIN = 400;
  private static final int NAME_LENGTH_MAX = 256;

  /** How many words may stand before the level: host, process, logger, and one that is no name. */
  private static final int NAMES_MAX = 3;
  private static final int PLAIN_WORDS_MAX = 1;

  private final Line line;
  private final Timestamp.@Nullable Shape shape;
  private final int limit;
  private final HeadSpan span = new HeadSpan();

  private int at;
  private int message = -1;
  private @Nullable Severity severity;
  private boolean boot;
  private int names;
  private int plainWords;
  /** Behind the first dash or colon, as long as no level has come. */
  private int separator = -1;
  /** Where the message begins if no dash or colon comes. */
  private int fallback = -1;
  private int loggerFrom = -1;
  private int loggerTo;
  private boolean loggerIsSure;
  private int threadFrom = -1;
  private int threadTo;

  /**
   * @param shape the line's timestamp, null for none
   */
  HeadFields(Line line, Timestamp.@Nullable Shape shape) {
    this.line = line;
    this.shape = shape;
    this.limit = Math.min(line.end(), line.start() + WITHIN);
  }

  /** Reads on from a position, with a level that stood before it. */
  void read(int from, @Nullable Severity before) {
    severity = before;
    at = from;
    while (at < limit && message < 0) {
      readNext();
    }
    if (message < 0) {
      endWithoutSeparator(from);
    }
  }

  /** Reads on up to the level. */
  void readToSeverity(int from) {
    at = from;
    while (at < limit && message < 0 && severity == null) {
      readNext();
    }
  }

  private void readNext() {
    char c = line.charAt(at);
    if (Line.isSpace(c) || c == '|' || c == ']' || c == ',') {
      at++;
    } else if (c != '[' || !readGroup()) {
      readWord();
    }
  }

  @Nullable Severity severity() {
    return severity;
  }

  /** Where the message begins. */
  int message() {
    return message;
  }

  EventContext context() {
    String thread = threadFrom < 0 ? null : text(threadFrom, threadTo);
    String logger = loggerFrom < 0 || !loggerIsSure ? null : text(loggerFrom, loggerTo);
    return new EventContext("logged", logger, thread, span.traceId(), span.spanId());
  }

  private String text(int from, int to) {
    return Printable.text(line.substring(from, to), NAME_LENGTH_MAX);
  }

  private void readWord() {
    int end = wordEnd(at);
    if (isSeparator(end)) {
      readSeparator(end);
    } else if (end == at + 3 && line.startsWith("---", at)) {
      boot = true;
      fallback = -1;
      at = end;
    } else if (!readLevel(end) && !readPair(end)) {
      if (severity == null) {
        readNameBeforeLevel(end);
      } else {
        readNameBehindLevel(end);
      }
    }
  }

  private int wordEnd(int from) {
    int end = from;
    while (end < limit && !Line.isSpace(line.charAt(end))) {
      end++;
    }
    return end;
  }

  private boolean isSeparator(int end) {
    char c = line.charAt(at);
    return (end == at + 1 && (c == ':' || c == '-'))
        || (end == at + 2 && line.startsWith("--", at));
  }

  private void readSeparator(int end) {
    at = end;
    if (severity != null) {
      message = line.skipSpaces(end);
      loggerIsSure = true;
    } else if (separator < 0) {
      separator = line.skipSpaces(end);
      loggerIsSure = loggerFrom >= 0;
    }
  }

  /** Behind a logger and a dash a message may have begun, in which a level is only a word. */
  private boolean readLevel(int end) {
    if (severity != null) {
      return false;
    }
    boolean colon = line.charAt(end - 1) == ':';
    severity = Levels.capital(line, at, colon ? end - 1 : end);
    if (severity == null && names == 0 && line.startsWith("\t", end)) {
      severity = Levels.named(line.substring(at, end));
    }
    boolean inMessage = separator >= 0 && names > 0 && !colon && !isFollowedBySeparator(end);
    if (severity == null || inMessage) {
      severity = null;
      return false;
    }
    at = end;
    loggerIsSure = loggerFrom >= 0;
    message = colon ? line.skipSpaces(end) : -1;
    return true;
  }

  private boolean isFollowedBySeparator(int end) {
    int next = line.skipSpaces(end);
    return line.startsWith("- ", next) || line.startsWith(": ", next) || line.startsWith("|", next);
  }

  /** {@code key=value}, as logfmt has it for all and others for the ids of a trace. */
  private boolean readPair(int end) {
    int equals = line.indexOf('=', at, end);
    if (equals < 0) {
      return false;
    }
    int value = line.startsWith("\"", equals + 1) ? equals + 2 : equals + 1;
    switch (line.substring(at, equals)) {
      case "level", "lvl" -> severity = Levels.named(line.substring(value, nameEnd(value)));
      case "logger" -> setLogger(value, nameEnd(value), true);
      case "msg" -> message = value;
      default -> {
        if (!span.readPair(line, at, end)) {
          return false;
        }
      }
    }
    at = end;
    return true;
  }

  private int nameEnd(int from) {
    int end = from;
    while (end < limit
        && (Character.isLetterOrDigit(line.charAt(end)) || line.charAt(end) == '.')) {
      end++;
    }
    return end;
  }

  private void readNameBeforeLevel(int end) {
    boolean colon = end > at + 1 && line.charAt(end - 1) == ':';
    int to = colon ? end - 1 : end;
    names++;
    plainWords += isPlainWord(at, to) ? 1 : 0;
    if (names > NAMES_MAX || plainWords > PLAIN_WORDS_MAX) {
      at = limit;
      return;
    }
    boolean jul = shape == Timestamp.Shape.JUL;
    if (loggerFrom < 0 && (jul || line.indexOf('.', at, to) > at)) {
      setLogger(at, to, jul);
    }
    if (colon && separator < 0) {
      separator = line.skipSpaces(end);
      loggerIsSure |= loggerFrom >= 0;
    }
    at = end;
  }

  private boolean isPlainWord(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Character.isLetter(line.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private void readNameBehindLevel(int end) {
    if (fallback < 0) {
      fallback = at;
    }
    boolean dotted = line.indexOf('.', at, end) > at;
    if (isNumber(end)) {
      at = end; // a process, if a logger follows
    } else if (loggerFrom >= 0) {
      endWithoutSeparator(at);
    } else if (dotted && shape == Timestamp.Shape.TOMCAT) {
      // Tomcat appends the method to the class.
      setLogger(at, line.lastIndexOf('.', at, end), true);
      message = line.skipSpaces(end);
    } else if (dotted && line.charAt(end - 1) == ':') {
      setLogger(at, end - 1, true);
      message = line.skipSpaces(end);
    } else {
      setLogger(at, end, false);
      at = end;
    }
  }

  private boolean isNumber(int end) {
    return line.areDigits(at, end - at);
  }

  /** Some layouts add method, file or line, as in {@code com.acme.Shop.total(Shop.java:7)}. */
  private void setLogger(int from, int to, boolean sure) {
    int end = from;
    while (end < to && line.charAt(end) != ':' && line.charAt(end) != '(') {
      end++;
    }
    loggerFrom = from;
    loggerTo = end;
    loggerIsSure = sure;
  }

  private void endWithoutSeparator(int from) {
    if (severity == null) {
      message = separator >= 0 ? separator : behindBrackets(from);
    } else {
      message = fallback >= 0 ? fallback : Math.min(line.skipSpaces(at), line.end());
    }
    if (threadFrom >= message) {
      threadFrom = -1;
    }
  }

  private int behindBrackets(int from) {
    int next = from;
    while (next < line.end() && (Line.isSpace(line.charAt(next)) || line.charAt(next) == ']')) {
      next++;
    }
    return next;
  }

  /** Reads {@code [something]}; false when it is not closed. */
  private boolean readGroup() {
    int close = closingBracket();
    if (close < 0) {
      return false;
    }
    int from = line.skipSpaces(at + 1);
    int to = close;
    while (to > from && Line.isSpace(line.charAt(to - 1))) {
      to--;
    }
    boolean name =
        hasLetter(from, to) && !takeLevel(from, to) && !span.readGroup(line, from, to)
            && line.indexOf('=', from, to) < 0;
    at = close + 1;
    if (loggerFrom < 0) {
      fallback = -1;
    }
    if (name && !takeLoggerAndThread(from, to) && (boot || threadFrom < 0)) {
      threadFrom = from;
      threadTo = to;
    }
    return true;
  }

  /** A number is a process, and a comma what is left of ids that there were none of. */
  private boolean hasLetter(int from, int to) {
    int i = from;
    while (i < to && !Character.isLetter(line.charAt(i))) {
      i++;
    }
    return i < to;
  }

  private int closingBracket() {
    int depth = 0;
    for (int i = at; i < limit; i++) {
      char c = line.charAt(i);
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private boolean takeLevel(int from, int to) {
    Severity level = severity != null ? null : Levels.named(line.substring(from, to));
    if (level != null) {
      severity = level;
    }
    return level != null;
  }

  /** JBoss writes {@code ERROR [logger] (thread) message}. */
  private boolean takeLoggerAndThread(int from, int to) {
    int close = line.startsWith(" (", at) ? line.indexOf(')', at, limit) : -1;
    if (severity == null || loggerFrom >= 0 || close < 0) {
      return false;
    }
    setLogger(from, to, true);
    threadFrom = at + 2;
    threadTo = close;
    message = line.skipSpaces(close + 1);
    return true;
  }
}
