package nexa.heal.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import nexa.event.Sha256;

/**
 * The JDK that this JVM runs on, by what decides how code runs on it: the JVM itself, all of the JDK's
 * classes, and the file that names the build. One build has one digest, on whatever machine, as none of
 * these is changed by an installation.
 */
final class HostJdk {

  private static final List<String> FILES =
      List.of("release", "lib/modules", "lib/server/libjvm.so");

  private HostJdk() {}

  /** Worked out once, as there are 150 MB to read. */
  private static final class Lazy {
    private static final String IDENTITY =
        identity(
            Path.of(System.getProperty("java.home")),
            Runtime.version() + " of " + System.getProperty("java.vendor", "nobody"));
  }

  /** Version, vendor and digest in one line. */
  static String identity() {
    return Lazy.IDENTITY;
  }

  /** The same of a JDK in a folder. */
  static String identity(Path home, String name) {
    StringBuilder digests = new StringBuilder();
    for (String file : FILES) {
      Path path = home.resolve(file);
      digests.append(file).append(' ').append(Files.exists(path) ? sha256(path) : "none")
          .append('\n');
    }
    return name + ", sha256:" + Sha256.hex(digests.toString());
  }

  private static String sha256(Path file) {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      in.transferTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the JDK's " + file, e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
