package nexa.agent.store;

import java.security.SecureRandom;
import java.util.Base64;
import nexa.event.Sha256;

/** Secrets of 256 random bits. They need no salt and no slow hash, as nobody can guess one. */
final class Secret {

  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Secret() {}

  /** A new one: 43 letters, digits, - and _. */
  static String fresh() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What is kept of one: its SHA-256, in hex. */
  static String hash(String secret) {
    return Sha256.hex(secret);
  }
}
