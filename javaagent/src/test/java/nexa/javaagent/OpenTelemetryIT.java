package nexa.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import nexa.javaagent.swap.Sources;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import watched.JettyShop;
import watched.SwapShop;
import watched.WebShop;

/** The built agent beside the OpenTelemetry agent, before and after it on the command line. */
final class OpenTelemetryIT {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e473";
  private static final String CALLER = "00f067aa0ba902b7";
  private static final String CART = "shop.Cart";
  private static final String PRICE = "price(I)I";
  private static final String AGENT = System.getProperty("nexa.agent.jar");
  private static final List<String> LOGGING = List.of("logback", "slf4j-api");
  private static final List<String> JETTY =
      List.of("logback", "slf4j-api", "org/eclipse/jetty", "jakarta");

  @TempDir
  Path folder;
  private FakeDaemon daemon;
  private int requests;

  /** Each JDK, with the OpenTelemetry agent first and last. */
  static List<Arguments> orders() throws IOException {
    List<Arguments> orders = new ArrayList<>();
    for (Path home : WatchedJvm.homes()) {
      orders.add(Arguments.of(home, true));
      orders.add(Arguments.of(home, false));
    }
    return orders;
  }

  @BeforeEach
  void startDaemon() throws IOException {
    daemon = new FakeDaemon();
  }

  @AfterEach
  void stopDaemon() {
    daemon.close();
  }

