package nexa.javaagent.swap;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import nexa.javaagent.ThisJvm;

/**
 * Tells the orders of this process's daemon from all others: signed by its key, for this process,
 * now, and not seen before. Loads no cryptography before the first order.
 */
final class OrderCheck {

  private static final int ORDER_CHARS_MAX = 2 << 20;
  private static final long AHEAD_MS_MAX = 10 * 60 * 1000;

  private final byte[] publicKey;
  private final String service;
  private final ThisJvm jvm;
  private long accepted;

  /**
   * Creates a check.
   *
   * @param publicKey an Ed25519 key, X.509
   */
  OrderCheck(byte[] publicKey, String service, ThisJvm jvm) {
    this.publicKey = publicKey.clone();
    this.service = service;
    this.jvm = jvm;
  }

  /** The order in a text, once the signature holds. */
  Order authentic(String text) throws Refusal {
    int dot = text.indexOf('.');
    if (dot < 0 || text.length() > ORDER_CHARS_MAX) {
      throw new Refusal("not an order");
    }
    byte[] payload = decode(text.substring(0, dot));
    byte[] signature = decode(text.substring(dot + 1));
    if (!isSigned(payload, signature)) {
      throw new Refusal("the signature is not by this agent's swapkey");
    }
    return Order.parse(payload);
  }

  /** Accepts an order, which it does only once. */
  void accept(Order order, long nowUnixMs) throws Refusal {
    if (!order.service.equals(service) || order.pid != jvm.pid
        || order.started != jvm.startedUnixMs) {
      throw new Refusal("for another process");
    }
    if (isReplay(order)) {
      throw new Refusal("its counter has been used");
    }
    if (nowUnixMs > order.expires) {
      throw new Refusal("expired");
    }
    if (order.expires - nowUnixMs > AHEAD_MS_MAX) {
      throw new Refusal("expires too far ahead");
    }
    accepted = order.counter;
  }

  boolean isReplay(Order order) {
    return order.counter <= accepted;
  }

  private boolean isSigned(byte[] payload, byte[] signature) throws Refusal {
    try {
      PublicKey key =
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(publicKey));
      Signature check = Signature.getInstance("Ed25519");
      check.initVerify(key);
      check.update(payload);
      return check.verify(signature);
    } catch (NoSuchAlgorithmException e) {
      throw new Refusal("this Java has no Ed25519: swapping needs Java 15");
    } catch (GeneralSecurityException e) { // of the wrong length, or the key is none
      throw new Refusal("the signature or the swapkey is malformed");
    }
  }

  /** Base64url in its one form: no padding, and no bits set that mean nothing. */
  private static byte[] decode(String text) throws Refusal {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      byte[] again = Base64.getUrlEncoder().withoutPadding().encode(bytes);
      if (new String(again, StandardCharsets.ISO_8859_1).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new Refusal("not base64url");
    }
    throw new Refusal("not base64url");
  }
}
