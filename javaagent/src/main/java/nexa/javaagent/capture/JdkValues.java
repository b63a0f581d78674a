package nexa.javaagent.capture;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Date;
import java.util.HashSet;
import java.util.Set;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Gives JDK value types their canonical text. */
final class JdkValues {

  private static final int BITS_MAX = 800;

  /** Types whose {@code toString} is canonical, cheap and final. */
  private static final Set<String> TEXT =
      new HashSet<String>(
          Arrays.asList(
              "java.lang.Integer", "java.lang.Long", "java.lang.Short", "java.lang.Byte",
              "java.lang.Double", "java.lang.Float", "java.lang.Boolean", "java.lang.Character",
              "java.util.UUID", "java.util.Locale", "java.util.Currency", "java.net.URI",
              "java.time.LocalDate", "java.time.LocalTime", "java.time.LocalDateTime",
              "java.time.Instant", "java.time.Duration", "java.time.Period",
              "java.time.ZonedDateTime", "java.time.OffsetDateTime", "java.time.OffsetTime",
              "java.time.Year", "java.time.YearMonth", "java.time.MonthDay",
              "java.time.ZoneOffset", "java.util.concurrent.atomic.AtomicInteger",
              "java.util.concurrent.atomic.AtomicLong",
              "java.util.concurrent.atomic.AtomicBoolean", "java.sql.Date", "java.sql.Time",
              "java.sql.Timestamp"));

  private JdkValues() {}

  /** The text of a value type, or null when the object is none. */
  static @Nullable String text(Object value) {
    Class<?> type = value.getClass();
    if (!AppCode.isJdk(type)) {
      return null;
    }
    if (TEXT.contains(type.getName())) {
      return value.toString();
    }
    if (type == BigDecimal.class) {
      return ((BigDecimal) value).unscaledValue().bitLength() > BITS_MAX ? null : value.toString();
    }
    if (type == BigInteger.class) {
      return ((BigInteger) value).bitLength() > BITS_MAX ? null : value.toString();
    }
    if (type == Class.class) {
      return ((Class<?>) value).getName();
    }
    if (type == Date.class) {
      return java.time.Instant.ofEpochMilli(((Date) value).getTime()).toString();
    }
    if (type == Pattern.class) {
      return ((Pattern) value).pattern();
    }
    if (type == java.text.DecimalFormat.class) {
      return ((java.text.DecimalFormat) value).toPattern();
    }
    if (type == java.text.SimpleDateFormat.class) {
      return ((java.text.SimpleDateFormat) value).toPattern();
    }
    if (value instanceof TimeZone) {
      return ((TimeZone) value).getID();
    }
    boolean plain =
        type == File.class
            || value instanceof Charset
            || value instanceof ZoneId
            || value instanceof Path;
    return plain ? value.toString() : null;
  }

  /** The public type that stands for the JDK's hidden implementations of it. */
  static String type(Object value) {
    if (value instanceof Charset) {
      return "java.nio.charset.Charset";
    }
    if (value instanceof Path) {
      return "java.nio.file.Path";
    }
    if (value instanceof TimeZone) {
      return "java.util.TimeZone";
    }
    if (value instanceof ZoneId && !(value instanceof java.time.ZoneOffset)) {
      return "java.time.ZoneId";
    }
    return value.getClass().getName();
  }
}
