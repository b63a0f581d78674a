package nexa.agent.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import nexa.agent.store.Json;
import tools.jackson.databind.JsonNode;

/** A headless Chromium with one page, driven over its debugging protocol. */
final class Chromium implements AutoCloseable {

  static final Path BINARY = Path.of("/usr/bin/chromium");
  private static final long ANSWER_SECONDS = 30;
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 800;
  private static final int PICTURE_HEIGHT_MAX = 4_000;
  private static final int PULLS = 8;
  private static final int SHIFT = 8;

  /** Three frames later, when what is drawn has followed the window's size. */
  private static final String FRAMES =
      "new Promise((done) => { let left = 3; const next = () => {"
          + " if (left-- > 0) requestAnimationFrame(next); else done(0); }; next(); })";

  private static final Path PICTURES = Path.of("target", "screenshots");
  private static final Map<String, Integer> CODES =
      Map.of("Enter", 13, "Tab", 9, "Escape", 27, "End", 35, "Home", 36);

  private final Process process;
  private final String port;
  private final HttpClient http = HttpClient.newHttpClient();
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
  private final List<String> complaints = new ArrayList<>();
  private int lastId;

  /** Starts with an empty profile, and with more switches than usual. */
  Chromium(Path profile, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                BINARY.toString(), "--headless", "--no-sandbox", "--use-angle=swiftshader",
                "--enable-unsafe-swiftshader", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--remote-debugging-port=0", "--user-data-dir=" + profile));
    command.addAll(List.of(more));
    command.add("about:blank");
    try {
      this.process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(profile.resolve("chromium.log").toFile())
              .start();
      Path active = profile.resolve("DevToolsActivePort");
      Await.until(() -> Files.exists(active) && lines(active).size() >= 2);
      this.port = lines(active).getFirst();
      this.socket =
          http.newWebSocketBuilder()
              .buildAsync(URI.create(page()), new Listener())
              .join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String domain : List.of("Page", "Runtime", "Log")) {
      send(domain + ".enable", Map.of());
    }
    width(WIDTH);
  }

