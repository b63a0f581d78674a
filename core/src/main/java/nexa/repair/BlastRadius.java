package nexa.repair;

import java.util.List;

/**
 * Who runs through what a patch changes, as far as calls can be read from the main sources: those by
 * reflection or from other repositories are not among them.
 *
 * @param methods the changed ones, as {@code Class#method}
 * @param exposed whether code of others may call one of them, as it and its classes are public
 * @param callers how many methods call them, directly or through others
 * @param routes the paths of the HTTP requests that get there, in order
 * @param services the other services of the same repository
 */
public record BlastRadius(
    List<String> methods, boolean exposed, int callers, List<String> routes,
    List<String> services) {

  /** What holds where nobody looked. */
  public static final BlastRadius UNKNOWN =
      new BlastRadius(List.of(), false, 0, List.of(), List.of());

  public BlastRadius {
    methods = List.copyOf(methods);
    routes = List.copyOf(routes);
    services = List.copyOf(services);
  }
}
