package nexa.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import java.security.MessageDigest;
import java.time.InstantSource;
import nexa.agent.config.Access;
import nexa.agent.config.InputsConfig;
import nexa.agent.store.Deliveries;
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
  private final InstantSource clock;

  Senders(InputsConfig inputs, Deliveries deliveries, InstantSource clock) {
    this.inputs = inputs;
    this.deliveries = deliveries;
    this.clock = clock;
  }

  /**
   * The sender of a request that was let in.
   *
   * @param isKnown whether there is a key that it shows
   * @param signature what is still to be held against the body, null for nothing
   */
  record Sender(String input, boolean isKnown, @Nullable Signature signature) {}

  /**
   * Looks at the headers alone, so that a body of an unknown sender costs nothing.
   *
   * @throws Problem 401 when nothing is shown, 403 when it is the wrong key
   */
  Sender letIn(String input, Context context) {
    Access access = inputs.of(input);
    if (access == null || access.isOpen()) {
      return new Sender(input, false, null);
    }
    if (access.proof() != Access.Proof.KEY) {
      return new Sender(input, true, Signature.of(access, context::header, clock.instant()));
    }
    String shown =
        input.equals(SentryEnvelope.INPUT) ? sentryKey(context) : key(context);
    if (shown == null) {
      context.header("WWW-Authenticate", "Bearer");
      throw new Problem(
          401, "No key", "The request shows no key of input " + input + by(context) + ".",
          "Send a key of the file that nexa.yaml names under inputs.");
    }
    if (!isKey(access, shown)) {
      throw new Problem(
          403, "Wrong key", "The request shows none of the keys of input " + input + by(context)
              + ".",
          "Send a key of the file that nexa.yaml names under inputs; it is read when the daemon"
              + " starts.");
    }
    return new Sender(input, true, null);
  }

  private static String by(Context context) {
    String client = context.userAgent();
    return client == null ? "" : ", by " + client;
  }

  private static boolean isKey(Access access, String shown) {
    byte[] offered = shown.getBytes(UTF_8);
    boolean found = false;
    for (String key : access.keys()) {
      found |= MessageDigest.isEqual(key.getBytes(UTF_8), offered);
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
   * Holds a signature against the body as it was sent.
   *
   * @throws Problem 401 when no key made it, 409 when the message was taken before
   */
  void require(Sender sender, byte[] body) {
    Signature signature = sender.signature();
    Access access = inputs.of(sender.input());
    if (signature == null || access == null) {
      return;
    }
    if (!signature.isBy(access.keys(), body)) {
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
  }

  /** Notes that what the sender sent is stored. */
  void taken(Sender sender) {
    Signature signature = sender.signature();
    if (signature != null && signature.delivery() != null) {
      deliveries.take(sender.input(), signature.delivery());
    }
  }
}
