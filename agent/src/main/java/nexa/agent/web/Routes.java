package nexa.agent.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import nexa.agent.store.Json;

/** The table of routes: what the server answers, and what {@code openapi.json} says of it. */
final class Routes {

  /** By what a visitor comes in: a token, or the page's cookie. Ingest has keys of its own. */
  private static final Map<String, Map<String, String>> KEYS =
      Map.of(
          "token", Map.of("type", "http", "scheme", "bearer"),
          "page", Map.of("type", "apiKey", "in", "cookie", "name", "nexa"));

  private final RoutesConfig server;
  private final Map<String, Map<String, Object>> paths = new LinkedHashMap<>();

  Routes(RoutesConfig server) {
    this.server = server;
  }

  /** A route that answers GET with a JSON document. */
  void get(String path, String summary, Consumer<Context> door, Function<Context, Object> answer) {
    json(HandlerType.GET, path, summary, door, answer);
  }

  /** A route that answers POST with a JSON document. */
  void post(String path, String summary, Consumer<Context> door, Function<Context, Object> answer) {
    json(HandlerType.POST, path, summary, door, answer);
  }

  /** A route that answers PUT with a JSON document. */
  void put(String path, String summary, Consumer<Context> door, Function<Context, Object> answer) {
    json(HandlerType.PUT, path, summary, door, answer);
  }

  /** A route that answers GET with a text. */
  void text(
      String path,
      String summary,
      String mediaType,
      Consumer<Context> door,
      Function<Context, String> answer) {
    describe(HandlerType.GET, path, summary, mediaType);
    server.get(
        path,
        context -> {
          door.accept(context);
          context.contentType(mediaType).result(answer.apply(context));
        });
  }

  /** A route that answers by itself, in an encoding of its own. */
  void raw(
      HandlerType method, String path, String summary, String mediaType, Handler handler) {
    describe(method, path, summary, mediaType);
    server.addHttpHandler(method, path, handler);
  }

  private void json(
      HandlerType method,
      String path,
      String summary,
      Consumer<Context> door,
      Function<Context, Object> answer) {
    describe(method, path, summary, "application/json");
    server.addHttpHandler(
        method,
        path,
        context -> {
          door.accept(context);
          context.contentType("application/json").result(Json.write(answer.apply(context)));
        });
  }

  /** Puts a route into the description alone. */
  void describe(HandlerType method, String path, String summary, String mediaType) {
    paths
        .computeIfAbsent(path, key -> new LinkedHashMap<>())
        .put(
            method.name().toLowerCase(Locale.ROOT),
            Map.of(
                "summary",
                summary,
                "parameters",
                parameters(path),
                "responses",
                Map.of(
                    "200",
                    Map.of("description", summary, "content", Map.of(mediaType, Map.of())),
                    "default",
                    Map.of(
                        "description",
                        "An RFC 9457 problem with a hint",
                        "content",
                        Map.of("application/problem+json", Map.of())))));
  }

  private static List<Map<String, Object>> parameters(String path) {
    return Stream.of(path.split("/", -1))
        .filter(part -> part.startsWith("{"))
        .map(part -> part.substring(1, part.length() - 1))
        .map(
            name -> Map.<String, Object>of(
                "name", name, "in", "path", "required", true, "schema", Map.of("type", "string")))
        .toList();
  }

  /** The description in OpenAPI 3.1. */
  Map<String, Object> openApi(String version) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put("info", Map.of("title", "Nexa", "version", version));
    document.put("components", Map.of("securitySchemes", KEYS));
    document.put("security", KEYS.keySet().stream().map(key -> Map.of(key, List.of())).toList());
    document.put("paths", paths);
    return document;
  }

  /** A number of the query, or what it is when absent. */
  static int number(Context context, String name, int ifAbsent, int max) {
    String text = context.queryParam(name);
    try {
      int number = text == null ? ifAbsent : Integer.parseInt(text);
      if (number >= 0) {
        return Math.min(number, max);
      }
    } catch (NumberFormatException e) {
      // said below, as for a negative number
    }
    throw Problem.badRequest(name + " is no number from 0: " + text, "Leave " + name + " out.");
  }
}
