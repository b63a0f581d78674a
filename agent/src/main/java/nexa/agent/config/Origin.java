package nexa.agent.config;

import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.transport.URIish;

/** The address of a service's repository that is not on this host. */
final class Origin {

  private static final List<String> SCHEMES = List.of("https", "ssh", "file");
  private static final int CHARS_MAX = 200; // of a file's name, encoded

  private Origin() {}

  /** Whether it is an address of git, such as {@code git@host:acme/shop.git}, rather than a folder. */
  static boolean isAddress(String repository) {
    int colon = repository.indexOf(':');
    int slash = repository.indexOf('/');
    return colon > 1 && (slash < 0 || colon < slash);
  }

  /** Demands a way that nobody can change the code on, and no secret in the address. */
  static void require(String place, String address) {
    try {
      URIish uri = new URIish(address);
      if (URLEncoder.encode(address, StandardCharsets.UTF_8).length() > CHARS_MAX) {
        throw new BadValue(place, "repository is longer than an address of git is");
      }
      String scheme = uri.getScheme() == null ? "ssh" : uri.getScheme();
      boolean isSafe =
          SCHEMES.contains(scheme)
              || scheme.equals("http") && List.of("127.0.0.1", "localhost").contains(uri.getHost());
      if (!isSafe) {
        throw new BadValue(
            place, "repository must be a folder, or an address with https or ssh, not " + scheme);
      }
      if (uri.getPass() != null) {
        throw new BadValue(
            place,
            "repository must not hold a password: put it in a file and name it as forge.tokenFile");
      }
    } catch (URISyntaxException e) {
      throw new BadValue(place, "repository is no address of git: " + e.getReason());
    }
  }

  /** Where its copy is, in a home. */
  static Path mirror(Path home, String address) {
    return home.resolve("repositories").resolve(URLEncoder.encode(address, StandardCharsets.UTF_8));
  }
}
