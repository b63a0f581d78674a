package nexa.agent.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Attacks on each route that the server has, those it will have one day too. */
final class RouteAttacks {

  /** What anyone may read: the page's files, which hold no data, health and numbers. */
  static final Set<String> OPEN_TO_ALL = openToAll();

  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

  /** Always 200, with the refusal in the trailers; {@code SendersTest} looks at it. */
  private static final String GRPC = "/opentelemetry.proto.";

  /** They know signatures of their own and no token; {@code ForgeRoutesTest} looks at them. */
  private static final Set<String> FORGES =
      Set.of("/webhooks/github", "/webhooks/gitlab", "/webhooks/gitea");

  private RouteAttacks() {}

  private static Set<String> openToAll() {
    Set<String> open =
        new HashSet<>(Set.of("GET /", "GET /healthz", "GET /readyz", "GET /metrics"));
    try (InputStream files = RouteAttacks.class.getResourceAsStream("/web/files.txt")) {
      new String(Objects.requireNonNull(files).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(file -> !file.equals("index.html")) // which is GET /
          .forEach(file -> open.add("GET /" + file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return open;
  }

  /** Who may come to a route by what. */
  private enum Area {
    API,
    AGENT,
    INGEST;

    static Area of(String path) {
      if (path.startsWith("/agent/")) {
        return AGENT;
      }
      boolean isInput =
          !path.startsWith("/api/v1/") || path.startsWith("/api/v1/ingest/")
              || path.startsWith("/api/v1/webhooks/");
      return isInput ? INGEST : API;
    }
  }

  /** A route with its parameters filled in. */
  private record Route(String method, String path) {

    static Route of(String text) {
      String[] parts = text.split(" ", -1);
      String id = parts[0].equals("GET") ? "SHOP-1" : "NONE-1";
      String path =
          parts[1]
              .replace("/ingest/logs", "/ingest/logs?service=shop")
              .replace("/fixes/{id}", "/fixes/F-" + id)
              .replace("{id}", id)
              .replace("{project}", "shop")
              .replace("{name}", "nobody")
              .replace("{room}", "page")
              .replace("{service}", "shop")
              .replace("{input}", "logfile");
      return new Route(parts[0], path);
    }

    RawRequest bare() {
      RawRequest request = RawRequest.of(method, path);
      return method.equals("GET") ? request
          : request.with("Content-Type: application/json").body("{no json");
    }

    /** Shows a token where the route looks for one. */
    RawRequest showing(String token) {
      boolean isSentry = path.endsWith("/store") || path.endsWith("/envelope");
      return isSentry
          ? bare().with("X-Sentry-Auth: Sentry sentry_version=7, sentry_key=" + token)
          : bare().bearer(token);
    }

    Area area() {
      return Area.of(path);
    }

    boolean isForAdmins() {
      return path.startsWith("/api/v1/tokens") || path.startsWith("/api/v1/probes")
          || path.equals("/api/v1/notify/test")
          || (path.startsWith("/api/v1/trust/") && !method.equals("GET"));
    }

    boolean isForReaders() {
      return !isForAdmins() && !path.startsWith("/api/v1/sync/")
          && (method.equals("GET") || path.endsWith("/links") || path.endsWith("/logout"));
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** Each route for each kind of stranger, and for each token that may do too little. */
  static List<Attack> all(Castle castle) {
    List<Attack> attacks = new ArrayList<>();
    guarded(castle).forEach(route -> {
      attacks.addAll(ofStrangers(castle, route));
      attacks.addAll(ofOthers(castle, route));
    });
    return attacks;
  }

  private static Stream<Route> guarded(Castle castle) {
    return castle.server.web.routes().stream()
        .filter(route -> METHODS.contains(route.split(" ", -1)[0]))
        .filter(route -> !OPEN_TO_ALL.contains(route) && !route.contains(GRPC))
        .filter(route -> FORGES.stream().noneMatch(route::endsWith))
        .distinct()
        .map(Route::of);
  }

  private static List<Attack> ofStrangers(Castle castle, Route route) {
    int wrong = route.area() == Area.INGEST ? 403 : 401;
    String tampered = castle.cookie.substring(0, castle.cookie.length() - 1) + "~";
    return List.of(
        attack(castle, "nothing shown", route, route.bare(), 401),
        attack(castle, "a guess", route, route.showing("f".repeat(48)), wrong),
        attack(castle, "an unknown token", route, route.showing("nexa_" + "A".repeat(43)), wrong),
        attack(castle, "a revoked token", route, route.showing(castle.revoked), 401),
        attack(castle, "an expired token", route, route.showing(castle.expired), 401),
        attack(castle, "a tampered cookie", route, route.bare().with(tampered), 401),
        attack(castle, "a password", route, route.bare().with("Authorization: Basic cm9vdDpyb290"),
            401));
  }

  private static List<Attack> ofOthers(Castle castle, Route route) {
    return switch (route.area()) {
      case AGENT -> List.of(
          attack(castle, "the owner's token", route, route.showing(castle.owner), 401),
          attack(castle, "a sender's token", route, route.showing(castle.sender), 401),
          attack(castle, "the page's cookie", route, route.bare().with(castle.cookie), 401));
      case INGEST -> List.of(
          attack(castle, "a reader's token", route, route.showing(castle.reader), 403),
          attack(castle, "a decider's token", route, route.showing(castle.decider), 403),
          attack(castle, "the page's cookie", route, route.bare().with(castle.cookie), 401));
      case API -> ofSmallScopes(castle, route);
    };
  }

  private static List<Attack> ofSmallScopes(Castle castle, Route route) {
    List<Attack> attacks = new ArrayList<>();
    attacks.add(attack(castle, "the agents' token", route, route.showing(castle.agent), 401));
    attacks.add(attack(castle, "a sender's token", route, route.showing(castle.sender), 403));
    if (!route.isForReaders()) {
      attacks.add(attack(castle, "a reader's token", route, route.showing(castle.reader), 403));
      RawRequest ofPage =
          route.bare().host(castle.host()).with("Origin: " + castle.origin())
              .with(castle.cookieOfReader);
      attacks.add(attack(castle, "a reader's cookie", route, ofPage, 403));
    }
    if (route.isForAdmins()) {
      attacks.add(attack(castle, "a decider's token", route, route.showing(castle.decider), 403));
    }
    return attacks;
  }

  private static Attack attack(
      Castle castle, String who, Route route, RawRequest request, int refusal) {
    String right =
        switch (route.area()) {
          case API -> castle.admin;
          case AGENT -> castle.agent;
          case INGEST -> castle.sender;
        };
    return new Attack(route + " by " + who, request, refusal, route.showing(right), Attack.LET_IN);
  }
}
