package nexa.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import watched.ByteTap;
import watched.CrashingThreads;
import watched.LogFlood;
import watched.Logging;
import watched.Servlets;
import watched.WebShop;

/** The built agent in real JVMs, against a daemon that is strict about the wire format. */
final class AgentIT {

  @TempDir
  Path folder;
  private FakeDaemon daemon;
  private Path token;

  static List<Path> homes() throws IOException {
    return WatchedJvm.homes();
  }

  @BeforeEach
  void startDaemon() throws IOException {
    daemon = new FakeDaemon();
    token = Files.writeString(folder.resolve("token"), FakeDaemon.TOKEN + "\n");
  }

  @AfterEach
  void stopDaemon() {
    daemon.close();
  }

  @ParameterizedTest
  @MethodSource("homes")
  void uncaughtException_isOneEvent(Path home) throws Exception {
    try (WatchedJvm jvm = crashing(home)) {
      jvm.say("order");
      jvm.line("done order");
      await(() -> !daemon.events().isEmpty());

      JsonNode event = daemon.events().get(0);
      assertThat(event.get("kind").asString()).isEqualTo("uncaught");
      assertThat(event.get("thread").asString()).isEqualTo("worker-order");
      assertThat(event.at("/exception/type").asString())
          .isEqualTo("java.lang.NullPointerException");
      assertThat(event.at("/exception/frames/0/method").asString()).isEqualTo("total");
      assertThat(event.get("snapshot").isNull()).isTrue();
      assertThat(daemon.hello().get("service").asString()).isEqualTo("shop");
      assertThat(daemon.violations()).isEmpty();
      assertThat(jvm.output()).contains("Exception in thread \"worker-order\"");
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void secondFailure_carriesExactValues(Path home) throws Exception {
    try (WatchedJvm jvm = crashing(home)) {
      JsonNode frames = snapshotOf(jvm, "order").get("frames");

      JsonNode total = frames.get(0);
      assertThat(total.get("method").asString()).isEqualTo("total");
      assertThat(total.get("descriptor").asString())
          .isEqualTo("(Ljava/lang/String;IDLjava/util/Map;)J");
      assertThat(total.at("/receiver/fields/customer/text").asString()).isEqualTo("ann");
      assertThat(total.at("/receiver/fields/password/k").asString()).isEqualTo("redacted");
      assertThat(total.at("/receiver/fields/items/elements/1/fields/price/k").asString())
          .isEqualTo("null");
      assertThat(argument(total, 0)).isEqualTo("coupon java.lang.String X42");
      assertThat(argument(total, 1)).isEqualTo("quantity int 2");
      assertThat(argument(total, 2)).isEqualTo("rate double 0.5");
      JsonNode order = frames.get(1);
      assertThat(order.at("/arguments/0/value/k").asString()).isEqualTo("ref");
      assertThat(argument(order, 1)).isEqualTo("number long 40");
      assertThat(argument(order, 2)).isEqualTo("quantity int 1");
      assertThat(daemon.violations()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void lambdaAndConstructor_areCaptured(Path home) throws Exception {
    try (WatchedJvm jvm = crashing(home)) {
      JsonNode lambda = snapshotOf(jvm, "lambda").get("frames").get(0);
      assertThat(lambda.get("method").asString()).startsWith("lambda$");
      assertThat(argument(lambda, 0)).isEqualTo("offset int 1");
      assertThat(argument(lambda, 1)).isEqualTo("text java.lang.String 12x3y");

      JsonNode constructor = snapshotOf(jvm, "constructor").get("frames").get(0);
      assertThat(constructor.get("method").asString()).isEqualTo("<init>");
      assertThat(constructor.at("/receiver/fields/to/text").asString()).isEqualTo("oslo");
      assertThat(argument(constructor, 1)).isEqualTo("weight int -1");
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void threeSnapshots_disarmAndKeepParameterNames(Path home) throws Exception {
    try (WatchedJvm jvm = crashing(home)) {
      jvm.say("names");
      assertThat(jvm.line("names")).isEqualTo("names quantity");
      for (int failures = 1; failures <= 6; failures++) {
        fail(jvm, "order");
        int expected = failures;
        await(() -> daemon.events().size() == expected);
      }
      assertThat(daemon.events().stream().map(event -> !event.get("snapshot").isNull()).toList())
          .containsExactly(false, true, true, true, false, false);
      await(
          () -> daemon.status().path("armed").isArray() && daemon.status().get("armed").isEmpty());
      jvm.say("names");
      assertThat(jvm.line("names")).isEqualTo("names quantity");
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void disarming_restoresTheOriginalCode(Path home) throws Exception {
    try (WatchedJvm jvm = tapped(home)) {
      assertThat(woven(jvm)).isEqualTo("woven false");
      snapshotOf(jvm, "order");
      assertThat(woven(jvm)).isEqualTo("woven true");
      snapshotOf(jvm, "order");
      snapshotOf(jvm, "order");
      await(() -> woven(jvm).equals("woven false"));
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void handledThread_isSeenOnceHooked(Path home) throws Exception {
    try (WatchedJvm jvm = crashing(home)) {
      await(
          () -> {
            fail(jvm, "handled");
            return !daemon.events().isEmpty();
          });
      assertThat(daemon.events().get(0).get("thread").asString()).isEqualTo("worker-handled");
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void hostileObjects_areBoundedRedactedAndNeverCalled(Path home) throws Exception {
    try (WatchedJvm jvm = crashing(home)) {
      JsonNode snapshot = snapshotOf(jvm, "hostile");
      assertThat(snapshot.toString().length()).isLessThan(70_000);
      JsonNode fail = snapshot.get("frames").get(0);
      assertThat(fail.at("/receiver/fields/apiKey/k").asString()).isEqualTo("redacted");
      assertThat(fail.at("/receiver/fields/letters/k").asString()).isEqualTo("redacted");
      assertThat(fail.at("/receiver/fields/trap/reason").asString())
          .isEqualTo("holds watched.Hostile$EndlessList");
      assertThat(fail.at("/arguments/0/value/elements/0/entries/0/1/k").asString())
          .isEqualTo("ref");
      assertThat(fail.at("/arguments/1/value/elements/0/k").asString()).isEqualTo("truncated");
      assertThat(daemon.events().get(0).at("/exception/message").asString())
          .isEqualTo("token=[redacted] and card [redacted]");
      assertThat(jvm.output()).doesNotContain("called application code");
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void loggedExceptions_areOneEventEach(Path home) throws Exception {
    try (WatchedJvm jvm = WatchedJvm.start(home, options(), Logging.class)) {
      assertThat(jvm.exit(Duration.ofSeconds(60))).isZero();
      await(() -> daemon.events().size() >= 3);

      JsonNode logback = daemon.events().get(0);
      assertThat(logback.get("logger").asString()).isEqualTo("shop.orders");
      assertThat(logback.get("message").asString()).isEqualTo("order 7 failed");
      assertThat(logback.get("severity").asString()).isEqualTo("ERROR");
      assertThat(logback.get("traceId").asString()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
      assertThat(logback.at("/exception/cause/type").asString())
          .isEqualTo("java.lang.NullPointerException");
      JsonNode jul = daemon.events().get(1);
      assertThat(jul.get("logger").asString()).isEqualTo("shop.jul");
      assertThat(jul.at("/exception/type").asString())
          .isEqualTo("java.lang.NumberFormatException");
      JsonNode log4j = daemon.events().get(2);
      assertThat(log4j.get("logger").asString()).isEqualTo("shop.log4j");
      assertThat(log4j.get("message").asString()).isEqualTo("cannot order 8");
      assertThat(daemon.events()).hasSize(3);
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void exceptionsTooMany_areDroppedUnreadUnlessCaptured(Path home) throws Exception {
    String arm = options() + ",arm=watched.LogFlood#fail";
    try (WatchedJvm jvm = WatchedJvm.start(home, arm, LogFlood.class)) {
      String read = jvm.line("read ").substring("read ".length());
      assertThat(Integer.parseInt(read)).isBetween(21, 200);
      await(() -> daemon.events().stream().anyMatch(event -> !event.get("snapshot").isNull()));
      assertThat(daemon.violations()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void failedResponses_areOneEventEach(Path home) throws Exception {
    try (WatchedJvm jvm = WatchedJvm.start(home, options(), WebShop.class)) {
      int port = Integer.parseInt(jvm.line("port").substring(5));
      get(port, "/ok");
      get(port, "/swallowed?session=abc&x=1");
      await(() -> daemon.events().size() == 1);
      get(port, "/plain500");
      await(() -> daemon.events().size() == 2);
      get(port, "/logged500");
      await(() -> daemon.events().size() == 3);

      JsonNode swallowed = daemon.events().get(0);
      assertThat(swallowed.get("kind").asString()).isEqualTo("http");
      assertThat(swallowed.get("http").toString())
          .isEqualTo(
              "{\"method\":\"GET\",\"path\":\"/swallowed?session=[redacted]&x=1\",\"status\":500}");
      assertThat(swallowed.at("/exception/cause/type").asString())
          .isEqualTo("java.lang.NullPointerException");
      JsonNode plain = daemon.events().get(1);
      assertThat(plain.get("exception").isNull()).isTrue();
      assertThat(plain.at("/http/status").asInt()).isEqualTo(503);
      JsonNode logged = daemon.events().get(2);
      assertThat(logged.get("kind").asString()).isEqualTo("logged");
      assertThat(logged.at("/http/path").asString()).isEqualTo("/logged500");
      assertThat(daemon.violations()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void failedServlets_areOneEventEach(Path home) throws Exception {
    try (WatchedJvm jvm = WatchedJvm.start(home, options(), Servlets.class)) {
      assertThat(jvm.exit(Duration.ofSeconds(60))).isZero();
      await(() -> daemon.events().size() >= 2);

      JsonNode thrown = daemon.events().get(0);
      assertThat(thrown.get("http").toString())
          .isEqualTo("{\"method\":\"GET\",\"path\":\"/thrown?x=1\",\"status\":500}");
      assertThat(thrown.at("/exception/type").asString())
          .isEqualTo("java.lang.NullPointerException");
      JsonNode answered = daemon.events().get(1);
      assertThat(answered.at("/http/status").asInt()).isEqualTo(502);
      assertThat(answered.get("exception").isNull()).isTrue();
      assertThat(daemon.events()).hasSize(2);
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void refusedEvents_areSentAgain(Path home) throws Exception {
    daemon.refuseFirst(2, 503);
    try (WatchedJvm jvm = crashing(home)) {
      fail(jvm, "order");
      await(() -> daemon.events().size() == 1);
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void forgottenSession_isOpenedAgain(Path home) throws Exception {
    daemon.refuseFirst(1, 410);
    try (WatchedJvm jvm = crashing(home)) {
      fail(jvm, "order");
      await(() -> daemon.events().size() == 1);
      assertThat(daemon.hellos()).isEqualTo(2);
    }
  }

  private WatchedJvm crashing(Path home) throws Exception {
    WatchedJvm jvm = WatchedJvm.start(home, options(), CrashingThreads.class);
    jvm.line("ready");
    return jvm;
  }

  /** With an agent after ours that sees what the classes are made of. */
  private WatchedJvm tapped(Path home) throws Exception {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", ByteTap.class.getName());
    manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
    Path jar = folder.resolve("tap.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    WatchedJvm jvm =
        WatchedJvm.start(home, List.of("-javaagent:" + jar), options(), CrashingThreads.class);
    jvm.line("ready");
    return jvm;
  }

  private static String woven(WatchedJvm jvm) {
    try {
      jvm.say("woven");
      return jvm.line("woven");
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("The program did not look at its code", e);
    }
  }

  private String options() {
    return "daemon=127.0.0.1:" + daemon.port() + ",token=" + token
        + ",service=shop,release=abc123,inapp=watched";
  }

  /** Fails until an event carries a snapshot of it: the second failure, once armed. */
  private JsonNode snapshotOf(WatchedJvm jvm, String how) {
    int before = daemon.events().size();
    for (int failures = 1; failures <= 4; failures++) {
      fail(jvm, how);
      int expected = before + failures;
      await(() -> daemon.events().size() >= expected);
      JsonNode snapshot = daemon.events().get(expected - 1).get("snapshot");
      if (!snapshot.isNull()) {
        return snapshot;
      }
    }
    throw new AssertionError("No snapshot of " + how + " in " + daemon.events());
  }

  private static void fail(WatchedJvm jvm, String how) {
    try {
      jvm.say(how);
      jvm.line("done " + how);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("The program did not fail as told", e);
    }
  }

  private static String argument(JsonNode frame, int index) {
    JsonNode argument = frame.get("arguments").get(index);
    JsonNode value = argument.get("value");
    return argument.get("name").asString() + " " + value.path("type").asString() + " "
        + value.path("text").asString();
  }

  /** Over a plain socket, because a real client would repeat a request that is hung up on. */
  static void get(int port, String path) throws IOException {
    get(port, path, "");
  }

  /** With more header lines. */
  static void get(int port, String path, String lines) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request =
          "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + lines + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getInputStream().readAllBytes();
    }
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time").isLessThan(deadline);
      LockSupport.parkNanos(20_000_000);
    }
  }
}
