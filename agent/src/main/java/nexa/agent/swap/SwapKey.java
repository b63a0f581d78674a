package nexa.agent.swap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import nexa.event.Sha256;

/**
 * The Ed25519 key pair that signs the orders to javaagents. The private half lies in the home's {@code
 * swap-key} and is read by its owner alone; the public half stands on the command line of each JVM that
 * takes orders.
 */
public final class SwapKey {

  private static final String ALGORITHM = "Ed25519";
  private static final String PRIVATE = "swap-key";
  private static final String PUBLIC = "swap-key.pub";
  private static final int FINGERPRINT_DIGITS = 16;

  private final PrivateKey key;
  private final String publicText;

  private SwapKey(PrivateKey key, String publicText) {
    this.key = key;
    this.publicText = publicText;
  }

  /** The key pair of a home, made if it is not there. */
  public static SwapKey of(Path home) {
    Path file = home.resolve(PRIVATE);
    try {
      Optional<String> publicText = publicText(home);
      if (Files.exists(file) && publicText.isPresent()) {
        byte[] encoded = Base64.getDecoder().decode(Files.readString(file).strip());
        PrivateKey key =
            KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(encoded));
        return new SwapKey(key, publicText.get());
      }
      return fresh(home);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read or write " + file, e);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new UncheckedIOException(
          new IOException(
              file + " holds no key; remove it, and start the services with the new one", e));
    }
  }

  /** The public half of a home's key, empty while there is none. */
  public static Optional<String> publicText(Path home) {
    Path file = home.resolve(PUBLIC);
    try {
      return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  private static SwapKey fresh(Path home) throws GeneralSecurityException, IOException {
    KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    String publicText =
        Base64.getUrlEncoder().withoutPadding().encodeToString(pair.getPublic().getEncoded());
    write(home.resolve(PUBLIC), publicText);
    write( // last: a home with a private half has both
        home.resolve(PRIVATE), Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
    return new SwapKey(pair.getPrivate(), publicText);
  }

  /** Writes a file for its owner alone, whole or not at all. */
  private static void write(Path file, String text) throws IOException {
    Path part =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            "key",
            null,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(part, text + "\n");
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The public half as the agent's option {@code swapkey} wants it. */
  public String publicText() {
    return publicText;
  }

  /** The first 16 hex digits of the public half's SHA-256, as an agent names the key it has. */
  public String fingerprint() {
    byte[] encoded = Base64.getUrlDecoder().decode(publicText);
    return Sha256.hex(encoded).substring(0, FINGERPRINT_DIGITS);
  }

  /** A text and its signature, both in base64url, with a dot between. */
  String signed(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(bytes);
      Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
      return encoder.encodeToString(bytes) + "." + encoder.encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform since 15 has Ed25519", e);
    }
  }
}
