package nexa.event;

import java.time.Duration;
import java.time.Instant;

/**
 * When something happened, as a clock elsewhere told it. A time that cannot be right is taken as now:
 * one of tomorrow would stand above all others until tomorrow, and no rate would count it.
 */
public final class EventTime {

  /** How far the clocks of two hosts may be apart. */
  private static final Duration AHEAD_MAX = Duration.ofMinutes(5);

  /** Before it there are only clocks that were never set. */
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private EventTime() {}

  /** Whether a time may be right: not before 2000, and at most five minutes after now. */
  public static boolean isBelievable(Instant told, Instant now) {
    return !told.isBefore(EARLIEST) && !told.isAfter(now.plus(AHEAD_MAX));
  }

  /** The time told, or now where it cannot be right. */
  public static Instant believed(Instant told, Instant now) {
    return isBelievable(told, now) ? told : now;
  }
}