  private String page() throws IOException {
    URI list = URI.create("http://127.0.0.1:" + port + "/json/list");
    for (JsonNode target : Json.MAPPER.readTree(list.toURL().openStream().readAllBytes())) {
      if (target.path("type").asString("").equals("page")) {
        return target.path("webSocketDebuggerUrl").asString();
      }
    }
    throw new IllegalStateException("Chromium shows no page");
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets the window's width in CSS pixels. */
  void width(int pixels) {
    size(pixels, HEIGHT);
  }

  private void size(int width, int height) {
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Makes the system's colours dark. */
  void dark() {
    media("prefers-color-scheme", "dark");
  }

  /** Has the system ask for no motion. */
  void still() {
    media("prefers-reduced-motion", "reduce");
  }

  private void media(String feature, String value) {
    send(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", feature, "value", value))));
  }

  /** Clicks at a place of the window, in CSS pixels. */
  void click(double x, double y) {
    grab(x, y);
    letGo(x, y);
  }

  /** Presses the mouse at a place of the window, in CSS pixels, and holds it. */
  void grab(double x, double y) {
    mouse("mouseMoved", x, y, "none", 0);
    mouse("mousePressed", x, y, "left", 1);
  }

  /** Moves the pressed mouse on, in a few steps. */
  void pull(double fromX, double fromY, double x, double y) {
    for (int i = 1; i <= PULLS; i++) {
      mouse(
          "mouseMoved", fromX + (x - fromX) * i / PULLS, fromY + (y - fromY) * i / PULLS, "left",
          1);
    }
  }

  /** Releases the mouse. */
  void letGo(double x, double y) {
    mouse("mouseReleased", x, y, "left", 0);
  }

  private void mouse(String type, double x, double y, String button, int buttons) {
    send(
        "Input.dispatchMouseEvent",
        Map.of("type", type, "x", x, "y", y, "button", button, "buttons", buttons, "clickCount",
            1));
  }

  /** Pages opened from now on hear nothing of the feed. */
  void deaf() {
    first("window.EventSource = class { addEventListener() {} close() {} }");
  }

  /** Pages opened from now on run a script before their own. */
  void first(String script) {
    send("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
  }

  /** Presses a key: a character, or a name such as Enter or Tab. */
  void press(String key) {
    press(key, 0);
  }

  /** Presses a key, such as ArrowLeft, while Shift is down. */
  void pressShift(String key) {
    press(key, SHIFT);
  }

  private void press(String key, int modifiers) {
    Map<String, Object> pressed =
        new HashMap<>(
            Map.of("type", "keyDown", "key", key, "code", key, "modifiers", modifiers));
    if (key.length() == 1) {
      pressed.put("text", key);
    } else if (CODES.containsKey(key)) {
      pressed.put("windowsVirtualKeyCode", CODES.get(key));
    }
    if (key.equals("Enter")) {
      pressed.put("text", "\r"); // what makes it press buttons
    }
    send("Input.dispatchKeyEvent", pressed);
    send("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "code", key));
  }

  /** Keeps a picture of the whole page, for people to look at. */
  void keep(String name) {
    JsonNode page = send("Page.getLayoutMetrics", Map.of()).path("cssContentSize");
    int width = evaluate("innerWidth").asInt();
    size(width, Math.min(PICTURE_HEIGHT_MAX, Math.max(HEIGHT, page.path("height").asInt())));
    evaluate(FRAMES);
    String picture =
        send("Page.captureScreenshot", Map.of("format", "png")).path("data").asString();
    size(width, HEIGHT);
    try {
      Files.createDirectories(PICTURES);
      Files.write(PICTURES.resolve(name + ".png"), Base64.getDecoder().decode(picture));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot keep the picture " + name, e);
    }
  }

  /** Goes to an address. */
  void open(URI address) {
    send("Page.navigate", Map.of("url", address.toString()));
  }

  /** Opens an address in one more tab, which stays in the background. */
  void tab(URI address) {
    try {
      HttpRequest open =
          HttpRequest.newBuilder(
              URI.create("http://127.0.0.1:" + port + "/json/new?"
                  + URLEncoder.encode(address.toString(), StandardCharsets.UTF_8)))
              .PUT(HttpRequest.BodyPublishers.noBody())
              .build();
      http.send(open, HttpResponse.BodyHandlers.discarding());
      send("Page.bringToFront", Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The titles of all tabs. */
  List<String> titles() {
    try {
      JsonNode list =
          Json.MAPPER.readTree(
              URI.create("http://127.0.0.1:" + port + "/json/list").toURL().openStream()
                  .readAllBytes());
      return list.valueStream()
          .filter(target -> target.path("type").asString("").equals("page"))
          .map(target -> target.path("title").asString(""))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What an expression gives on the page. */
  JsonNode evaluate(String expression) {
    JsonNode answer =
        send("Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (answer.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + answer.path("exceptionDetails"));
    }
    return answer.path("result").path("value");
  }

  /** Waits until the page says a text. */
  void awaitText(String text) {
    Await.until(() -> text().contains(text));
  }

  String text() {
    return evaluate("document.body?.innerText ?? ''").asString("");
  }

  /** Errors that the page logged or threw, a refused request or a broken policy among them. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  private JsonNode send(String method, Map<String, ?> parameters) {
    int id = ++lastId;
    socket.sendText(Json.write(Map.of("id", id, "method", method, "params", parameters)), true)
        .join();
    try {
      while (true) {
        JsonNode message = messages.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
          throw new AssertionError("Chromium does not answer " + method);
        }
        if (message.path("id").asInt(0) == id) {
          return message.path("result");
        }
        note(message);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void note(JsonNode message) {
    JsonNode entry = message.path("params").path("entry");
    if (message.path("method").asString("").equals("Runtime.exceptionThrown")
        || entry.path("level").asString("").equals("error")) {
      complaints.add(message.path("params").toString());
    }
  }

  @Override
  public void close() {
    socket.abort();
    http.shutdownNow();
    List<ProcessHandle> helpers = process.descendants().toList();
    process.destroy();
    process.onExit().join();
    for (ProcessHandle helper : helpers) { // they write into the profile to the last
      helper.onExit().completeOnTimeout(helper, 10, TimeUnit.SECONDS).join();
    }
  }

  /** Puts whole messages into the queue. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder parts = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      parts.append(data);
      if (last) {
        messages.add(Json.MAPPER.readTree(parts.toString()));
        parts.setLength(0);
      }
      return WebSocket.Listener.super.onText(webSocket, data, last);
    }
  }
}
