package nexa.event;

import java.util.List;
import java.util.Map;

/**
 * What the lines of a source were.
 *
 * @param layouts how many were laid out in which way, such as {@code ecs} or {@code spring-boot}
 * @param losses what could not be taken whole, at most one for each reason
 */
public record Tally(Map<String, Long> layouts, List<Loss> losses) {

  public static final Tally NOTHING = new Tally(Map.of(), List.of());

  public Tally {
    layouts = Map.copyOf(layouts);
    losses = List.copyOf(losses);
  }
}
