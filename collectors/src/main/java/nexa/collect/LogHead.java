package nexa.collect;

import java.time.Clock;
import java.time.Instant;
import nexa.event.EventContext;
import nexa.event.Severity;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a log record: a timestamp or a level at its start, and among the first fields a
 * level.
 *
 * <p>A head with a timestamp is strong: no record goes on with such a line. One without is weak: it
 * may be a line of the message of a record that has a strong head.
 *
 * @param severity null when the line names no level
 * @param time null when there is none, or the digits are no real time
 * @param message where the message begins in the line's text
 */
record LogHead(
    @Nullable Severity severity, @Nullable Instant time, EventContext context, int message) {

  private static final int MARKER_WITHIN = 100;
  private static final int THREAD_LENGTH_MAX = 128;

  /** Whether a line is a strong head. */
  static boolean isHead(Line line) {
    return layout(line) != null;
  }

  /** The layout of a strong head, or null when the line is none. */
  static @Nullable Layout layout(Line line) {
    Timestamp stamp = stamp(line);
    if (stamp == null) {
      return null;
    }
    if (isLogfmt(line)) {
      return Layout.LOGFMT;
    }
    return switch (stamp.shape()) {
      case JUL -> Layout.JUL;
      case TOMCAT -> Layout.TOMCAT;
      case ISO, SLASH, SHORT, SYSLOG, TIME, MILLIS -> {
        boolean time = stamp.shape() == Timestamp.Shape.TIME;
        yield contains(line, stamp.end(), " --- [") ? Layout.SPRING_BOOT
            : time && contains(line, stamp.end(), " -- ") ? Layout.LOGBACK : Layout.PLAIN;
      }
    };
  }

  private static boolean contains(Line line, int from, String marker) {
    int to = Math.min(line.end(), from + MARKER_WITHIN);
    for (int dash = line.indexOf('-', from, to); dash > 0; dash = line.indexOf('-', dash + 1, to)) {
      if (line.startsWith(marker, dash - 1)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a line begins with a level, or with a thread and a level. */
  static boolean isWeak(Line line) {
    return levelEnd(line, line.start()) >= 0 || levelBehindThread(line) >= 0;
  }

  /** The head a line is, or null when it is none. The clock gives what the timestamp leaves out. */
  static @Nullable LogHead parse(Line line, Clock clock) {
    Timestamp stamp = stamp(line);
    if (stamp == null && !isWeak(line)) {
      return null;
    }
    HeadFields fields = fields(line, stamp);
    Instant time = stamp == null ? null : stamp.instant(line, clock);
    Line second = stamp != null && stamp.shape() == Timestamp.Shape.JUL ? line.next() : null;
    if (second != null && fields.severity() == null) {
      return julHead(time, fields.context(), second);
    }
    return new LogHead(fields.severity(), time, fields.context(), fields.message());
  }

  /** The severity of a line that is a head, or null when it names none. */
  static @Nullable Severity severity(Line line) {
    Timestamp stamp = stamp(line);
    Severity before = stamp == null ? null : levelBefore(line);
    return before != null ? before : firstLevel(line, stamp);
  }

  private static @Nullable Severity firstLevel(Line line, @Nullable Timestamp stamp) {
    HeadFields fields = new HeadFields(line, stamp == null ? null : stamp.shape());
    fields.readToSeverity(stamp == null ? line.start() : stamp.end());
    return fields.severity();
  }

  private static HeadFields fields(Line line, @Nullable Timestamp stamp) {
    HeadFields fields = new HeadFields(line, stamp == null ? null : stamp.shape());
    if (stamp == null) {
      fields.read(line.start(), null);
    } else {
      fields.read(stamp.end(), levelBefore(line));
    }
    return fields;
  }

  /** The level in front of a timestamp, or null. */
  private static @Nullable Severity levelBefore(Line line) {
    return levelEnd(line, line.start()) < 0 ? null : firstLevel(line, null);
  }

  /** java.util.logging writes level and message on a line of their own. */
  private static LogHead julHead(@Nullable Instant time, EventContext context, Line second) {
    int colon = second.indexOf(':', second.start(), second.end());
    Severity severity = colon < 0 ? null : Levels.capital(second, second.start(), colon);
    int message = severity == null ? second.start() : second.skipSpaces(colon + 1);
    return new LogHead(severity, time, context, message);
  }

  /** The timestamp of a strong head: at the start, in a bracket, of logfmt, or behind a level. */
  private static @Nullable Timestamp stamp(Line line) {
    if (line.start() == line.end()) {
      return null;
    }
    char c = line.charAt(line.start());
    if (isLogfmt(line)) {
      int value = line.indexOf('=', line.start(), line.end()) + 1;
      return Timestamp.at(line, line.startsWith("\"", value) ? value + 1 : value);
    }
    if (c != '[' && !Line.isDigit(c) && (c < 'A' || c > 'Z')) {
      return null;
    }
    Timestamp first = Timestamp.at(line, behindBracket(line, line.start()));
    if (first != null) {
      boolean sure =
          switch (first.shape()) {
            case ISO, SLASH, TOMCAT, JUL, SYSLOG -> true;
            case SHORT, TIME, MILLIS -> isFollowedByField(line, first.end());
          };
      return sure ? first : null;
    }
    int level = levelEnd(line, line.start());
    return level < 0 ? null : Timestamp.at(line, behindBracket(line, line.skipSpaces(level)));
  }

  private static boolean isLogfmt(Line line) {
    return line.startsWith("time=", line.start()) || line.startsWith("ts=", line.start());
  }

  private static int behindBracket(Line line, int at) {
    return at < line.end() && line.charAt(at) == '[' ? at + 1 : at;
  }

  /** A short time alone is no sure sign, but with a level or a bracket behind it is one. */
  private static boolean isFollowedByField(Line line, int from) {
    int at = line.skipSpaces(from);
    return at < line.end() && at > from
        && (line.charAt(at) == '[' || levelEnd(line, at) >= 0 || line.startsWith("|", at));
  }

  /** Behind {@code ERROR}, {@code ERROR:} or {@code [ERROR]} at a position, or -1. */
  private static int levelEnd(Line line, int at) {
    boolean bracket = at < line.end() && line.charAt(at) == '[';
    int from = bracket ? line.skipSpaces(at + 1) : at;
    int end = from;
    while (end < line.end() && Character.isLetter(line.charAt(end))) {
      end++;
    }
    if (bracket) {
      int close = line.skipSpaces(end);
      boolean level = line.startsWith("]", close)
          && Levels.named(line.substring(from, end)) != null;
      return level ? close + 1 : -1;
    }
    if (Levels.capital(line, from, end) == null || end >= line.end()) {
      return -1;
    }
    return line.charAt(end) == ':' ? end + 1 : Line.isSpace(line.charAt(end)) ? end : -1;
  }

  /** Behind {@code [main] ERROR} at the start of a line, or -1. */
  private static int levelBehindThread(Line line) {
    if (line.start() == line.end() || line.charAt(line.start()) != '[') {
      return -1;
    }
    int to = Math.min(line.end(), line.start() + THREAD_LENGTH_MAX);
    int close = line.indexOf(']', line.start(), to);
    boolean level =
        close >= 0 && line.startsWith(" ", close + 1) && !line.startsWith("[", close + 2);
    return level ? levelEnd(line, close + 2) : -1;
  }
}
