package nexa.collect;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import nexa.event.Severity;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a log record: an ISO-like timestamp at its start, and among the first fields a
 * level.
 *
 * @param severity null when the line names no level
 * @param time null when the digits are no real time
 * @param message where the message begins in the line's text
 */
record LogHead(@Nullable Severity severity, @Nullable Instant time, int message) {

  private static final int LEVEL_WITHIN = 200;
  private static final String SHAPE = "dddd-dd-ddTdd:dd:dd";

  /** Whether a line is a head: it begins with a timestamp. */
  static boolean isHead(Line line) {
    return hasShape(line, timestamp(line));
  }

  /** The head a line is, or null when it is none. {@code zone} holds where the line names none. */
  static @Nullable LogHead parse(Line line, ZoneId zone) {
    int from = timestamp(line);
    if (!hasShape(line, from)) {
      return null;
    }
    Severity severity = null;
    int end = from + SHAPE.length();
    int to = Math.min(line.end(), end + LEVEL_WITHIN);
    int levelEnd = end;
    for (int at = end; at < to && severity == null; at++) {
      int wordEnd = wordEnd(line, at, to);
      severity = level(line, at, wordEnd);
      levelEnd = severity == null ? end : wordEnd;
      at = Math.max(at, wordEnd);
    }
    return new LogHead(severity, time(line, from, zone), message(line, levelEnd));
  }

  private static int timestamp(Line line) {
    boolean bracket = line.start() < line.end() && line.charAt(line.start()) == '[';
    return bracket ? line.start() + 1 : line.start();
  }

  private static boolean hasShape(Line line, int from) {
    if (from + SHAPE.length() > line.end()) {
      return false;
    }
    for (int i = 0; i < SHAPE.length(); i++) {
      char c = line.charAt(from + i);
      boolean fits =
          switch (SHAPE.charAt(i)) {
            case 'd' -> isDigit(c);
            case 'T' -> c == 'T' || c == ' ';
            default -> c == SHAPE.charAt(i);
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static int wordEnd(Line line, int from, int to) {
    int end = from;
    while (end < to && Character.isLetterOrDigit(line.charAt(end))) {
      end++;
    }
    return end;
  }

  private static @Nullable Severity level(Line line, int from, int to) {
    if (to - from < 4 || to - from > 8) {
      return null;
    }
    return switch (line.substring(from, to)) {
      case "TRACE", "FINEST", "FINER" -> Severity.TRACE;
      case "DEBUG", "FINE" -> Severity.DEBUG;
      case "INFO" -> Severity.INFO;
      case "WARN", "WARNING" -> Severity.WARN;
      case "ERROR", "SEVERE" -> Severity.ERROR;
      case "FATAL", "CRITICAL" -> Severity.FATAL;
      default -> null;
    };
  }

  /** The message stands behind a lone colon or dash, as most layouts have it, or the level. */
  private static int message(Line line, int from) {
    for (int i = from; i + 2 < line.end(); i++) {
      if (line.charAt(i) != ' ') {
        continue;
      }
      if (line.startsWith(" : ", i) || line.startsWith(" - ", i)) {
        return i + 3;
      }
      if (line.startsWith(" -- ", i)) {
        return i + 4;
      }
    }
    int at = from;
    while (at < line.end() && (Line.isSpace(line.charAt(at)) || line.charAt(at) == ']')) {
      at++;
    }
    return at;
  }

  private static @Nullable Instant time(Line line, int from, ZoneId zone) {
    try {
      LocalDateTime dateTime =
          LocalDateTime.of(
              number(line, from, 4),
              number(line, from + 5, 2),
              number(line, from + 8, 2),
              number(line, from + 11, 2),
              number(line, from + 14, 2),
              number(line, from + 17, 2));
      int at = from + SHAPE.length();
      if (at < line.end() && (line.charAt(at) == '.' || line.charAt(at) == ',')) {
        int digits = 0;
        int nanos = 0;
        for (at++; at < line.end() && isDigit(line.charAt(at)); at++) {
          if (digits < 9) {
            nanos = nanos * 10 + line.charAt(at) - '0';
            digits++;
          }
        }
        for (; digits < 9; digits++) {
          nanos *= 10;
        }
        dateTime = dateTime.withNano(nanos);
      }
      ZoneId named = offset(line, at);
      return dateTime.atZone(named == null ? zone : named).toInstant();
    } catch (DateTimeException e) {
      // It looks like a time and is none, such as month 13: the line is a head all the same.
      return null;
    }
  }

  /** {@code Z}, {@code +01:00}, {@code +0100} or {@code +01}, or null for none. */
  private static @Nullable ZoneId offset(Line line, int at) {
    if (at >= line.end()) {
      return null;
    }
    char sign = line.charAt(at);
    if (sign == 'Z') {
      return ZoneOffset.UTC;
    }
    if ((sign != '+' && sign != '-') || !areDigits(line, at + 1)) {
      return null;
    }
    int hours = number(line, at + 1, 2);
    int rest = at + 3 < line.end() && line.charAt(at + 3) == ':' ? at + 4 : at + 3;
    int minutes = areDigits(line, rest) ? number(line, rest, 2) : 0;
    return ZoneOffset.ofTotalSeconds((sign == '-' ? -60 : 60) * (hours * 60 + minutes));
  }

  private static boolean areDigits(Line line, int at) {
    return at + 2 <= line.end() && isDigit(line.charAt(at)) && isDigit(line.charAt(at + 1));
  }

  private static int number(Line line, int from, int digits) {
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      number = number * 10 + line.charAt(i) - '0';
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
