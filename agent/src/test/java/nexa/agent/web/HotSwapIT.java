package nexa.agent.web;

import static nexa.agent.web.RunningServer.DIGEST;
import static nexa.agent.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.tools.ToolProvider;
import nexa.agent.store.Crashes;
import nexa.agent.store.Swaps;
import nexa.agent.swap.Jvms;
import nexa.agent.swap.SwapKey;
import nexa.issue.TrustLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A fix goes into a real JVM by its real javaagent, and out of it. */
@Timeout(120)
final class HotSwapIT {

  private static final Path AGENT =
      Path.of("../javaagent/target/nexa-agent.jar").toAbsolutePath().normalize();
  private static final String FIX = "/api/v1/fixes/F-SHOP-1";

  private static final String SHOP =
      """
      package com.example.shop;

      import com.sun.net.httpserver.HttpServer;
      import java.net.InetAddress;
      import java.net.InetSocketAddress;

      public final class Shop {
        public static void main(String[] arguments) throws Exception {
          HttpServer server =
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
          server.createContext(
              "/cart",
              exchange -> {
                int status = 200;
                try {
                  new Cart().total();
                } catch (RuntimeException e) {
                  status = 500;
                }
                exchange.sendResponseHeaders(status, -1);
                exchange.close();
              });
          server.start();
          System.out.println(server.getAddress().getPort());
        }
      }
      """;

  @TempDir
  private Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private RunningServer server;
  private Process shop;
  private URI cart = URI.create("http://127.0.0.1");

  @BeforeEach
  void shopWithABug() throws IOException {
    assumeTrue(Files.exists(AGENT), "Skipped: " + AGENT + " is not built");
    server =
        new RunningServer(Files.createDirectory(directory.resolve("home")), TrustLevel.HOTSWAP);
    server.store(Crashes.captured("e1", "java.lang.NullPointerException"));
    server.runs.begin("SHOP-1");
    server.awaitFix("F-SHOP-1", "waiting");
    Path classes = compile("shop", "String none = null; return none.length();");
    shop = start(classes);
    assertThat(get()).isEqualTo(500);
    Await.until(() -> server.jvms.all().stream().anyMatch(Jvms.Jvm::reported));
  }

  @AfterEach
  void stop() {
    if (shop != null) {
      shop.destroyForcibly();
    }
    if (server != null) {
      server.close();
    }
    http.close();
  }

  @Test
  void fix_endsTheErrorsWithoutARestart_andRollbackBringsThemBack() throws IOException {
    server.build.patched(patchedClass("String none = null; return none == null ? 0 : 1;"));
    approve();

    assertThat(state()).as(reason()).isEqualTo("provisional");
    assertThat(get()).isEqualTo(200);

    JsonNode rolledBack = json(server.post(FIX + "/rollback", Map.of()));
    assertThat(rolledBack.path("jvms").get(0).path("refusal").isNull()).isTrue();
    assertThat(state()).isEqualTo("rolled-back");
    assertThat(get()).isEqualTo(500);
  }

  @Test
  void badPatch_isRolledBackByItself() throws IOException {
    server.build.patched(patchedClass("throw new IllegalStateException(\"worse\");"));
    approve();
    assertThat(state()).as(reason()).isEqualTo("provisional");

    get();

    Await.until(() -> state().equals("rolled-back"));
    assertThat(reason()).contains("IllegalStateException");
    assertThat(server.swaps.in(Swaps.State.ROLLED_BACK)).hasSize(1);
  }

  @Test
  void pause_takesTheFixOut() throws IOException {
    server.build.patched(patchedClass("return 0;"));
    approve();
    assertThat(state()).as(reason()).isEqualTo("provisional");

    server.post("/api/v1/pause", Map.of());

    Await.until(() -> state().equals("rolled-back"));
    assertThat(get()).isEqualTo(500);
  }

  private void approve() {
    server.post(
        FIX + "/decision",
        Map.of("decision", "approve", "digest", DIGEST, "confirm", "F-SHOP-1"));
    server.awaitFix("F-SHOP-1", "applied");
  }

  private String state() {
    return entry().path("state").asString("");
  }

  private String reason() {
    return entry().path("reason").asString("");
  }

  private JsonNode entry() {
    return json(server.get(FIX)).path("swaps").path(0);
  }

  private int get() {
    try {
      return http
          .send(HttpRequest.newBuilder(cart).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private byte[] patchedClass(String body) throws IOException {
    return Files.readAllBytes(compile("patched", body).resolve("com/example/shop/Cart.class"));
  }

  /** Compiles the shop with a body for {@code Cart.total}. */
  private Path compile(String name, String body) throws IOException {
    Path sources = Files.createDirectories(directory.resolve(name + "-src"));
    Path classes = Files.createDirectories(directory.resolve(name));
    Path shopFile = Files.writeString(sources.resolve("Shop.java"), SHOP);
    Path cartFile =
        Files.writeString(
            sources.resolve("Cart.java"),
            "package com.example.shop; final class Cart { int total() { " + body + " } }");
    int exit =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null, null, null, "-g", "-d", classes.toString(), shopFile.toString(),
                cartFile.toString());
    assertThat(exit).isZero();
    return classes;
  }

  private Process start(Path classes) throws IOException {
    Process process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-javaagent:" + AGENT + "=daemon=127.0.0.1:" + server.web.port() + ",token="
                + server.home.resolve("agent-token")
                + ",service=shop,release=c0ffee,inapp=com.example.shop,swapkey="
                + SwapKey.of(server.home).publicText(),
            "-cp",
            classes.toString(),
            "com.example.shop.Shop")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String port = out.readLine();
    assertThat(port).isNotNull();
    cart = URI.create("http://127.0.0.1:" + port.strip() + "/cart");
    return process;
  }
}
