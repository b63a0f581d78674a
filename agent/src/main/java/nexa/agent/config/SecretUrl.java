package nexa.agent.config;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nexa.agent.config.NotifyConfig.Kind;
import org.jspecify.annotations.Nullable;

/** Secrets that a file or an environment variable holds; no message ever repeats one. */
final class SecretUrl {

  private static final int LENGTH_MAX = 2_048;
  private static final int PORT_MAX = 65_535;
  private static final Set<String> MAIL = Set.of("smtp", "smtps");
  private static final Set<String> HTTP = Set.of("http", "https");

  private SecretUrl() {}

  /**
   * What a file or a variable holds, empty where neither is named.
   *
   * @param what before {@code File} and {@code Env} in the names of the keys
   * @throws BadValue when both are named, or what is named is not there
   */
  static Optional<String> text(
      String place,
      String what,
      @Nullable String file,
      @Nullable String variable,
      Map<String, String> environment) {
    if (file != null && variable != null) {
      throw new BadValue(
          place + "/" + what + "Env", "give " + what + "File or " + what + "Env, not both");
    }
    if (variable != null) {
      String value = environment.get(variable);
      if (value == null || value.isBlank()) {
        throw new BadValue(
            place + "/" + what + "Env",
            "the environment variable " + variable + " is not set, which " + what + "Env names");
      }
      return Optional.of(value.strip());
    }
    return Optional.ofNullable(file).map(named -> content(place + "/" + what + "File", named));
  }

  private static String content(String pointer, String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new BadValue(pointer, "cannot be read: " + file + "; put the secret alone in it");
    }
  }

  /**
   * The address of a channel.
   *
   * @throws BadValue when the channel cannot be reached by such an address
   */
  static URI of(String pointer, Kind kind, String text) {
    URI url = parsed(text);
    if (kind == Kind.EMAIL) {
      if (url == null || !MAIL.contains(url.getScheme())) {
        throw new BadValue(
            pointer,
            "the address of email must be like smtps://USER:PASSWORD@HOST:465, or smtp:// for"
                + " STARTTLS, with %40 for an @ in user or password");
      }
      return url;
    }
    if (url == null || !isHttp(url)) {
      throw new BadValue(
          pointer,
          "the address of " + kind.word()
              + " must be one line that begins with https:// or http://, with no user in it");
    }
    return url;
  }

  static boolean isHttp(URI url) {
    return HTTP.contains(url.getScheme()) && url.getRawUserInfo() == null;
  }

  /** An address with scheme and host, null for what is none. */
  static @Nullable URI parsed(String text) {
    try {
      URI url = text.length() > LENGTH_MAX ? null : new URI(text);
      return url == null || url.getScheme() == null || url.getHost() == null
          || url.getPort() > PORT_MAX || url.getPort() == 0 ? null : url;
    } catch (URISyntaxException e) {
      return null; // the caller says what is wanted
    }
  }
}
