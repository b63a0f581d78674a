package nexa.collect;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A timestamp within a line, in one of the shapes in which loggers write them.
 *
 * @param start where it begins in the line's text
 * @param end where it ends, behind its zone if it names one
 */
record Timestamp(Shape shape, int start, int end) {

  /**
   * How a timestamp is written. In a mask {@code d} is a digit, {@code a} a letter, {@code _} a digit
   * or blank, {@code T} a T or blank, {@code .} a dot or comma, and all else stands for itself.
   */
  enum Shape {
    /** {@code 2026-11-22T10:40:32.819Z}. */
    ISO("dddd-dd-ddTdd:dd:dd"),
    /** {@code 2026/11/22 10:40:32}. */
    SLASH("dddd/dd/ddTdd:dd:dd"),
    /** {@code 26/11/22 10:40:32}, as Spark writes it. */
    SHORT("dd/dd/dd dd:dd:dd"),
    /** {@code 22-Nov-2026 10:40:32.819}. */
    TOMCAT("dd-aaa-dddd dd:dd:dd"),
    /** {@code Nov 22, 2026 10:40:32 AM}, of which day and hour may have one digit. */
    JUL(":dd:dd aM"),
    /** {@code Nov 22 10:40:32}, of this year. */
    SYSLOG("aaa _d dd:dd:dd"),
    /** {@code 10:40:32.819}, of today. */
    TIME("dd:dd:dd.ddd"),
    /** {@code 1795344032819}, milliseconds since 1970. */
    MILLIS("ddddddddddddd");

    private final String mask;

    Shape(String mask) {
      this.mask = mask;
    }
  }

  private static final int SHORTEST = 12;
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
  private static final Duration CLOCK_SKEW = Duration.ofHours(1);

  /** The timestamp that begins at a position of a line, or null. */
  static @Nullable Timestamp at(Line line, int start) {
    if (start + SHORTEST > line.end()) {
      return null;
    }
    return Line.isDigit(line.charAt(start)) ? numeric(line, start) : named(line, start);
  }

  /** The moment a text names that is a timestamp, or null when it is none or an impossible one. */
  static @Nullable Instant parse(String text, Clock clock) {
    Line line = Line.first(text);
    Timestamp stamp = at(line, 0);
    return stamp == null ? null : stamp.instant(line, clock);
  }

  private static @Nullable Timestamp numeric(Line line, int start) {
    Shape shape =
        switch (line.charAt(start + 4)) {
          case '-' -> Shape.ISO;
          case '/' -> Shape.SLASH;
          default -> switch (line.charAt(start + 2)) {
            case ':' -> Shape.TIME;
            case '/' -> Shape.SHORT;
            case '-' -> Shape.TOMCAT;
            default -> Shape.MILLIS;
          };
        };
    if (!fits(line, start, shape.mask)) {
      return null;
    }
    int end = start + shape.mask.length();
    return switch (shape) {
      case ISO, SLASH, SHORT, TOMCAT ->
          new Timestamp(shape, start, zoneEnd(line, fractionEnd(line, end)));
      case TIME -> new Timestamp(shape, start, digitsEnd(line, end, 9));
      case MILLIS -> end < line.end() && line.charAt(end) != ' ' ? null
          : new Timestamp(shape, start, end);
      case JUL, SYSLOG -> null;
    };
  }

  private static @Nullable Timestamp named(Line line, int start) {
    if (line.charAt(start + 3) != ' ' || month(line, start) == 0) {
      return null;
    }
    if (fits(line, start, Shape.SYSLOG.mask)) {
      return new Timestamp(Shape.SYSLOG, start, start + Shape.SYSLOG.mask.length());
    }
    int comma = digitsEnd(line, start + 4, 2);
    if (comma == start + 4 || !fits(line, comma, ", dddd d")) {
      return null;
    }
    int colon = digitsEnd(line, comma + 7, 2);
    boolean fits = fits(line, colon, Shape.JUL.mask);
    return fits ? new Timestamp(Shape.JUL, start, colon + Shape.JUL.mask.length()) : null;
  }

