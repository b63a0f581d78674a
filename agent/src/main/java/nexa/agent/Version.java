package nexa.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Nexa's own version, as the build wrote it. */
public final class Version {

  private Version() {}

  /** The version, such as {@code 0.1.0}. */
  public static String current() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read version.properties from the jar", e);
    }
    return properties.getProperty("version", "unknown");
  }
}
