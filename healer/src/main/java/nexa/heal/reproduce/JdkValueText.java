package nexa.heal.reproduce;

import java.util.Map;
import java.util.Optional;

/** How JDK value types are made from their canonical text. */
final class JdkValueText {

  private static final String PARSE = "%s.parse(%s)";
  private static final String NEW = "new %s(%s)";
  private static final String VALUE_OF = "%s.valueOf(%s)";

  private static final Map<String, String> TEXTS =
      Map.ofEntries(
          Map.entry("java.math.BigDecimal", NEW),
          Map.entry("java.math.BigInteger", NEW),
          Map.entry("java.time.LocalDate", PARSE),
          Map.entry("java.time.LocalTime", PARSE),
          Map.entry("java.time.LocalDateTime", PARSE),
          Map.entry("java.time.Instant", PARSE),
          Map.entry("java.time.Duration", PARSE),
          Map.entry("java.time.Period", PARSE),
          Map.entry("java.time.ZonedDateTime", PARSE),
          Map.entry("java.time.OffsetDateTime", PARSE),
          Map.entry("java.time.OffsetTime", PARSE),
          Map.entry("java.time.Year", PARSE),
          Map.entry("java.time.YearMonth", PARSE),
          Map.entry("java.time.MonthDay", PARSE),
          Map.entry("java.time.ZoneId", "%s.of(%s)"),
          Map.entry("java.time.ZoneOffset", "%s.of(%s)"),
          Map.entry("java.util.UUID", "%s.fromString(%s)"),
          Map.entry("java.util.Currency", "%s.getInstance(%s)"),
          Map.entry("java.util.TimeZone", "%s.getTimeZone(%s)"),
          Map.entry("java.text.DecimalFormat", NEW),
          Map.entry("java.text.SimpleDateFormat", NEW),
          Map.entry("java.util.regex.Pattern", "%s.compile(%s)"),
          Map.entry("java.net.URI", "%s.create(%s)"),
          Map.entry("java.nio.charset.Charset", "%s.forName(%s)"),
          Map.entry("java.io.File", NEW),
          Map.entry("java.lang.StringBuilder", NEW),
          Map.entry("java.lang.StringBuffer", NEW),
          Map.entry("java.sql.Date", VALUE_OF),
          Map.entry("java.sql.Time", VALUE_OF),
          Map.entry("java.sql.Timestamp", VALUE_OF));

  private static final Map<String, String> ATOMICS =
      Map.of(
          "java.util.concurrent.atomic.AtomicInteger", "int",
          "java.util.concurrent.atomic.AtomicLong", "long",
          "java.util.concurrent.atomic.AtomicBoolean", "boolean");

  private JdkValueText() {}

  /** The expression that makes a value; empty when the type is no JDK value type. */
  static Optional<String> expression(String type, String text, Imports imports)
      throws CannotRebuild {
    String template = TEXTS.get(type);
    if (template != null) {
      return Optional.of(template.formatted(imports.name(type), Literals.string(text)));
    }
    String atomic = ATOMICS.get(type);
    if (atomic != null) {
      return Optional.of(NEW.formatted(imports.name(type), Literals.primitive(atomic, text)));
    }
    return switch (type) {
      case "java.util.Locale" -> Optional.of(locale(imports.name(type), text));
      case "java.nio.file.Path" ->
          Optional.of(imports.name("java.nio.file.Paths") + ".get(" + Literals.string(text) + ")");
      case "java.util.Date" ->
          Optional.of(
              "%s.from(%s.parse(%s))"
                  .formatted(
                      imports.name(type), imports.name("java.time.Instant"),
                      Literals.string(text)));
      default -> Optional.empty();
    };
  }

  /** A locale by its tag where it is a plain one, else by its parts. */
  private static String locale(String type, String text) {
    String[] parts = text.split("_", 3);
    boolean plain =
        !parts[0].isEmpty() && text.indexOf('#') < 0 && (parts.length == 1 || parts.length == 2);
    if (text.isEmpty()) {
      return type + ".ROOT";
    }
    if (plain || text.indexOf('#') >= 0) {
      return type + ".forLanguageTag(" + Literals.string(text.replace('_', '-').replace("#", ""))
          + ")";
    }
    StringBuilder arguments = new StringBuilder(Literals.string(parts[0]));
    for (int i = 1; i < parts.length; i++) {
      arguments.append(", ").append(Literals.string(parts[i]));
    }
    return "new " + type + "(" + arguments + ")";
  }
}
