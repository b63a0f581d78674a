package nexa.agent.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import nexa.agent.config.Access;
import nexa.agent.config.SigningKey;
import org.jspecify.annotations.Nullable;

/**
 * What a sender shows at an input, by the first key of the configuration as it is now: a daemon that was
 * started with another one refuses it, as it refuses every other sender who has the new one.
 */
record Shown(Access access) {

  /** The service that is told of where the key speaks for any. */
  private static final String SERVICE = "nexa-doctor";

  private Access.@Nullable Key key() {
    return access.isOpen() ? null : access.keys().getFirst();
  }

  /** A service that the key speaks for. */
  String service() {
    Access.Key key = key();
    return key == null ? SERVICE : key.services().stream().sorted().findFirst().orElse(SERVICE);
  }

  /** What a Sentry SDK shows, which never sends without a key. */
  Map<String, String> sentry() {
    Access.Key key = key();
    return Map.of(
        "X-Sentry-Auth",
        "Sentry sentry_version=7, sentry_client=nexa-doctor/1, sentry_key="
            + (key == null ? SERVICE : key.value()));
  }

  /** The headers with the key, or with its signature of a body. */
  Map<String, String> headers(String id, byte[] body) {
    Access.Key key = key();
    if (key == null) {
      return Map.of();
    }
    return switch (access.proof()) {
      case KEY -> Map.of("Authorization", "Bearer " + key.value());
      case TOKEN -> Map.of(access.header(), key.value());
      case STANDARD -> standard("msg_" + id, new SigningKey(key.value()), body);
      case SHA256 -> sha256(new SigningKey(key.value()), body);
    };
  }

  private static Map<String, String> standard(String id, SigningKey key, byte[] body) {
    String time = seconds();
    byte[] signature = key.sha256((id + "." + time + ".").getBytes(UTF_8), body);
    return Map.of(
        "webhook-id", id, "webhook-timestamp", time, "webhook-signature",
        "v1," + Base64.getEncoder().encodeToString(signature));
  }

  private Map<String, String> sha256(SigningKey key, byte[] body) {
    String timestampHeader = access.timestampHeader();
    String time = seconds();
    String prefix = timestampHeader == null ? "" : time + ":";
    String signature =
        "sha256=" + HexFormat.of().formatHex(key.sha256(prefix.getBytes(UTF_8), body));
    return timestampHeader == null
        ? Map.of(access.header(), signature)
        : Map.of(access.header(), signature, timestampHeader, time);
  }

  private static String seconds() {
    return Long.toString(Instant.now().getEpochSecond());
  }

  /** Whether a key is shown, in words. */
  String words() {
    return access.isOpen() ? "without a key, as none is configured"
        : access.proof() == Access.Proof.STANDARD || access.proof() == Access.Proof.SHA256
            ? "signed by the first configured key" : "with the first configured key";
  }

  @Override
  public String toString() {
    return words();
  }
}