  private static boolean fits(Line line, int start, String mask) {
    if (start + mask.length() > line.end()) {
      return false;
    }
    for (int i = 0; i < mask.length(); i++) {
      char c = line.charAt(start + i);
      boolean fits =
          switch (mask.charAt(i)) {
            case 'd' -> Line.isDigit(c);
            case 'a' -> (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            case '_' -> Line.isDigit(c) || c == ' ';
            case 'T' -> c == 'T' || c == ' ';
            case '.' -> c == '.' || c == ',';
            default -> c == mask.charAt(i);
          };
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private static int digitsEnd(Line line, int from, int max) {
    int at = from;
    while (at < line.end() && at < from + max && Line.isDigit(line.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int fractionEnd(Line line, int at) {
    boolean fraction = at < line.end() && (line.charAt(at) == '.' || line.charAt(at) == ',');
    return fraction ? digitsEnd(line, at + 1, line.end()) : at;
  }

  /** Behind {@code Z}, {@code +01:00}, {@code +0100}, {@code +01}, {@code  +0100} or {@code  UTC}. */
  private static int zoneEnd(Line line, int at) {
    if (line.startsWith("Z", at)) {
      return at + 1;
    }
    if (line.startsWith(" UTC", at) || line.startsWith(" GMT", at)) {
      return at + 4;
    }
    boolean apart = line.startsWith(" ", at) && line.areDigits(at + 2, 4);
    int sign = apart ? at + 1 : at;
    if (!isSign(line, sign) || !line.areDigits(sign + 1, 2)) {
      return at;
    }
    int minutes = line.startsWith(":", sign + 3) ? sign + 4 : sign + 3;
    return line.areDigits(minutes, 2) ? minutes + 2 : sign + 3;
  }

  private static boolean isSign(Line line, int at) {
    return at < line.end() && (line.charAt(at) == '+' || line.charAt(at) == '-');
  }

  /**
   * The moment it stands for, or null for an impossible one such as in month 13. The clock gives the
   * zone and what else it leaves out.
   */
  @Nullable Instant instant(Line line, Clock clock) {
    try {
      return switch (shape) {
        case ISO, SLASH -> dateTime(line, isoDate(line), start + 11, clock).toInstant();
        case SHORT -> dateTime(line, shortDate(line), start + 9, clock).toInstant();
        case TOMCAT -> dateTime(line, tomcatDate(line), start + 12, clock).toInstant();
        case JUL -> jul(line, clock).toInstant();
        case SYSLOG -> ofThisYear(line, clock);
        case TIME -> ofToday(line, clock);
        case MILLIS ->
            Instant.ofEpochMilli(line.number(start, 7) * 1_000_000L + line.number(start + 7, 6));
      };
    } catch (DateTimeException e) {
      // It looks like a time and is none, such as month 13: the line is a head all the same.
      return null;
    }
  }

  private LocalDate isoDate(Line line) {
    return LocalDate.of(
        line.number(start, 4), line.number(start + 5, 2), line.number(start + 8, 2));
  }

  private LocalDate shortDate(Line line) {
    return LocalDate.of(
        2000 + line.number(start, 2), line.number(start + 3, 2), line.number(start + 6, 2));
  }

  private LocalDate tomcatDate(Line line) {
    return LocalDate.of(line.number(start + 7, 4), month(line, start + 3), line.number(start, 2));
  }

  private ZonedDateTime jul(Line line, Clock clock) {
    int comma = digitsEnd(line, start + 4, 2);
    int hour = comma + 7;
    int colon = digitsEnd(line, hour, 2);
    LocalDate date =
        LocalDate.of(
            line.number(comma + 2, 4),
            month(line, start),
            line.number(start + 4, comma - start - 4));
    int afternoon = line.charAt(colon + 7) == 'P' ? 12 : 0;
    LocalTime time =
        LocalTime.of(
            line.number(hour, colon - hour) % 12 + afternoon,
            line.number(colon + 1, 2),
            line.number(colon + 4, 2));
    return date.atTime(time).atZone(clock.getZone());
  }

  /** December's last lines may be read in January. */
  private Instant ofThisYear(Line line, Clock clock) {
    int day = line.charAt(start + 4) == ' ' ? line.number(start + 5, 1) : line.number(start + 4, 2);
    int year = clock.instant().atZone(clock.getZone()).getYear();
    LocalDate date = LocalDate.of(year, month(line, start), day);
    ZonedDateTime time = dateTime(line, date, start + 7, clock);
    return (isAhead(time, clock) ? time.minusYears(1) : time).toInstant();
  }

  /** The last lines before midnight may be read after it. */
  private Instant ofToday(Line line, Clock clock) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), clock.getZone());
    ZonedDateTime time = dateTime(line, today, start, clock);
    return (isAhead(time, clock) ? time.minusDays(1) : time).toInstant();
  }

  private static boolean isAhead(ZonedDateTime time, Clock clock) {
    return time.toInstant().isAfter(clock.instant().plus(CLOCK_SKEW));
  }

  private static ZonedDateTime dateTime(Line line, LocalDate date, int at, Clock clock) {
    LocalTime time =
        LocalTime.of(
            line.number(at, 2),
            line.number(at + 3, 2),
            line.number(at + 6, 2),
            nanos(line, at + 8));
    ZoneId zone = zone(line, fractionEnd(line, at + 8));
    return date.atTime(time).atZone(zone == null ? clock.getZone() : zone);
  }

  private static int nanos(Line line, int point) {
    int from = point + 1;
    int count = Math.min(9, fractionEnd(line, point) - from);
    if (count <= 0) {
      return 0;
    }
    int nanos = line.number(from, count);
    for (int digits = count; digits < 9; digits++) {
      nanos *= 10;
    }
    return nanos;
  }

  private static @Nullable ZoneId zone(Line line, int at) {
    int end = zoneEnd(line, at);
    int sign = line.startsWith(" ", at) ? at + 1 : at;
    if (end == at) {
      return null;
    }
    if (!isSign(line, sign)) {
      return ZoneOffset.UTC;
    }
    int minutes = end - sign > 3 ? line.number(end - 2, 2) : 0;
    int seconds = (line.number(sign + 1, 2) * 60 + minutes) * 60;
    return ZoneOffset.ofTotalSeconds(line.charAt(sign) == '-' ? -seconds : seconds);
  }

  /** The month a name of three letters stands for, or 0. */
  private static int month(Line line, int at) {
    int index = MONTHS.indexOf(line.substring(at, at + 3));
    return index % 3 == 0 ? index / 3 + 1 : 0;
  }
}
