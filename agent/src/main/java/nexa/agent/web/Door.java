package nexa.agent.web;

import io.javalin.http.Context;
import io.javalin.websocket.WsContext;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import nexa.agent.store.Scope;
import nexa.agent.store.Sessions;
import nexa.agent.store.Sessions.Entry;
import nexa.agent.store.Store;
import nexa.agent.store.Tokens;
import nexa.agent.store.Tokens.Token;
import nexa.agent.store.Visitor;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may come in, and for what. The API wants a token, the page's cookie, or the local socket,
 * where the kernel says who calls; the agent channel wants the agents' token.
 */
final class Door {

  private static final String VISITOR = "nexa.visitor";
  private static final String GUEST = "nexa.guest";
  private static final String BEARER = "Bearer ";

  private final KeyFile ownerToken;
  private final KeyFile agentToken;
  private final Tokens tokens;
  private final Sessions sessions;
  private final InstantSource clock;

  /** Reads the home's {@code token} and {@code agent-token}, or makes them. */
  Door(Path home, Store store, InstantSource clock) {
    SecureRandom random = new SecureRandom();
    this.ownerToken = KeyFile.of(home.resolve("token"), random);
    this.agentToken = KeyFile.of(home.resolve("agent-token"), random);
    this.tokens = new Tokens(store, clock);
    this.sessions = new Sessions(store, clock);
    this.clock = clock;
  }

  /** Lets in who may read. */
  void requireRead(Context context) {
    require(context, Scope.READ);
  }

  /** Lets in who may decide what becomes of issues and fixes. */
  void requireDecide(Context context) {
    require(context, Scope.DECIDE);
  }

  /** Lets in who may do everything. */
  void requireAdmin(Context context) {
    require(context, Scope.ADMIN);
  }

  private void require(Context context, Scope needed) {
    context.attribute(VISITOR, admit(context.req(), needed));
  }

  /**
   * Lets in who may write with others, before there is a route: what a room holds is changed by whoever is
   * in it, and to decide is the least scope that changes anything.
   */
  void requireWriter(HttpServletRequest request) {
    Visitor visitor = admit(request, Scope.DECIDE);
    String header = SiteCheck.only(request, "Authorization");
    String id = SessionCookie.read(request);
    boolean isLocal = header == null && LocalSocket.user(request) != null;
    request.setAttribute(
        GUEST, new Guest(visitor, () -> isLocal || isStillIn(header, id, Scope.DECIDE)));
  }

  /** Whether what was shown still lets its visitor in, when the request is long over. */
  private boolean isStillIn(@Nullable String header, @Nullable String id, Scope needed) {
    try {
      return header != null
          ? ofToken(bearer(header)).scope().covers(needed)
          : id != null && sessions.find(id).filter(each -> each.scope().covers(needed)).isPresent();
    } catch (Problem refused) {
      return false;
    }
  }

  /**
   * Who is at the other end of a WebSocket.
   *
   * @param isWelcome whether they still may be
   */
  record Guest(Visitor visitor, BooleanSupplier isWelcome) {}

  /** Who opened a WebSocket that was let in. */
  Guest guest(WsContext context) {
    Guest guest = context.attribute(GUEST);
    return Objects.requireNonNull(guest, "nobody was let in");
  }

  private Visitor admit(HttpServletRequest request, Scope needed) {
    Visitor visitor = visitor(request);
    if (!visitor.scope().covers(needed)) {
      throw new Problem(
          403, "Scope too small",
          visitor.name() + " has scope " + visitor.scope().word() + ", and this needs "
              + needed.word() + ".",
          "Ask the daemon's owner for: nexa token create NAME --scope " + needed.word() + ".");
    }
    return visitor;
  }

  /** Whether who sent a request would still be let in to read. */
  boolean isWelcome(Context context) {
    try {
      admit(context.req(), Scope.READ);
      return true;
    } catch (Problem refused) {
      return false;
    }
  }

  /** A token comes first: who shows one wants to be taken for its owner. */
  private Visitor visitor(HttpServletRequest request) {
    String header = SiteCheck.only(request, "Authorization");
    if (header != null) {
      return ofToken(bearer(header));
    }
    String user = LocalSocket.user(request);
    return user != null ? Visitor.owner(user) : ofSession(request);
  }

  private static @Nullable String bearer(String header) {
    return header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length())
        : null;
  }

  private Visitor ofToken(@Nullable String shown) {
    if (shown != null && ownerToken.matches(shown)) {
      return Visitor.owner(daemonUser());
    }
    return (shown == null ? Optional.<Token>empty() : good(shown))
        .orElseThrow(() -> stranger("The token is none of this daemon's."))
        .visitor();
  }

  /** The user as whom this daemon runs. */
  static String daemonUser() {
    return System.getProperty("user.name", "someone");
  }

  /**
   * The token of a secret, empty when there never was one.
   *
   * @throws Problem 401 when it is good no longer
   */
  Optional<Token> good(String secret) {
    Optional<Token> found = tokens.find(secret);
    found.ifPresent(token -> {
      if (token.revoked() != null || token.isExpired(clock.instant())) {
        throw new Problem(
            401, "Token over",
            "The token of " + token.name() + " was "
                + (token.isExpired(clock.instant()) ? "good until " + token.expires()
                    : "taken back")
                + ".",
            "Ask the daemon's owner for another one, made by nexa token create.");
      }
    });
    return found;
  }

  private Visitor ofSession(HttpServletRequest request) {
    String id = SessionCookie.read(request);
    Visitor visitor = id == null ? null : sessions.find(id).orElse(null);
    if (visitor == null) {
      throw stranger("This needs a token, or the page's cookie.");
    }
    SiteCheck.checkOfPage(request);
    return visitor;
  }

  private static Problem stranger(String detail) {
    return new Problem(
        401, "Not logged in", detail,
        "Open the link that nexa open prints, or send a token as bearer token; nexa token create"
            + " makes one.");
  }

  /** Lets a javaagent in. */
  void requireAgent(Context context) {
    String header = SiteCheck.only(context.req(), "Authorization");
    String token = header == null ? null : bearer(header);
    if (token == null || !agentToken.matches(token)) {
      throw new Problem(
          401, "Wrong token", "The agent's token is not this daemon's.",
          "Start the service with token=<home>/agent-token in the agent's arguments.");
    }
  }

  /** Who sent an admitted request. */
  Visitor admitted(Context context) {
    return Objects.requireNonNull(context.attribute(VISITOR), "nobody was let in");
  }

  /** Who sent an admitted request, for the record. */
  String actor(Context context) {
    return admitted(context).name();
  }

  /** The key of a new link to the page, which works once. */
  String link(Visitor visitor) {
    return sessions.link(visitor);
  }

  /** Trades the key of a link for a cookie. The session is a new one, whatever the browser had. */
  Entry login(Context context, String key) {
    Entry entry = sessions.enter(key, SessionCookie.read(context.req()));
    if (entry instanceof Entry.Opened(String id, Instant expires)) {
      Duration age = Duration.between(clock.instant(), expires);
      context.cookie(SessionCookie.of(id, age, context.req().isSecure()));
    }
    return entry;
  }

  /** Ends the session that a request shows, if it shows one. */
  void logout(Context context) {
    String id = SessionCookie.read(context.req());
    if (id != null) {
      sessions.end(id);
    }
    context.cookie(SessionCookie.none(context.req().isSecure()));
  }

  /** The tokens of people and programs. */
  Tokens tokens() {
    return tokens;
  }
}
