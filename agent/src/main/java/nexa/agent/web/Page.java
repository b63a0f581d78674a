package nexa.agent.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import nexa.agent.store.Sessions;
import nexa.agent.store.Sessions.Entry;
import org.jspecify.annotations.Nullable;

/** The page's files, from the class path, and its login. They hold no data, so anyone may read them. */
final class Page {

  private static final String ANOTHER =
      "Each works once, for " + Sessions.LINK_AGE.toMinutes()
          + " minutes; this prints another one: nexa open";

  private final Door door;

  Page(Door door) {
    this.door = door;
  }

  /** One file of the page. */
  private record Asset(String path, String file, String mediaType) {}

  private static final List<Asset> ASSETS =
      List.of(
          new Asset("/page.js", "page.js", "text/javascript; charset=utf-8"),
          new Asset("/page.css", "page.css", "text/css; charset=utf-8"),
          new Asset("/icon.svg", "icon.svg", "image/svg+xml"));

  void addTo(RoutesConfig server) {
    byte[] index = read("index.html");
    server.get("/", context -> index(context, index));
    for (Asset asset : ASSETS) {
      byte[] bytes = read(asset.file());
      server.get(asset.path(), context -> context.contentType(asset.mediaType()).result(bytes));
    }
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
