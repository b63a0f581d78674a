package nexa.agent.forge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import nexa.agent.config.ForgeConfig.Kind;
import nexa.agent.store.Json;
import tools.jackson.databind.JsonNode;

/**
 * A forge's API as strict as its documentation: a wrong header, path or type, an unknown or missing field
 * is a complaint. It keeps what was opened, and can be made to break or to lie.
 */
final class FakeForge implements AutoCloseable {

  static final String TOKEN = "t0ken-0123456789abcdef";
  static final String REPOSITORY = "acme/shop";
  private static final String BRANCH = "nexa/shop-1-null";

  final List<String> complaints = new CopyOnWriteArrayList<>();
  final List<JsonNode> opened = new CopyOnWriteArrayList<>();
  final List<String> asked = new CopyOnWriteArrayList<>();

  /** Statuses to answer with before anything else, in turn. */
  final List<Integer> failures = new CopyOnWriteArrayList<>();
  final Map<String, String> failureHeaders = new LinkedHashMap<>();

  /** What to put in the place of a part of each answer. */
  volatile String lieAbout = "";
  volatile String lie = "";
  volatile long trickleMillis;
  volatile boolean existsClosed;

  /** How the pull request is, in GitHub's words, and what was said of it. */
  volatile String state = "open";
  final List<String> said = new CopyOnWriteArrayList<>();

  /** The method that is answered by 503. */
  volatile String broken = "";

  private final Kind kind;
  private final HttpServer server;

  FakeForge(Kind kind) throws IOException {
    this.kind = kind;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  Site site() {
    return new Site("http://127.0.0.1:" + server.getAddress().getPort(), REPOSITORY);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      if (!failures.isEmpty()) {
        int status = failures.removeFirst();
        failureHeaders.forEach(exchange.getResponseHeaders()::set);
        answer(exchange, status, "{\"message\":\"<b>no</b> @all\"}");
        return;
      }
      checkHeaders(exchange);
      String at = exchange.getRequestURI().getRawPath();
      if (exchange.getRequestMethod().equals(broken)) {
        answer(exchange, 503, "{}");
      } else if (at.equals(commentsPath())) {
        discuss(exchange);
      } else if (at.equals(path() + "/7")) {
        change(exchange);
      } else if (exchange.getRequestMethod().equals("POST")) {
        open(exchange);
      } else {
        find(exchange);
      }
    }
  }

  private void checkHeaders(HttpExchange exchange) {
    Map<String, String> wanted = switch (kind) {
      case GITHUB -> Map.of(
          "Authorization", "Bearer " + TOKEN, "Accept", "application/vnd.github+json",
          "X-GitHub-Api-Version", "2022-11-28");
      case GITLAB -> Map.of("PRIVATE-TOKEN", TOKEN);
      case GITEA -> Map.of("Authorization", "token " + TOKEN);
    };
    wanted.forEach(
        (name, value) -> {
          if (!List.of(value).equals(exchange.getRequestHeaders().get(name))) {
            complaints.add(name + " is " + exchange.getRequestHeaders().get(name));
          }
        });
    if (exchange.getRequestHeaders().getFirst("User-Agent") == null) {
      complaints.add("no User-Agent");
    }
  }

  private String path() {
    return switch (kind) {
      case GITHUB -> "/api/v3/repos/acme/shop/pulls";
      case GITLAB -> "/api/v4/projects/acme%2Fshop/merge_requests";
      case GITEA -> "/api/v1/repos/acme/shop/pulls";
    };
  }

