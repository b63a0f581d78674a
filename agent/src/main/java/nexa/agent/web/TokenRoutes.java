package nexa.agent.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import nexa.agent.store.Scope;
import nexa.agent.store.Tokens;
import nexa.agent.store.Tokens.Answer;
import nexa.agent.store.Tokens.Token;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The routes of tokens: make one, list them, take one back. */
final class TokenRoutes {

  private static final int NAME_LENGTH_MAX = 64;
  private static final String NAME_CHARACTERS = " .-_@+";
  private static final int DAYS_MAX = 3_650;
  private static final String DAYS_DEFAULT = "90d";
  private static final String NEVER = "never";

  private final Door door;
  private final InstantSource clock;

  TokenRoutes(Door door, InstantSource clock) {
    this.door = door;
    this.clock = clock;
  }

  /** A token as the API shows it. */
  private record TokenView(
      String name,
      String scope,
      @Nullable String service,
      Instant created,
      String createdBy,
      @Nullable Instant expires,
      @Nullable Instant revoked) {

    static TokenView of(Token token) {
      return new TokenView(
          token.name(), token.scope().word(), token.service(), token.created(), token.creator(),
          token.expires(), token.revoked());
    }
  }

  /** A new token with its secret, which is shown here and never again. */
  private record NewToken(String schema, @JsonUnwrapped TokenView view, String token) {}

  void addTo(Routes routes) {
    routes.get(
        "/api/v1/tokens", "The tokens, without their secrets", door::requireAdmin,
        context -> Map.of(
            "schema", "nexa.tokens/1",
            "tokens", door.tokens().all().stream().map(TokenView::of).toList()));
    routes.post("/api/v1/tokens", "Makes a token", door::requireAdmin, this::create);
    routes.post(
        "/api/v1/tokens/{name}/revoke", "Takes a token back", door::requireAdmin, this::revoke);
  }

  private Object create(Context context) {
    JsonNode body = RequestBody.json(RequestBody.bytes(context));
    Tokens.Wish wish =
        new Tokens.Wish(name(body), scope(body), service(body), expires(body));
    context.header("Cache-Control", "no-store");
    return switch (door.tokens().create(wish, door.actor(context))) {
      case Answer.Made(Token token, String secret) ->
          new NewToken("nexa.token/1", TokenView.of(token), secret);
      case Answer.NameTaken taken ->
          throw new Problem(
              409, "Name taken", "There is a token for " + wish.name() + " already.",
              "Take it back first: nexa token revoke, or choose another name.");
      case Answer.TooMany(int max) ->
          throw new Problem(
              409, "Too many tokens", max + " tokens are good at a time.",
              "Take back those that nobody uses.");
    };
  }

  /** It stands in commits and in the audit log, so that it must look like nothing else. */
  private static String name(JsonNode body) {
    String name = body.path("name").stringValue("");
    boolean plain =
        name.equals(name.strip())
            && name.chars().allMatch(
                c -> c < 128 && (Character.isLetterOrDigit(c) || NAME_CHARACTERS.indexOf(c) >= 0));
    if (name.isEmpty() || name.length() > NAME_LENGTH_MAX || !plain) {
      throw Problem.badRequest(
          "A token's name is 1 to " + NAME_LENGTH_MAX + " letters, digits, blanks and ._-@+.",
          "Name the person or program that will show it.");
    }
    return name;
  }

  private static Scope scope(JsonNode body) {
    String word = body.path("scope").stringValue("");
    return Scope.of(word)
        .orElseThrow(
            () -> Problem.badRequest(
                "There is no scope '" + word + "'.",
                "Send scope as one of "
                    + Arrays.stream(Scope.values()).map(Scope::word).toList() + "."));
  }

  private static @Nullable String service(JsonNode body) {
    String service = body.path("service").stringValue("");
    if (service.isEmpty()) {
      return null;
    }
    if (!scope(body).equals(Scope.INGEST)) {
      throw Problem.badRequest(
          "Only a token of scope ingest is for one service; the others see all.",
          "Leave service out.");
    }
    return service;
  }

  private @Nullable Instant expires(JsonNode body) {
    String text = body.path("expires").stringValue(DAYS_DEFAULT);
    return text.equals(NEVER) ? null : clock.instant().plus(lifetime(text));
  }

  private static Duration lifetime(String text) {
    int length = text.length() - 1;
    boolean isNumber =
        length >= 1 && length <= 4
            && text.chars().limit(length).allMatch(c -> c >= '0' && c <= '9');
    int number = isNumber ? Integer.parseInt(text, 0, length, 10) : 0;
    if (number > 0 && text.endsWith("h")) {
      return Duration.ofHours(number);
    }
    if (number > 0 && number <= DAYS_MAX && text.endsWith("d")) {
      return Duration.ofDays(number);
    }
    throw Problem.badRequest(
        "A token does not last '" + text + "'.", "Send expires as 12h, 30d or never.");
  }

  private Object revoke(Context context) {
    String name = context.pathParam("name");
    if (!door.tokens().revoke(name, door.actor(context))) {
      throw Problem.notFound("token for " + name, "GET /api/v1/tokens lists them.");
    }
    return Map.of("schema", "nexa.revoked/1", "name", name);
  }
}
