package nexa.agent.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import nexa.agent.config.Access;
import nexa.agent.config.SigningKey;
import org.jspecify.annotations.Nullable;

/**
 * The HMAC-SHA256 signature of a request, as its headers give it. Standard Webhooks signs {@code
 * id.time.body} and gives Base64; others sign the body, or {@code time:body}, and give hexadecimal
 * digits.
 *
 * @param offered what is said to be the signature; several while a key is changed
 * @param prefix what was signed before the body
 * @param delivery the same for every copy of one message, null where nothing tells copies apart
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>
 */
record Signature(List<byte[]> offered, byte[] prefix, @Nullable String delivery) {

  private static final Duration APART_MAX = Duration.ofMinutes(5);
  private static final int OFFERED_MAX = 8;
  private static final int ID_LENGTH_MAX = 256;
  private static final int SECONDS_DIGITS_MAX = 11;
  private static final String VERSION = "v1,";
  private static final String HEX_PREFIX = "sha256=";

  /**
   * Reads the headers of a request.
   *
   * @param headers gives a header by its name, or null
   * @param now what this host takes for the time
   * @throws Problem 401 when there is no signature, or it is of another time
   */
  static Signature of(Access access, Function<String, @Nullable String> headers, Instant now) {
    return access.proof() == Access.Proof.STANDARD
        ? standard(headers, now)
        : sha256(access, headers, now);
  }

  private static Signature standard(Function<String, @Nullable String> headers, Instant now) {
    String id = required(headers, "webhook-id");
    if (id.length() > ID_LENGTH_MAX) {
      throw refused("No signature", "The header webhook-id is longer than " + ID_LENGTH_MAX + ".");
    }
    String time = required(headers, "webhook-timestamp");
    requireRecent(time, now);
    List<byte[]> offered = new ArrayList<>();
    for (String one : required(headers, "webhook-signature").split(" ", OFFERED_MAX + 1)) {
      if (one.startsWith(VERSION) && offered.size() < OFFERED_MAX) {
        offered.add(base64(one.substring(VERSION.length())));
      }
    }
    return new Signature(offered, (id + "." + time + ".").getBytes(UTF_8), id);
  }

  private static Signature sha256(
      Access access, Function<String, @Nullable String> headers, Instant now) {
    String text = required(headers, access.header()).strip().toLowerCase(Locale.ROOT);
    String digits = text.startsWith(HEX_PREFIX) ? text.substring(HEX_PREFIX.length()) : text;
    List<byte[]> offered = List.of(hex(digits));
    if (access.timestampHeader() == null) {
      return new Signature(offered, new byte[0], null);
    }
    String time = required(headers, access.timestampHeader());
    requireRecent(time, now);
    return new Signature(offered, (time + ":").getBytes(UTF_8), digits);
  }

  private static String required(Function<String, @Nullable String> headers, String name) {
    String value = headers.apply(name);
    if (value == null || value.isBlank()) {
      throw refused("No signature", "The request has no header " + name + ".");
    }
    return value;
  }

  private static void requireRecent(String seconds, Instant now) {
    boolean number =
        seconds.length() <= SECONDS_DIGITS_MAX
            && seconds.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number) {
      throw refused("No signature", "The time of the signature is no number of seconds.");
    }
    Instant signed = Instant.ofEpochSecond(Long.parseLong(seconds));
    if (Duration.between(signed, now).abs().compareTo(APART_MAX) > 0) {
      throw refused(
          "Wrong time",
          "The request was signed at " + signed + ", and the clock of this host says " + now
              + ": they may be " + APART_MAX.toMinutes() + " minutes apart.");
    }
  }

  private static Problem refused(String title, String detail) {
    return new Problem(
        401, title, detail,
        "Sign it as nexa.yaml says under inputs, at the time it is sent, and set both clocks.");
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0]; // no signature is empty
    }
  }

  private static byte[] hex(String text) {
    try {
      return HexFormat.of().parseHex(text);
    } catch (IllegalArgumentException e) {
      return new byte[0]; // no signature is empty
    }
  }

  /** Whether a key made it, in a time that does not depend on where it differs. */
  boolean isBy(String key, byte[] body) {
    byte[] expected = new SigningKey(key).sha256(prefix, body);
    boolean found = false;
    for (byte[] one : offered) {
      found |= MessageDigest.isEqual(expected, one);
    }
    return found;
  }
}
