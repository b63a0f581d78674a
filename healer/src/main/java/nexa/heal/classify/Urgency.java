package nexa.heal.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import nexa.event.Severity;

/**
 * How soon somebody should look at an issue.
 *
 * @param score the points that speak for it, from 0 to about 10: what the level follows from
 * @param because what speaks for it, in words, the weightiest first; empty when nothing does
 */
public record Urgency(Level level, int score, List<String> because) {

  private static final double OFTEN_PER_HOUR = 60;
  private static final double VERY_OFTEN_PER_HOUR = 1_000;
  private static final double RISE = 3;
  private static final double RISE_PER_HOUR_MIN = 10;
  private static final int ROUTES_SOME = 3;
  private static final int USERS_SOME = 10;
  private static final int USERS_MANY = 100;

  private static final int FOR_NORMAL = 1;
  private static final int FOR_HIGH = 3;
  private static final int FOR_NOW = 5;

  public Urgency {
    because = List.copyOf(because);
  }

  /** When to look. */
  public enum Level {
    /** When there is time. */
    LOW,
    /** In the course of the day. */
    NORMAL,
    /** Next. */
    HIGH,
    /** Wake somebody. */
    NOW
  }

  /**
   * What is known of an issue's reach.
   *
   * @param perHour how often it happened in the last hour
   * @param perHourBefore how often it happened in an hour before that, on the average
   * @param firstSeen whether it was never seen before this day
   * @param newInRelease whether it came with the release that runs now
   * @param routes how many entry points fail, when known
   * @param users how many users are concerned, when known
   */
  public record Reach(
      Severity severity,
      double perHour,
      double perHourBefore,
      boolean firstSeen,
      boolean newInRelease,
      OptionalInt routes,
      OptionalInt users) {}

  private record Point(int weight, String words) {}

  /** Adds up what speaks for haste. */
  public static Urgency of(Reach reach) {
    List<Point> points = new ArrayList<>();
    severity(reach.severity(), points);
    rate(reach.perHour(), reach.perHourBefore(), points);
    if (reach.newInRelease()) {
      points.add(new Point(2, "it came with the release that runs now"));
    } else if (reach.firstSeen()) {
      points.add(new Point(1, "it was never seen before"));
    }
    reach.routes().ifPresent(routes -> {
      if (routes >= ROUTES_SOME) {
        points.add(new Point(1, routes + " routes fail"));
      }
    });
    reach.users().ifPresent(users -> users(users, points));
    int sum = points.stream().mapToInt(Point::weight).sum();
    return new Urgency(level(sum), sum, words(points));
  }

  private static void severity(Severity severity, List<Point> points) {
    switch (severity) {
      case FATAL -> points.add(new Point(3, "a process dies of it"));
      case ERROR -> points.add(new Point(1, "requests or jobs fail"));
      case WARN, INFO, DEBUG, TRACE -> {}
    }
  }

  private static void rate(double perHour, double before, List<Point> points) {
    if (perHour >= OFTEN_PER_HOUR) {
      int weight = perHour >= VERY_OFTEN_PER_HOUR ? 2 : 1;
      points.add(new Point(weight, Math.round(perHour) + " times in the last hour"));
    }
    if (perHour >= RISE_PER_HOUR_MIN && perHour >= RISE * before) {
      points.add(
          new Point(1, before == 0 ? "none in the hours before" : times(perHour / before)));
    }
  }

  private static String times(double factor) {
    return Math.round(factor) + " times as often as before";
  }

  private static void users(int users, List<Point> points) {
    if (users >= USERS_SOME) {
      points.add(new Point(users >= USERS_MANY ? 2 : 1, users + " users are concerned"));
    }
  }

  private static Level level(int sum) {
    if (sum >= FOR_NOW) {
      return Level.NOW;
    }
    if (sum >= FOR_HIGH) {
      return Level.HIGH;
    }
    return sum >= FOR_NORMAL ? Level.NORMAL : Level.LOW;
  }

  private static List<String> words(List<Point> points) {
    return points.stream()
        .sorted((a, b) -> Integer.compare(b.weight, a.weight))
        .map(Point::words)
        .toList();
  }
}
