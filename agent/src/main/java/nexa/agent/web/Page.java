package nexa.agent.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import nexa.agent.store.Sessions;
import nexa.agent.store.Sessions.Entry;
import org.jspecify.annotations.Nullable;

/** The page's files, which its build bundled, and its login. They hold no data, so anyone may read them. */
final class Page {

  private static final String ANOTHER =
      "Each works once, for " + Sessions.LINK_AGE.toMinutes()
          + " minutes; this prints another one: nexa open";
  private static final String INDEX = "index.html";

  /** Before the hash in the names of what is loaded when it is needed. */
  private static final String CHUNK = "chunk-";

  /** By the end of a file's name: all that the build of the page makes. */
  private static final Map<String, String> MEDIA_TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "txt", "text/plain; charset=utf-8");

  private final Door door;

  Page(Door door) {
    this.door = door;
  }

  void addTo(RoutesConfig server) {
    byte[] index = read(INDEX);
    server.get("/", context -> index(context, index));
    new String(read("files.txt"), StandardCharsets.UTF_8)
        .lines()
        .filter(file -> !file.equals(INDEX))
        .forEach(
            file -> {
              byte[] bytes = read(file);
              String mediaType = mediaType(file);
              server.get("/" + file, context -> file(context, file, mediaType, bytes));
            });
  }

  /** A chunk's name is a hash of what is in it, so a browser never needs to ask again. */
  private static void file(Context context, String file, String mediaType, byte[] bytes) {
    if (file.startsWith(CHUNK)) {
      context.header("Cache-Control", "public, max-age=31536000, immutable");
    }
    context.contentType(mediaType).result(bytes);
  }

  private static String mediaType(String file) {
    return Objects.requireNonNull(
        MEDIA_TYPES.get(file.substring(file.lastIndexOf('.') + 1)), file);
  }

  /** The link of {@code nexa open} brings the key; the address it leads to has none. */
  private void index(Context context, byte[] index) {
    @Nullable String key = context.queryParam("key");
    if (key == null) {
      context.contentType("text/html; charset=utf-8").result(index);
    } else if (SiteCheck.isLedByAnotherSite(context.req())) {
      refuse(context, 403, "Another site led here. Paste the link into the address bar instead.");
    } else {
      enter(context, key);
    }
  }

  private void enter(Context context, String key) {
    switch (door.login(context, key)) {
      case Entry.Opened opened -> context.redirect("/", HttpStatus.SEE_OTHER);
      case Entry.Used used -> refuse(context, 410, "This link was used already. " + ANOTHER);
      case Entry.Expired expired -> refuse(context, 410, "This link is too old. " + ANOTHER);
      case Entry.Unknown unknown -> refuse(context, 403, "There is no such link. " + ANOTHER);
    }
  }

  private static void refuse(Context context, int status, String why) {
    context.status(status).contentType("text/plain; charset=utf-8").result(why + "\n");
  }

  private static byte[] read(String file) {
    try (InputStream in = Page.class.getResourceAsStream("/web/" + file)) {
      if (in == null) {
        throw new IllegalStateException("The page's " + file + " is missing from this build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the page's " + file, e);
    }
  }
}
