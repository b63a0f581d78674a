package nexa.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import watched.JavalinShop;
import watched.Jetty9Shop;
import watched.JettyShop;
import watched.NettyShop;
import watched.SpringShop;
import watched.TomcatShop;

/** What the agent sees of real servers. Whatever sees a failure, it is one event. */
final class ServersIT {

  private static final List<String> LOGGING = List.of("logback", "slf4j-api");
  private static final List<String> TOMCAT = with(LOGGING, "tomcat-embed", "jakarta.annotation");
  private static final List<String> JETTY = with(LOGGING, "org/eclipse/jetty", "jakarta");
  private static final List<String> JAVALIN = with(JETTY, "javalin", "kotlin");
  private static final List<String> NETTY = with(LOGGING, "io/netty");
  private static final List<String> SPRING =
      with(TOMCAT, "org/springframework", "micrometer", "commons-logging", "jspecify",
          "jul-to-slf4j",
          "snakeyaml");

  @TempDir
  Path folder;
  private FakeDaemon daemon;

  static List<Path> homes() throws IOException {
    return WatchedJvm.homes();
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
  @MethodSource("homes")
  void tomcat_failuresAreOneEventEach(Path home) throws Exception {
    try (WatchedJvm jvm = start(home, WatchedJvm.classPath(TOMCAT), TomcatShop.class)) {
      assertServletEvents(jvm);
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void jetty12_failuresAreOneEventEach(Path home) throws Exception {
    try (WatchedJvm jvm = start(home, WatchedJvm.classPath(JETTY), JettyShop.class)) {
      assertServletEvents(jvm);
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void exceptionThatIsThrownAgain_isTheSameEvent(Path home) throws Exception {
    try (WatchedJvm jvm = start(home, WatchedJvm.classPath(JETTY), JettyShop.class)) {
      assertEvents(jvm, List.of("hot", "hot", "hot", "answered"), "hot 500 NullPointerException",
          "answered 503 none");
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void jetty9_failuresAreOneEventEach(Path home) throws Exception {
    try (WatchedJvm jvm = start(home, jetty9(), Jetty9Shop.class)) {
      assertEvents(jvm, List.of("well", "thrown", "logged", "missing", "answered"),
          "thrown 500 ShopException", "logged 500 ShopException", "answered 503 none");
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void springBoot_failuresAreOneEventEach(Path home) throws Exception {
    try (WatchedJvm jvm = start(home, WatchedJvm.classPath(SPRING), SpringShop.class)) {
      assertEvents(jvm,
          List.of("well", "thrown", "logged", "missing", "handled?number=7", "answered"),
          "thrown 500 NullPointerException", // Tomcat logs the root cause only
          "logged 500 ShopException",
          "handled?number=7 500 NumberFormatException",
          "answered 503 none");
      assertThat(daemon.events().stream().filter(event -> told(event).startsWith("logged ")))
          .allMatch(event -> event.get("logger").asString().equals("shop.orders"));
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void javalin_failuresAreOneEventEach(Path home) throws Exception {
    try (WatchedJvm jvm = start(home, WatchedJvm.classPath(JAVALIN), JavalinShop.class)) {
      assertEvents(jvm, List.of("well", "thrown", "missing", "handled", "answered"),
          "thrown 500 ShopException", "handled 500 NumberFormatException",
          "answered 503 none");
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void netty_unhandledExceptionIsOneEvent(Path home) throws Exception {
    try (WatchedJvm jvm = start(home, WatchedJvm.classPath(NETTY), NettyShop.class)) {
      int port = Integer.parseInt(jvm.line("port").substring(5));
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write(1);
        AgentIT.await(() -> !daemon.events().isEmpty());
      }
      assertThat(daemon.events().stream().map(ServersIT::told))
          .containsExactly("none 0 NullPointerException");
    }
  }

  /** What a shop of servlets and filters does on each of its paths. */
  private void assertServletEvents(WatchedJvm jvm) throws Exception {
    assertEvents(jvm,
        List.of("well", "thrown", "logged", "missing", "filtered", "answered", "async"),
        "thrown 500 ShopException",
        "logged 500 ShopException",
        "filtered 500 NullPointerException",
        "answered 503 none",
        "async 502 none");
  }

  /**
   * Asks for each path in turn and checks what events there are. Their order is open: a client has
   * its answer before the server's thread leaves the request, and the next one has another thread.
   */
  private void assertEvents(WatchedJvm jvm, List<String> paths, String... expected)
      throws Exception {
    int port = Integer.parseInt(jvm.line("port").substring(5));
    for (String path : paths) {
      AgentIT.get(port, "/" + path);
    }
    // The last path fails: no later than it comes what should not have come at all.
    AgentIT.await(
        () -> daemon.events().size() >= expected.length
            && daemon.events().stream()
                .anyMatch(event -> told(event).startsWith(paths.get(paths.size() - 1) + " ")));
    assertThat(daemon.violations()).isEmpty();
    assertThat(daemon.events().stream().map(ServersIT::told))
        .containsExactlyInAnyOrder(expected);
  }

  private static String told(JsonNode event) {
    String type = event.at("/exception/type").asString("none");
    String path = event.at("/http/path").asString("/none");
    return path.substring(1) + " " + event.at("/http/status").asInt(0) + " "
        + type.substring(type.lastIndexOf('.') + 1).replace("Shop$", "");
  }

  private WatchedJvm start(Path home, String classPath, Class<?> program) throws Exception {
    Path token = Files.writeString(folder.resolve("token"), FakeDaemon.TOKEN);
    String options =
        "daemon=127.0.0.1:" + daemon.port() + ",token=" + token + ",service=shop,inapp=watched";
    return WatchedJvm.startOn(classPath, home, List.of(), options, program);
  }

  private static String jetty9() throws IOException {
    StringBuilder path =
        new StringBuilder(WatchedJvm.classPath(with(LOGGING, "javax.servlet-api")));
    try (var jars =
        Files.list(Path.of(System.getProperty("nexa.agent.jar")).resolveSibling("jetty9"))) {
      jars.forEach(jar -> path.append(File.pathSeparator).append(jar));
    }
    return path.toString();
  }

  private static List<String> with(List<String> some, String... more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }
}
