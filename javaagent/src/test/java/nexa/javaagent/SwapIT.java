package nexa.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import nexa.javaagent.swap.Sources;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import watched.AddsMember;
import watched.SwapShop;

/** Orders to the built agent in real JVMs: taps, swaps, and everything that takes a patch out. */
final class SwapIT {

  private static final String CART = "shop.Cart";
  private static final String PRICE = "price(I)I";
  private static final String BASE = cart("return prices[quantity] * 10;");
  private static final String FIX =
      cart("return quantity < prices.length ? prices[quantity] * 10 : 0;");

  @TempDir
  Path folder;
  private FakeDaemon daemon;
  private KeyPair keys;
  private Path token;

  static List<Path> homes() throws IOException {
    return WatchedJvm.homes();
  }

  @BeforeEach
  void startDaemon() throws Exception {
    daemon = new FakeDaemon();
    keys = OrderDesk.newKeys();
    token = Files.writeString(folder.resolve("token"), FakeDaemon.TOKEN + "\n");
    Files.createDirectories(folder.resolve("classes/shop"));
    Files.write(folder.resolve("classes/shop/Cart.class"), compiled(BASE));
  }

  @AfterEach
  void stopDaemon() {
    daemon.close();
  }

  @ParameterizedTest
  @MethodSource("homes")
  void swapAndRollback_changeWhatRuns(Path home) throws Exception {
    try (WatchedJvm jvm = shop(home, List.of())) {
      OrderDesk desk = desk();
      JsonNode tapped = tap(desk, "F-1");
      assertThat(Base64.getDecoder().decode(tapped.get("base").asString()))
          .isEqualTo(compiled(BASE));
      assertThat(price(jvm, 7)).isEqualTo("ArrayIndexOutOfBoundsException");

      JsonNode swapped = order(desk.swap("F-1", CART, running(tapped), compiled(FIX), 0, PRICE));
      assertThat(swapped.get("reason").isNull()).as(swapped.toString()).isTrue();
      assertThat(price(jvm, 7)).isEqualTo("0");
      assertThat(ask(jvm, "names")).isEqualTo("quantity");
      assertThat(ask(jvm, "threads")).contains("nexa-swap");
      await(() -> swapState().equals("provisional"));

      assertThat(order(desk.rollback("F-1")).get("ok").asBoolean()).isTrue();
      assertThat(price(jvm, 7)).isEqualTo("ArrayIndexOutOfBoundsException");
      await(() -> swapState().equals("rolled-back"));
      assertThat(ask(jvm, "names")).isEqualTo("quantity");
      await(() -> !askQuietly(jvm, "threads").contains("nexa-swap"));
      assertThat(daemon.violations()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void newException_rollsBackWithinASecond(Path home) throws Exception {
    try (WatchedJvm jvm = shop(home, List.of())) {
      OrderDesk desk = desk();
      JsonNode tapped = tap(desk, "F-2");
      price(jvm, 7);
      String bad = cart("if (quantity == 0) throw new IllegalStateException(); return 1;");
      order(desk.swap("F-2", CART, running(tapped), compiled(bad), 0, PRICE));
      assertThat(price(jvm, 1)).isEqualTo("1");

      long thrown = System.nanoTime();
      assertThat(price(jvm, 0)).isEqualTo("IllegalStateException");
      await(() -> askQuietly(jvm, "0").equals("10"));
      long tookMs = (System.nanoTime() - thrown) / 1_000_000;
      System.out.println("rolled back ms " + tookMs + " on " + home.getFileName());
      assertThat(tookMs).isLessThan(1000);
      await(() -> swapState().equals("rolled-back"));
      assertThat(daemon.status().at("/swaps/0/reason").asString())
          .isEqualTo("new exception: java.lang.IllegalStateException from shop.Cart#price(I)I");
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void timeUpAndPause_rollBack(Path home) throws Exception {
    try (WatchedJvm jvm = shop(home, List.of())) {
      OrderDesk desk = desk();
      JsonNode tapped = tap(desk, "F-3");
      long until = System.currentTimeMillis() + 1500;
      order(desk.swap("F-3", CART, running(tapped), compiled(FIX), until, PRICE));
      await(() -> swapState().equals("rolled-back"));
      assertThat(price(jvm, 7)).isEqualTo("ArrayIndexOutOfBoundsException");

      JsonNode soon = order(desk.swap("F-4", CART, running(tapped), compiled(FIX), 0, PRICE));
      assertThat(soon.get("reason").asString())
          .isEqualTo("too soon after the last swap of shop.Cart");
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void paused_rollsBack(Path home) throws Exception {
    try (WatchedJvm jvm = shop(home, List.of())) {
      OrderDesk desk = desk();
      JsonNode tapped = tap(desk, "F-5");
      order(desk.swap("F-5", CART, running(tapped), compiled(FIX), 0, PRICE));
      assertThat(price(jvm, 7)).isEqualTo("0");
      daemon.pause(true);
      await(() -> askQuietly(jvm, "7").equals("ArrayIndexOutOfBoundsException"));
      await(() -> swapState().equals("rolled-back"));
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void killFile_rollsBackWithinASecondThoughTheDaemonHangs(Path home) throws Exception {
    try (WatchedJvm jvm = shop(home, List.of())) {
      OrderDesk desk = desk();
      JsonNode tapped = tap(desk, "F-10");
      order(desk.swap("F-10", CART, running(tapped), compiled(FIX), 0, PRICE));
      assertThat(price(jvm, 7)).isEqualTo("0");
      daemon.hang();
      price(jvm, -1); // an event, which nobody takes

      Files.createFile(folder.resolve("agent-off"));
      long began = System.nanoTime();
      await(() -> askQuietly(jvm, "7").equals("ArrayIndexOutOfBoundsException"));
      assertThat((System.nanoTime() - began) / 1_000_000).isLessThan(1000);
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void captureOnASwappedClass_keepsThePatch(Path home) throws Exception {
    try (WatchedJvm jvm = shop(home, List.of())) {
      OrderDesk desk = desk();
      JsonNode tapped = tap(desk, "F-6");
      price(jvm, -1);
      order(desk.swap("F-6", CART, running(tapped), compiled(FIX), 0, PRICE));
      for (int failures = 1; failures <= 6; failures++) {
        assertThat(price(jvm, -1)).isEqualTo("ArrayIndexOutOfBoundsException");
        assertThat(price(jvm, 7)).isEqualTo("0");
        int expected = failures;
        await(() -> daemon.events().size() >= expected);
      }
      assertThat(daemon.events().stream().filter(event -> !event.get("snapshot").isNull()))
          .isNotEmpty();
      await(() -> daemon.status().get("armed").isEmpty());
      assertThat(price(jvm, 7)).isEqualTo("0");
      assertThat(ask(jvm, "names")).isEqualTo("quantity");
      assertThat(swapState()).isEqualTo("provisional");
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void changedClassFile_isNotUsed(Path home) throws Exception {
    try (WatchedJvm jvm = shop(home, List.of())) {
      Path file = folder.resolve("classes/shop/Cart.class");
      Files.write(file, compiled(cart("return 4711;")));
      Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
      JsonNode result = order(desk().tap("F-7", CART, PRICE));
      if (result.get("ok").asBoolean()) { // read by retransforming, where that keeps names
        assertThat(result.at("/classes/0/disk").isNull()).isTrue();
      } else {
        assertThat(result.get("reason").asString()).contains("as old as this JVM");
      }
      assertThat(price(jvm, 1)).isEqualTo("20");
      assertThat(ask(jvm, "names")).isEqualTo("quantity");
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void memberAddedByAnotherAgent_staysOrIsRefused(Path home) throws Exception {
    try (WatchedJvm jvm = shop(home, List.of("-javaagent:" + otherAgent()))) {
      assertThat(ask(jvm, "fields")).isEqualTo("2");
      OrderDesk desk = desk();
      JsonNode result = order(desk.tap("F-8", CART, PRICE));
      if (result.get("ok").asBoolean()) {
        JsonNode tapped = result.at("/classes/0");
        byte[] patched = new AddsMember().transform(null, "shop/Cart", null, null, compiled(FIX));
        JsonNode swapped = order(desk.swap("F-8", CART, running(tapped), patched, 0, PRICE));
        assertThat(swapped.get("ok").asBoolean()).as(swapped.toString()).isTrue();
        assertThat(price(jvm, 7)).isEqualTo("0");
      } else {
        assertThat(result.get("reason").asString()).contains("loses parameter names");
      }
      System.out.println("member added at load: " + result.get("ok") + " " + home.getFileName());
      assertThat(ask(jvm, "fields")).isEqualTo("2");
      assertThat(ask(jvm, "names")).isEqualTo("quantity");
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void badOrders_changeNothing(Path home) throws Exception {
    try (WatchedJvm jvm = shop(home, List.of())) {
      OrderDesk desk = desk();
      JsonNode tapped = tap(desk, "F-9");
      byte[] added = compiled(FIX.replace("private final", "int more; private final"));
      assertThat(
          order(desk.swap("F-9", CART, running(tapped), added, 0, PRICE))
              .get("reason").asString())
          .isEqualTo("the new shop.Cart adds the field more I");
      assertThat(
          order(desk.swap("F-9", CART, "b".repeat(64), compiled(FIX), 0, PRICE))
              .get("reason").asString())
          .isEqualTo("shop.Cart is not running as the order says");
      assertThat(order(desk.tap("F-9", "java.lang.String", PRICE)).get("reason").asString())
          .isEqualTo("java.lang.String is not a class of the application");
      daemon.order(OrderDesk.of(OrderDesk.newKeys(), daemon.hello()).tap("F-9", CART, PRICE));
      await(() -> daemon.status().path("refusedOrders").asInt() == 4);
      assertThat(daemon.status().get("lastRefusal").asString())
          .isEqualTo("the signature is not by this agent's swapkey");
      assertThat(price(jvm, 7)).isEqualTo("ArrayIndexOutOfBoundsException");
    }
  }

  private WatchedJvm shop(Path home, List<String> flags) throws Exception {
    String options =
        "daemon=127.0.0.1:" + daemon.port() + ",token=" + token
            + ",service=shop,inapp=shop,swapkey=" + OrderDesk.option(keys);
    WatchedJvm jvm =
        WatchedJvm.start(home, flags, options, folder.resolve("classes"), SwapShop.class);
    jvm.line("port");
    await(() -> daemon.hellos() > 0);
    return jvm;
  }

  private OrderDesk desk() {
    return OrderDesk.of(keys, daemon.hello());
  }

  /** The first tapped class. */
  private JsonNode tap(OrderDesk desk, String id) {
    JsonNode result = order(desk.tap(id, CART, PRICE));
    assertThat(result.get("ok").asBoolean()).as(result.toString()).isTrue();
    return result.at("/classes/0");
  }

  /** Hands out an order and waits for its result. */
  private JsonNode order(String order) {
    int before = daemon.results().size();
    daemon.order(order);
    await(() -> daemon.results().size() > before);
    return daemon.results().get(before);
  }

  private static String running(JsonNode tapped) {
    return tapped.get("running").asString();
  }

  private String swapState() {
    return daemon.status().at("/swaps/0/state").asString();
  }

  private static String price(WatchedJvm jvm, int quantity) throws Exception {
    return ask(jvm, String.valueOf(quantity));
  }

  private static String ask(WatchedJvm jvm, String what) throws Exception {
    jvm.say(what);
    String key = Character.isLetter(what.charAt(0)) ? what : "price";
    return jvm.line(key + " ").substring(key.length() + 1);
  }

  private static String askQuietly(WatchedJvm jvm, String what) {
    try {
      return ask(jvm, what);
    } catch (Exception e) {
      throw new AssertionError("The program does not answer", e);
    }
  }

  private Path otherAgent() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", AddsMember.class.getName());
    Path jar = folder.resolve("adds.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }

  private static String cart(String body) {
    return "package shop; public class Cart implements watched.Pricing {"
        + " private final int[] prices = {1, 2, 3};"
        + " public int price(int quantity) { " + body + " } }";
  }

  private static byte[] compiled(String source) {
    return Objects.requireNonNull(Sources.compile(CART, source, 17).get(CART));
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time").isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
