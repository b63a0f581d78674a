package nexa.agent.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that signs messages with HMAC-SHA256, those that come in and those that go out.
 *
 * @param text as it stands in its file: {@code whsec_} and Base64, as Standard Webhooks has it, or the
 *     key itself
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>
 */
public record SigningKey(String text) {

  /** Before the keys of Standard Webhooks, which are bytes in Base64. */
  static final String BASE64 = "whsec_";

  private static final String ALGORITHM = "HmacSHA256";

  /** The signature of some bytes, one after the other. */
  public byte[] sha256(byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(bytes(), ALGORITHM));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("Every Java platform has HMAC-SHA-256", e);
    }
  }

  private byte[] bytes() {
    return text.startsWith(BASE64)
        ? Base64.getDecoder().decode(text.substring(BASE64.length()))
        : text.getBytes(UTF_8);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "a signing key";
  }
}
