package nexa.agent.web;

import java.util.List;
import nexa.heal.route.Route;
import org.jspecify.annotations.Nullable;

/**
 * Where an issue goes, as the API shows it.
 *
 * @param owners who is asked; empty when nobody is named
 * @param path {@code heal}, or {@code none}
 */
record RouteView(
    @Nullable String repository,
    @Nullable String commit,
    @Nullable String file,
    int line,
    List<String> owners,
    String ownedBecause,
    String path,
    String because) {

  static RouteView of(Route route) {
    return new RouteView(
        route.repository(),
        route.commit(),
        route.file(),
        route.line(),
        route.owners(),
        route.ownedBecause(),
        IssueView.word(route.way()),
        route.because());
  }
}
