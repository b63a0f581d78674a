package nexa.agent.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A secret in a file that only its owner may read. */
final class KeyFile {

  private static final int RANDOM_BYTES = 24;

  private final Path file;
  private final SecureRandom random;
  private volatile String value;

  /** Takes the secret that the file holds, or makes a new one. */
  static KeyFile of(Path file, SecureRandom random) {
    try {
      String kept = Files.readString(file).strip();
      return kept.isEmpty() ? fresh(file, random) : new KeyFile(file, random, kept);
    } catch (NoSuchFileException e) {
      return fresh(file, random);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    }
  }

  private static KeyFile fresh(Path file, SecureRandom random) {
    KeyFile key = new KeyFile(file, random, "");
    key.renew();
    return key;
  }

  private KeyFile(Path file, SecureRandom random, String value) {
    this.file = file;
    this.random = random;
    this.value = value;
  }

  String value() {
    return value;
  }

  /** Compares in a time that does not depend on where the texts differ. */
  boolean matches(String offered) {
    return MessageDigest.isEqual(
        value.getBytes(StandardCharsets.UTF_8), offered.getBytes(StandardCharsets.UTF_8));
  }

  /** Replaces the secret; the file never holds half of one. */
  synchronized void renew() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    value = HexFormat.of().formatHex(bytes);
    try {
      Path part =
          Files.createTempFile(
              file.toAbsolutePath().getParent(),
              "key",
              null,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(part, value + "\n");
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