  @ParameterizedTest
  @MethodSource("orders")
  void jdkServer_failuresAreOneEventWithTheSpansIds(Path home, boolean before) throws Exception {
    try (WatchedJvm jvm = start(home, before, LOGGING, WebShop.class)) {
      int port = Integer.parseInt(jvm.line("port").substring(5));
      for (String path : List.of("/ok", "/swallowed", "/plain500", "/logged500")) {
        get(port, path);
      }
      AgentIT.await(() -> daemon.events().size() >= 3);

      assertThat(daemon.events().stream().map(OpenTelemetryIT::told))
          .containsExactly(
              "/swallowed " + TRACE + "1", "/plain500 " + TRACE + "2", "/logged500 " + TRACE + "3");
      assertSound(jvm);
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void jetty_failuresAreOneEventWithTheSpansIds(Path home, boolean before) throws Exception {
    try (WatchedJvm jvm = start(home, before, JETTY, JettyShop.class)) {
      int port = Integer.parseInt(jvm.line("port").substring(5));
      for (String path : List.of("/well", "/thrown", "/logged", "/missing", "/filtered")) {
        get(port, path);
      }
      AgentIT.await(() -> daemon.events().size() >= 3);

      assertThat(daemon.events().stream().map(OpenTelemetryIT::told))
          .containsExactly(
              "/thrown " + TRACE + "1", "/logged " + TRACE + "2", "/filtered " + TRACE + "4");
      assertSound(jvm);
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void failures_areCapturedAndDisarmed(Path home, boolean before) throws Exception {
    try (WatchedJvm jvm = start(home, before, LOGGING, WebShop.class)) {
      int port = Integer.parseInt(jvm.line("port").substring(5));
      for (int failures = 1; failures <= 6; failures++) {
        get(port, "/swallowed");
        int expected = failures;
        AgentIT.await(() -> daemon.events().size() >= expected);
      }
      assertThat(daemon.events().stream().map(event -> !event.get("snapshot").isNull()).toList())
          .containsExactly(false, true, true, true, false, false);
      assertThat(daemon.events().get(1).at("/snapshot/frames/0/method").asString())
          .isEqualTo("total");
      AgentIT.await(() -> daemon.status().path("armed").isArray()
          && daemon.status().get("armed").isEmpty());
      assertSound(jvm);
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void swap_goesInAndOut(Path home, boolean before) throws Exception {
    Path file = Files.createDirectories(folder.resolve("classes/shop")).resolve("Cart.class");
    Files.write(file, cart("return 2;"));
    KeyPair keys = OrderDesk.newKeys();
    String classPath =
        folder.resolve("classes") + File.pathSeparator + WatchedJvm.classPath(LOGGING);
    String options = ",inapp=shop,swapkey=" + OrderDesk.option(keys);
    try (WatchedJvm jvm = start(home, before, classPath, options, SwapShop.class)) {
      jvm.line("port");
      AgentIT.await(() -> daemon.hellos() > 0);
      OrderDesk desk = OrderDesk.of(keys, daemon.hello());
      JsonNode tapped = order(desk.tap("F-1", CART, PRICE));
      assertThat(tapped.get("ok").asBoolean()).as(tapped.toString()).isTrue();
      String running = tapped.at("/classes/0/running").asString();
      assertThat(price(jvm)).isEqualTo("price 2");

      JsonNode swapped = order(desk.swap("F-1", CART, running, cart("return 3;"), 0, PRICE));
      assertThat(swapped.get("ok").asBoolean()).as(swapped.toString()).isTrue();
      assertThat(price(jvm)).isEqualTo("price 3");

      assertThat(order(desk.rollback("F-1")).get("ok").asBoolean()).isTrue();
      assertThat(price(jvm)).isEqualTo("price 2");
      assertSound(jvm);
    }
  }

  private static String price(WatchedJvm jvm) throws Exception {
    jvm.say("1");
    return jvm.line("price");
  }

  private static byte[] cart(String body) {
    String source =
        "package shop; public class Cart implements watched.Pricing {"
            + " public int price(int quantity) { " + body + " } }";
    return Objects.requireNonNull(Sources.compile(CART, source, 17).get(CART));
  }

  /** Hands out an order and waits for its result. */
  private JsonNode order(String order) {
    int earlier = daemon.results().size();
    daemon.order(order);
    AgentIT.await(() -> daemon.results().size() > earlier);
    return daemon.results().get(earlier);
  }

  /** Asks as a caller whose trace ends in the number of the request would. */
  private void get(int port, String path) throws IOException {
    AgentIT.get(
        port, path, "traceparent: 00-" + TRACE + requests++ + "-" + CALLER + "-01\r\n");
  }

  /** The path and the trace of an event; the span is a new one of the server. */
  private static String told(JsonNode event) {
    String span = event.get("spanId").asString("none");
    assertThat(span).as(event.toString()).hasSize(16).isNotEqualTo(CALLER);
    return event.at("/http/path").asString() + " " + event.get("traceId").asString();
  }

  private void assertSound(WatchedJvm jvm) {
    assertThat(daemon.violations()).isEmpty();
    assertThat(daemon.status().path("errors").asInt()).isZero();
    assertThat(jvm.output())
        .contains("opentelemetry-javaagent - version")
        .doesNotContain("VerifyError", "ClassFormatError", "ClassCircularityError", "nexa-agent:");
  }

  private WatchedJvm start(Path home, boolean before, List<String> libraries, Class<?> program)
      throws Exception {
    return start(home, before, WatchedJvm.classPath(libraries), ",inapp=watched", program);
  }

  private WatchedJvm start(
      Path home, boolean before, String classPath, String options, Class<?> program)
      throws Exception {
    Path token = Files.writeString(folder.resolve("token"), FakeDaemon.TOKEN);
    String ours =
        "-javaagent:" + AGENT + "=daemon=127.0.0.1:" + daemon.port() + ",token=" + token
            + ",service=shop" + options;
    String theirs =
        "-javaagent:" + Path.of(AGENT).resolveSibling("beside/opentelemetry-javaagent.jar");
    List<String> flags = new ArrayList<>(List.of("-Xmx256m"));
    flags.addAll(before ? List.of(theirs, ours) : List.of(ours, theirs));
    for (String signal : List.of("traces", "metrics", "logs")) {
      flags.add("-Dotel." + signal + ".exporter=none");
    }
    return WatchedJvm.startOn(classPath, home, flags, null, program);
  }
}
