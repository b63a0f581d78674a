package nexa.bench;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/** Orders to change {@link workload.Sums} in one watched JVM, signed as the agent wants them. */
final class SignedOrders {

  static final String ID = "F-BENCH-1";

  private static final String CLASS = "workload.Sums";
  private static final String METHOD = "method " + CLASS + " " + Patches.METHOD + "(II)I\n";
  private static final long VALID_MS = 60_000;

  private final KeyPair keys;
  private long counter = System.currentTimeMillis();

  SignedOrders() throws GeneralSecurityException {
    keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
  }

  /** As it stands on the watched JVM's command line. */
  String publicKey() {
    return base64url(keys.getPublic().getEncoded());
  }

  String tap(JsonNode jvm) throws GeneralSecurityException {
    return signed(head("tap", jvm) + "class " + CLASS + "\n" + METHOD);
  }

  /**
   * A change of the class.
   *
   * @param running the hash of what runs, as the tap told it
   */
  String swap(JsonNode jvm, String running, byte[] patched) throws GeneralSecurityException {
    return signed(
        head("swap", jvm) + "provisional 60\nuntil 0\nclass " + CLASS + " " + running + " "
            + Base64.getEncoder().encodeToString(patched) + "\n" + METHOD);
  }

  String rollback(JsonNode jvm) throws GeneralSecurityException {
    return signed(head("rollback", jvm));
  }

  private String head(String kind, JsonNode jvm) {
    counter++;
    return "nexa-order 1\nkind " + kind + "\nid " + ID + "\nservice bench\npid "
        + jvm.path("pid").asLong() + "\nstarted " + jvm.path("startedUnixMs").asLong()
        + "\ncounter " + counter + "\nexpires " + (System.currentTimeMillis() + VALID_MS)
        + "\nby bench\napproval " + "0".repeat(64) + "\n";
  }

  private String signed(String text) throws GeneralSecurityException {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(keys.getPrivate());
    signature.update(payload);
    return base64url(payload) + "." + base64url(signature.sign());
  }

  private static String base64url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
