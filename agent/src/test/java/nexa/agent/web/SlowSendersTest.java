package nexa.agent.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static nexa.agent.web.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import nexa.agent.config.InputsConfig;
import nexa.agent.store.Crashes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Clients that stall, or that send without an end, beside one that does as it should. */
final class SlowSendersTest {

  private static final int STALLED = 50;
  private static final int TRICKLING = 10;
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final int READ_MILLIS_MAX = 20_000;
  private static final String HEAD =
      "POST /api/9/store/ HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: slow\r\n";
  @TempDir
  private Path home;
  private RunningServer server;
  private int grpcPort;
  private final List<Socket> clients = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      grpcPort = free.getLocalPort();
    }
    server = new RunningServer(home, 0, List.of(), InputsConfig.OPEN, grpcPort);
  }

  private static Arrivals.Limits limits(Duration head, Duration body) {
    return new Arrivals.Limits(head, body, Arrivals.USUAL.bytes());
  }

  private void restart(Arrivals.Limits limits) {
    server.close();
    server = new RunningServer(home, 0, List.of(), InputsConfig.OPEN, grpcPort, limits);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    server.close();
  }

  @Test
  void goodSender_isTakenWholeWhileManyStall() {
    restart(limits(LONG, LONG));
    slowClients();

    HttpResponse<String> answer = send();

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(server.events.issue("1-1").orElseThrow().count()).isEqualTo(1);
    assertThat(refused("sentry")).isEmpty();
  }

  @Test
  void slowSender_isRefusedByAReasonWhenItsTimeIsUp() throws IOException {
    restart(limits(LONG, SHORT));
    slowClients();

    for (Socket client : clients) {
      assertThat(answer(client)).startsWith("HTTP/1.1 408").contains("Too slow");
    }
    assertThat(refused("sentry")).singleElement().satisfies(refusal -> {
      assertThat(refusal.path("reason").asString()).isEqualTo("Too slow");
      assertThat(refusal.path("count").asInt()).isEqualTo(STALLED + TRICKLING);
      assertThat(refusal.path("sample").asString()).contains("within 400 ms");
    });
  }

  @Test
  void oldestBody_makesRoomWhenMemoryIsUsedUp() {
    restart(new Arrivals.Limits(LONG, LONG, 1 << 20));
    String half = HEAD + "Content-Length: 500000\r\n\r\n" + " ".repeat(250_000);
    for (int i = 0; i < 8; i++) {
      open(server.web.port(), half.getBytes(US_ASCII));
    }

    Await.until(() -> !refused("sentry").isEmpty());
    assertThat(refused("sentry")).singleElement().satisfies(
        refusal -> assertThat(refusal.path("sample").asString()).contains("make room for others"));
    assertThat(send().statusCode()).isEqualTo(200);
  }

  @Test
  void bodyThatMayBeSentOn_isAskedForAndTaken() {
    HttpResponse<String> answer =
        server.send(
            HttpRequest.newBuilder(server.uri("/api/1/store/"))
                .expectContinue(true)
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofString(Crashes.SENTRY))
                .build());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  @Timeout(60)
  void headThatTrickles_endsWithItsConnectionWhileABodyMayStillCome() throws IOException {
    restart(limits(SHORT, LONG));
    Socket body =
        open(server.web.port(), (HEAD + "Content-Length: 4\r\n\r\n{").getBytes(US_ASCII));
    Socket head = open(server.web.port(), (HEAD + "X-Slow: ").getBytes(US_ASCII));
    Socket second =
        open(
            server.web.port(),
            ("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" + HEAD).getBytes(US_ASCII));
    Thread.ofVirtual().start(() -> trickle(head, "a"));
    Thread.ofVirtual().start(() -> trickle(second, "X-More: a\r\n"));

    assertThat(answer(head)).doesNotContain("HTTP/1.1 2");
    assertThat(answer(second)).startsWith("HTTP/1.1 200").containsOnlyOnce("HTTP/1.1 2");
    body.getOutputStream().write("{}}".getBytes(US_ASCII));
    assertThat(body.getInputStream().read()).isEqualTo('H');
  }

  @Test
  @Timeout(60)
  void headThatTricklesInHttp2_endsWithItsConnection() throws IOException {
    restart(limits(SHORT, LONG));
    byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
    ByteArrayOutputStream begun = new ByteArrayOutputStream();
    begun.writeBytes(preface);
    frame(begun, 4, 0, 0, new byte[0]);
    Socket silent = open(grpcPort, begun.toByteArray());
    Socket half = open(grpcPort, Arrays.copyOf(preface, 10));
    frame(begun, 1, 0, 1, new byte[] {(byte) 0x83}); // no END_HEADERS: more is to come
    Socket continued = open(grpcPort, begun.toByteArray());
    ByteArrayOutputStream more = new ByteArrayOutputStream();
    frame(more, 9, 0, 1, new byte[] {(byte) 0x86});
    Socket second = open(grpcPort, grpcCall());
    ByteArrayOutputStream large = new ByteArrayOutputStream();
    large.writeBytes(new byte[] {0, 4, 0, 1, 4, 0, 0, 0, 3}); // 1,024 bytes, of which few come
    long start = System.nanoTime();
    trickleLater(half, preface, 10, 1);
    Thread.ofVirtual().start(() -> trickle(continued, more.toByteArray()));
    trickleLater(second, large.toByteArray(), 0, large.size());

    for (Socket client : List.of(silent, half, continued, second)) {
      answer(client);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(server.get("/healthz").statusCode()).isEqualTo(200);
  }

  /** The answer cannot flow, and what would let it flow cannot come behind a head that has begun. */
  @Test
  @Timeout(90)
  void answerThatCannotFlow_putsTheEndOffByItsIdleTimeAlone() throws IOException {
    restart(limits(SHORT, LONG));
    ByteArrayOutputStream begun = new ByteArrayOutputStream();
    begun.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
    frame(begun, 4, 0, 0, new byte[] {0, 4, 0, 0, 0, 0}); // a window of no bytes
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    page.writeBytes(new byte[] {(byte) 0x82, (byte) 0x84, (byte) 0x86}); // GET / by http
    literal(page, 0x41, "127.0.0.1");
    frame(begun, 1, 5, 1, page.toByteArray());
    Socket client = open(grpcPort, begun.toByteArray());
    client.setSoTimeout(60_000);
    byte[] large = {0, 4, 0, 1, 4, 0, 0, 0, 3};
    long start = System.nanoTime();
    trickleLater(client, large, 0, large.length);

    answer(client);

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(55));
  }

  @Test
  @Timeout(60)
  void manyHalfHeadsInHttp2_keepNobodyOut() throws IOException {
    restart(limits(LONG, LONG));
    ByteArrayOutputStream begun = new ByteArrayOutputStream();
    begun.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
    frame(begun, 4, 0, 0, new byte[0]);
    frame(begun, 1, 0, 1, new byte[] {(byte) 0x83});
    for (int i = 0; i < Connections.OPEN_MAX + STALLED; i++) {
      open(grpcPort, begun.toByteArray());
    }

    long start = System.nanoTime();
    Await.until(
        () -> clients.stream().filter(SlowSendersTest::isOpen).count() <= Connections.OPEN_MAX);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("at once, and not when they were idle for 30 s")
        .isLessThan(Duration.ofSeconds(15));
    try (OtlpGrpcLogRecordExporter exporter =
        OtlpGrpcLogRecordExporter.builder().setEndpoint("http://127.0.0.1:" + grpcPort).build()) {
      assertThat(exporter.export(List.of()).join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
    }
  }

  @Test
  @Timeout(60)
  void headThatTricklesInTheUnixSocket_endsWithItsConnection() throws Exception {
    restart(limits(SHORT, LONG));
    try (SocketChannel head = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      head.connect(UnixDomainSocketAddress.of(home.resolve(LocalSocket.FILE)));
      head.write(ByteBuffer.wrap((HEAD + "X-Slow: ").getBytes(US_ASCII)));
      long start = System.nanoTime();
      assertThat(bytesUntilClosed(head)).isNotNegative();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }
  }

  /** Writes a byte now and then until that fails, which is how a Unix socket says that it is closed. */
  private static int bytesUntilClosed(SocketChannel client) throws InterruptedException {
    for (int sent = 0;; sent++) {
      try {
        client.write(ByteBuffer.wrap(new byte[] {'a'}));
      } catch (IOException e) {
        return sent;
      }
      Thread.sleep(PAUSE);
    }
  }

  @Test
  void connectionOfAGoodSender_isKept() throws IOException {
    String first = HEAD + "Content-Length: " + Crashes.SENTRY.length() + "\r\n";

    Socket client =
        open(
            server.web.port(),
            (first + "\r\n" + Crashes.SENTRY + first + "Connection: close\r\n\r\n" + Crashes.SENTRY)
                .getBytes(US_ASCII));

    assertThat(answer(client).split("HTTP/1.1 200", -1)).hasSize(3);
  }

  @Test
  void clientThatGoesAway_isCounted() throws IOException {
    open(server.web.port(), (HEAD + "Content-Length: 100\r\n\r\n{").getBytes(US_ASCII)).close();

    Await.until(() -> !refused("sentry").isEmpty());

    assertThat(refused("sentry").getFirst().path("reason").asString()).isEqualTo("Broken off");
  }

  @Test
  void slowGrpcCall_delaysNoExporterAndIsRefusedToo() throws IOException {
    restart(limits(LONG, SHORT));
    for (int i = 0; i < STALLED; i++) {
      open(grpcPort, startOfGrpcCall());
    }
    try (OtlpGrpcLogRecordExporter exporter =
        OtlpGrpcLogRecordExporter.builder().setEndpoint("http://127.0.0.1:" + grpcPort).build()) {
      assertThat(exporter.export(List.of()).join(10, TimeUnit.SECONDS).isSuccess()).isTrue();
    }

    Await.until(
        () -> refused("otlp").stream()
            .anyMatch(refusal -> refusal.path("count").asInt() == STALLED));
    assertThat(refused("otlp").getFirst().path("reason").asString()).isEqualTo("Too slow");
  }

  /** Clients that send half a body, and others that send one without an end, a byte at a time. */
  private void slowClients() {
    for (int i = 0; i < STALLED; i++) {
      open(server.web.port(), (HEAD + "Content-Length: 100\r\n\r\n{").getBytes(US_ASCII));
    }
    for (int i = 0; i < TRICKLING; i++) {
      Socket client =
          open(server.web.port(), (HEAD + "Transfer-Encoding: chunked\r\n\r\n").getBytes(US_ASCII));
      Thread.ofVirtual().start(() -> trickle(client, "1\r\n \r\n"));
    }
  }

  private static void trickle(Socket client, String again) {
    trickle(client, again.getBytes(US_ASCII));
  }

  private static void trickle(Socket client, byte[] again) {
    try {
      while (true) {
        client.getOutputStream().write(again);
        Thread.sleep(PAUSE);
      }
    } catch (IOException e) {
      // the server had enough of it, or the test is over
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes so many bytes at first, then one now and then, and the last again and again. */
  private static void trickleLater(Socket client, byte[] bytes, int sent, int atFirst) {
    Thread.ofVirtual().start(
        () -> {
          try {
            client.getOutputStream().write(bytes, sent, atFirst);
            for (int i = sent + atFirst;; i++) {
              Thread.sleep(PAUSE);
              client.getOutputStream().write(i < bytes.length ? bytes[i] : 0);
            }
          } catch (IOException e) {
            // the server had enough of it, or the test is over
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private Socket open(int port, byte[] begin) {
    try {
      Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
      clients.add(client);
      client.setSoTimeout(READ_MILLIS_MAX);
      OutputStream out = client.getOutputStream();
      out.write(begin);
      out.flush();
      return client;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOpen(Socket client) {
    try {
      client.setSoTimeout(5);
      client.getInputStream().readAllBytes();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false; // reset
    }
  }

  /** What the server says before it closes the connection. */
  private static String answer(Socket client) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (InputStream in = client.getInputStream()) {
      in.transferTo(answer);
    } catch (IOException e) {
      // it was closed while more was coming
    }
    return answer.toString(US_ASCII);
  }

  /** The preface of HTTP/2, settings, the headers of an export, and the first bytes of its message. */
  private static byte[] startOfGrpcCall() {
    ByteArrayOutputStream call = new ByteArrayOutputStream();
    call.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
    frame(call, 4, 0, 0, new byte[0]);
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    headers.write(0x83); // :method POST
    headers.write(0x86); // :scheme http
    literal(headers, 0x44, "/opentelemetry.proto.collector.logs.v1.LogsService/Export");
    literal(headers, 0x41, "127.0.0.1");
    frame(call, 1, 4, 1, headers.toByteArray());
    frame(call, 0, 0, 1, new byte[] {0, 0, 0});
    return call.toByteArray();
  }

  /** A whole call, which is answered. */
  private static byte[] grpcCall() {
    ByteArrayOutputStream call = new ByteArrayOutputStream();
    call.writeBytes(startOfGrpcCall());
    frame(call, 0, 1, 1, new byte[] {0, 0}); // the rest of the length of no bytes
    return call.toByteArray();
  }

  private static void literal(ByteArrayOutputStream headers, int name, String value) {
    headers.write(name);
    headers.write(value.length());
    headers.writeBytes(value.getBytes(US_ASCII));
  }

  private static void frame(
      ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload) {
    out.writeBytes(
        new byte[] {0, 0, (byte) payload.length, (byte) type, (byte) flags, 0, 0, 0,
          (byte) stream});
    out.writeBytes(payload);
  }

  private HttpResponse<String> send() {
    return server.send(
        HttpRequest.newBuilder(server.uri("/api/1/store/"))
            .timeout(Duration.ofSeconds(10))
            .POST(HttpRequest.BodyPublishers.ofString(Crashes.SENTRY))
            .build());
  }

  private List<JsonNode> refused(String input) {
    return json(server.get("/api/v1/inputs")).path("inputs").valueStream()
        .filter(each -> each.path("name").asString().equals(input))
        .flatMap(each -> each.path("refused").valueStream())
        .toList();
  }
}