  private void open(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestURI().getRawPath().equals(path())) {
      complaints.add("POST to " + exchange.getRequestURI());
    }
    if (!"application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
      complaints.add("no JSON");
    }
    JsonNode body = Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes());
    checkFields(body);
    boolean exists = existsClosed
        || opened.stream().anyMatch(one -> head(one).equals(head(body)));
    if (exists) {
      answer(exchange, kind == Kind.GITHUB ? 422 : 409, exists());
    } else {
      opened.add(body);
      answer(exchange, 201, told(body));
    }
  }

  private String commentsPath() {
    return switch (kind) {
      case GITHUB -> "/api/v3/repos/acme/shop/issues/7/comments";
      case GITLAB -> path() + "/7/notes";
      case GITEA -> "/api/v1/repos/acme/shop/issues/7/comments";
    };
  }

  private void discuss(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("GET")) {
      String query = exchange.getRequestURI().getRawQuery();
      if (!(kind == Kind.GITEA ? query == null : "per_page=100".equals(query))) {
        complaints.add("GET of " + exchange.getRequestURI());
      }
      answer(
          exchange, 200,
          Json.write(said.stream().map(body -> Map.of("id", 1, "body", body + "\n")).toList()));
      return;
    }
    JsonNode body = Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes());
    if (!exchange.getRequestMethod().equals("POST") || body.size() != 1
        || !body.path("body").isString()) {
      complaints.add(exchange.getRequestMethod() + " of " + body);
    }
    said.add(body.path("body").asString());
    answer(exchange, 201, "{}");
  }

  /** Tells of the pull request, and closes it. */
  private void change(HttpExchange exchange) throws IOException {
    boolean isGitLab = kind == Kind.GITLAB;
    int status = 200;
    if (!exchange.getRequestMethod().equals("GET")) {
      JsonNode body = Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes());
      if (!exchange.getRequestMethod().equals(isGitLab ? "PUT" : "PATCH")
          || !body.toString()
              .equals(isGitLab ? "{\"state_event\":\"close\"}" : "{\"state\":\"closed\"}")) {
        complaints.add(exchange.getRequestMethod() + " of " + body);
      }
      state = "closed";
      status = kind == Kind.GITEA ? 201 : 200;
    }
    boolean merged = state.equals("merged");
    answer(
        exchange, status,
        isGitLab
            ? Json.write(Map.of("iid", 7, "state", state.equals("open") ? "opened" : state))
            : Json.write(
                Map.of("number", 7, "state", merged ? "closed" : state, "merged", merged)));
  }

  private static String exists() {
    return "{\"message\":\"Validation Failed\",\"errors\":[{\"message\":\"A pull request exists\"}]}";
  }

  private void checkFields(JsonNode body) {
    Map<String, Class<?>> fields = switch (kind) {
      case GITHUB -> Map.of(
          "title", String.class, "head", String.class, "base", String.class, "body", String.class,
          "draft", Boolean.class, "maintainer_can_modify", Boolean.class);
      case GITLAB -> Map.of(
          "source_branch", String.class, "target_branch", String.class, "title", String.class,
          "description", String.class, "remove_source_branch", Boolean.class);
      case GITEA -> Map.of(
          "title", String.class, "head", String.class, "base", String.class, "body", String.class);
    };
    List<String> names = new ArrayList<>();
    body.propertyNames().forEach(names::add);
    if (!Set.copyOf(names).equals(fields.keySet())) {
      complaints.add("fields are " + names);
    }
    fields.forEach(
        (name, type) -> {
          JsonNode value = body.path(name);
          if (type == String.class ? !value.isString() || value.asString().isEmpty()
              : !value.isBoolean()) {
            complaints.add(name + " is " + value);
          }
        });
  }

  private String head(JsonNode body) {
    return body.path(kind == Kind.GITLAB ? "source_branch" : "head").asString("");
  }

  private void find(HttpExchange exchange) throws IOException {
    String uri = exchange.getRequestURI().toString();
    String wanted = switch (kind) {
      case GITHUB -> path() + "?state=open&head=acme%3Anexa%2Fshop-1-null&base=main";
      case GITLAB -> path() + "?state=opened&source_branch=nexa%2Fshop-1-null&target_branch=main";
      case GITEA -> path() + "/main/" + BRANCH;
    };
    if (!uri.equals(wanted)) {
      complaints.add("GET of " + uri);
    }
    if (opened.isEmpty()) {
      answer(exchange, kind == Kind.GITEA ? 404 : 200, kind == Kind.GITEA ? "{}" : "[]");
    } else {
      String found = told(opened.getFirst());
      answer(exchange, 200, kind == Kind.GITEA ? found : "[" + found + "]");
    }
  }

  private String told(JsonNode body) {
    String page = site().base() + "/" + REPOSITORY;
    String text = switch (kind) {
      case GITHUB, GITEA -> Json.write(
          Map.of(
              "number", 7,
              "html_url", page + (kind == Kind.GITHUB ? "/pull/7" : "/pulls/7"),
              "head", Map.of("ref", head(body)),
              "base",
              Map.of(
                  "ref", body.path("base").asString(), "repo",
                  Map.of("full_name", "Acme/Shop"))));
      case GITLAB -> Json.write(
          Map.of(
              "iid", 7, "web_url", page + "/-/merge_requests/7", "source_branch", head(body),
              "target_branch", body.path("target_branch").asString()));
    };
    return lieAbout.isEmpty() ? text : text.replace(lieAbout, lie);
  }

  private void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, trickleMillis > 0 ? 0 : bytes.length);
    for (byte each : bytes) {
      exchange.getResponseBody().write(each);
      if (trickleMillis > 0) {
        exchange.getResponseBody().flush();
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(trickleMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
