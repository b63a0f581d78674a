package nexa.agent.swap;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an order.
 *
 * @param reason why it was refused, null when it was carried out
 * @param classes the classes as they run, for a tap
 */
public record OrderAnswer(boolean ok, @Nullable String reason, List<TappedClass> classes) {

  public OrderAnswer {
    classes = List.copyOf(classes);
  }

  /** An order that came to nothing. */
  static OrderAnswer refused(String reason) {
    return new OrderAnswer(false, reason, List.of());
  }

  /**
   * A class as a JVM runs it.
   *
   * @param running the SHA-256 in hex of what really runs
   * @param base the class file that a patch must be made on
   * @param disk the class file of the loader, null when it changed since the JVM started
   */
  public record TappedClass(String name, String running, byte[] base, byte @Nullable [] disk) {}

  /** Whether the same order may be taken a little later: a JVM is not changed again and again. */
  boolean isTooSoon() {
    return !ok && reason != null && reason.startsWith("too soon");
  }
}
