package nexa.agent.forge;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A repository on a forge.
 *
 * @param base the site, such as {@code https://github.com}, without a slash at its end
 * @param repository its path there, such as {@code acme/shop}
 */
record Site(String base, String repository) {

  /** The address of a page of the repository. */
  URI page(String path) {
    return URI.create(base + "/" + encoded(repository) + path);
  }

  /** A path with each of its parts percent-encoded. */
  static String encoded(String path) {
    return Stream.of(path.split("/", -1)).map(Site::part).collect(Collectors.joining("/"));
  }

  /** One part of a path, percent-encoded. */
  static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Whether a forge speaks of this repository; it may write it in other letters. */
  boolean isNamed(String other) {
    return repository.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
  }

  /** The owner: what stands before the last slash. */
  String owner() {
    return repository.substring(0, repository.lastIndexOf('/'));
  }
}
