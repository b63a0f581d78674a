package nexa.collect;

import java.util.Locale;
import java.util.Map;
import nexa.event.Severity;
import org.jspecify.annotations.Nullable;

/** The names and numbers by which loggers call a severity. */
final class Levels {

  private static final int NAME_LENGTH_MIN = 3;
  private static final int NAME_LENGTH_MAX = 11;

  private static final Map<String, Severity> NAMES =
      Map.ofEntries(
          Map.entry("TRACE", Severity.TRACE), Map.entry("FINEST", Severity.TRACE),
          Map.entry("FINER", Severity.TRACE), Map.entry("VERBOSE", Severity.TRACE),
          Map.entry("DEBUG", Severity.DEBUG), Map.entry("FINE", Severity.DEBUG),
          Map.entry("CONFIG", Severity.DEBUG), Map.entry("INFO", Severity.INFO),
          Map.entry("INFORMATION", Severity.INFO), Map.entry("NOTICE", Severity.INFO),
          Map.entry("WARN", Severity.WARN), Map.entry("WARNING", Severity.WARN),
          Map.entry("ERROR", Severity.ERROR), Map.entry("ERR", Severity.ERROR),
          Map.entry("SEVERE", Severity.ERROR), Map.entry("FATAL", Severity.FATAL),
          Map.entry("CRITICAL", Severity.FATAL), Map.entry("CRIT", Severity.FATAL),
          Map.entry("ALERT", Severity.FATAL), Map.entry("EMERGENCY", Severity.FATAL),
          Map.entry("EMERG", Severity.FATAL), Map.entry("PANIC", Severity.FATAL),
          Map.entry("DPANIC", Severity.FATAL));

  private Levels() {}

  /** The severity of a level's name in any case, or null. */
  static @Nullable Severity named(String name) {
    return name.length() > NAME_LENGTH_MAX ? null : NAMES.get(name.toUpperCase(Locale.ROOT));
  }

  /** The severity of a word of a line, or null when it is no level in capital letters. */
  static @Nullable Severity capital(Line line, int from, int to) {
    if (to - from < NAME_LENGTH_MIN || to - from > NAME_LENGTH_MAX) {
      return null;
    }
    for (int i = from; i < to; i++) {
      if (line.charAt(i) < 'A' || line.charAt(i) > 'Z') {
        return null;
      }
    }
    return NAMES.get(line.substring(from, to));
  }

  /** The severity of a level that is a number: from 10 on those of pino, else those of syslog. */
  static @Nullable Severity numbered(long level) {
    if (level < 0) {
      return null;
    }
    if (level < 10) {
      return level < 3 ? Severity.FATAL
          : level < 4 ? Severity.ERROR
              : level < 5 ? Severity.WARN
                  : level < 7 ? Severity.INFO : Severity.DEBUG;
    }
    Severity[] byTens =
        {Severity.TRACE, Severity.DEBUG, Severity.INFO, Severity.WARN, Severity.ERROR};
    return level < 60 ? byTens[(int) level / 10 - 1] : Severity.FATAL;
  }
}
