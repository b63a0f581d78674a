package nexa.agent.config;

import java.time.Duration;

/** Durations as the configuration writes them. */
final class Durations {

  private static final int DIGITS_MAX = 6;

  private Durations() {}

  /**
   * A whole number of seconds or minutes: {@code 60s}, {@code 2m}.
   *
   * @param pointer where it stands
   * @throws BadValue when it is none
   */
  static Duration of(String pointer, String name, String text) {
    String digits = text.isEmpty() ? "" : text.substring(0, text.length() - 1);
    boolean number =
        !digits.isEmpty()
            && digits.length() <= DIGITS_MAX
            && digits.chars().allMatch(Character::isDigit);
    if (number && text.endsWith("s")) {
      return Duration.ofSeconds(Long.parseLong(digits));
    }
    if (number && text.endsWith("m")) {
      return Duration.ofMinutes(Long.parseLong(digits));
    }
    throw new BadValue(pointer, name + " must be like '60s' or '2m', not '" + text + "'");
  }
}
