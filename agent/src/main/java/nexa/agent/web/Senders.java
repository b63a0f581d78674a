package nexa.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import nexa.agent.config.Access;
import nexa.agent.config.InputsConfig;
import nexa.agent.store.Deliveries;
import nexa.agent.store.Scope;
import nexa.agent.store.Tokens;
import nexa.agent.store.Tokens.Token;
import nexa.collect.SentryEnvelope;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who shows a key of the input, or anyone on this host where no key is configured. What was
 * shown is never repeated, neither to the sender nor in a sample.
 */
final class Senders {

  private static final String BEARER = "Bearer ";
  private static final String SENTRY_KEY = "sentry_key";

  private final InputsConfig inputs;
  private final Deliveries deliveries;
  private final Door door;
  private final InstantSource clock;

  Senders(InputsConfig inputs, Deliveries deliveries, Door door, InstantSource clock) {
    this.inputs = inputs;
    this.deliveries = deliveries;
    this.door = door;
    this.clock = clock;
  }

  /**
   * The sender of a request that was let in.
   *
   * @param isKnown whether there is a key that it shows
   * @param signature what is still to be held against the body, null for nothing
   * @param services those that its key speaks for, empty for any
   */
  record Sender(
      String input, boolean isKnown, @Nullable Signature signature, Set<String> services) {

    /** Whether it may tell of a service; of none, anyone may. */
    boolean speaksFor(String service) {
      return services.isEmpty() || service.isEmpty() || services.contains(service);
    }
  }

  /**
   * Looks at the headers alone, so that a body of an unknown sender costs nothing.
   *
   * @throws Problem 401 when nothing is shown or a token that is over, 403 when it is the wrong key
   */
  Sender letIn(String input, Context context) {
    Access access = Objects.requireNonNullElse(inputs.of(input), Access.OPEN);
    if (access.proof() == Access.Proof.STANDARD || access.proof() == Access.Proof.SHA256) {
      return new Sender(
          input, true, Signature.of(access, context::header, clock.instant()), Set.of());
    }
    String shown =
        access.proof() == Access.Proof.TOKEN
            ? context.header(access.header())
            : input.equals(SentryEnvelope.INPUT) ? sentryKey(context) : key(context);
    if (shown != null && shown.startsWith(Tokens.PREFIX)) {
      return ofToken(input, context, shown);
    }
    if (access.isOpen()) {
      return new Sender(input, false, null, Set.of());
    }
    if (shown == null) {
      context.header("WWW-Authenticate", "Bearer");
      throw new Problem(
          401, "No key", "The request shows no key of input " + input + by(context) + ".",
          "Send a key of the file that nexa.yaml names under inputs.");
    }
    Access.Key key = key(access, shown);
    if (key == null) {
      throw wrongKey(input, context);
    }
    return new Sender(input, true, null, key.services());
  }

  /** A token of scope ingest is a key of every input. */
  private Sender ofToken(String input, Context context, String shown) {
    Token token =
        door.good(shown)
            .filter(each -> each.scope().covers(Scope.INGEST))
            .orElseThrow(() -> wrongKey(input, context));
    String service = token.service();
    return new Sender(input, true, null, service == null ? Set.of() : Set.of(service));
  }

  private static Problem wrongKey(String input, Context context) {
    return new Problem(
        403, "Wrong key", "The request shows none of the keys of input " + input + by(context)
            + ".",
        "Send a key of the file that nexa.yaml names under inputs, which is read when the daemon"
            + " starts, or a token of scope ingest.");
  }

  private static String by(Context context) {
    String client = context.userAgent();
    return client == null ? "" : ", by " + client;
  }

  private static Access.@Nullable Key key(Access access, String shown) {
    byte[] offered = shown.getBytes(UTF_8);
    return key(access, value -> MessageDigest.isEqual(value.getBytes(UTF_8), offered));
  }

  /** The key that is shown; all are looked at, so that the time does not tell which it is. */
  private static Access.@Nullable Key key(Access access, Predicate<String> isShown) {
    Access.Key found = null;
    for (Access.Key key : access.keys()) {
      found = isShown.test(key.value()) ? key : found;
    }
    return found;
  }

  private static @Nullable String key(Context context) {
    String header = context.header("Authorization");
    return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? header.substring(BEARER.length()).strip()
        : context.header("X-Api-Key");
  }

  /** The public key of the DSN: in a header, or in the address, as Node's SDK has it. */
  private static @Nullable String sentryKey(Context context) {
    String header = context.header("X-Sentry-Auth");
    if (header == null) {
      return context.queryParam(SENTRY_KEY);
    }
    int start = header.startsWith("Sentry ") ? "Sentry ".length() : 0;
    for (String part : header.substring(start).split(",", -1)) {
      String pair = part.strip();
      if (pair.startsWith(SENTRY_KEY + "=")) {
        return pair.substring(SENTRY_KEY.length() + 1);
      }
    }
    return null;
  }

  /**
   * Holds a signature against the body as it was sent; gives the sender as its key shows it.
   *
   * @throws Problem 401 when no key made it, 409 when the message was taken before
   */
  Sender require(Sender sender, byte[] body) {
    Signature signature = sender.signature();
    Access access = inputs.of(sender.input());
    if (signature == null || access == null) {
      return sender;
    }
    Access.Key key = key(access, value -> signature.isBy(value, body));
    if (key == null) {
      throw new Problem(
          401, "Wrong signature",
          "No key of input " + sender.input() + " made the signature of this request.",
          "Sign the body as it is sent, with the key that nexa.yaml names under inputs.");
    }
    String delivery = signature.delivery();
    if (delivery != null && deliveries.isTaken(sender.input(), delivery)) {
      throw new Problem(
          409, "Sent before", "This message was taken already; this copy changes nothing.",
          "Do not send it again.");
    }
    return new Sender(sender.input(), true, signature, key.services());
  }

  /** Notes that what the sender sent is stored. */
  void taken(Sender sender) {
    Signature signature = sender.signature();
    if (signature != null && signature.delivery() != null) {
      deliveries.take(sender.input(), signature.delivery());
    }
  }
}
