package nexa.agent.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import nexa.agent.store.Crashes;
import nexa.agent.store.Scope;
import nexa.agent.store.SharedUpdates;
import nexa.agent.store.Tokens;
import nexa.agent.sync.Mutation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rooms over real WebSockets. */
@Timeout(60)
final class SyncTest {

  private static final String ROOM = "issue:SHOP-1";
  private static final String ASK = "00000100";
  private static final String ANSWERED = "0001020000";

  /** Client 7 writes, as yjs does, and deletes. */
  private static final String WRITE =
      update("0101070004" + "01" + text("notes") + text("look here") + "00");

  private static final String DELETE = update("0001070101" + "02");

  @TempDir
  private Path home;
  private RunningServer server;

  @BeforeEach
  void start() {
    server = new RunningServer(home);
    server.store(Crashes.event("e1", "logfile", "java.lang.NullPointerException"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String update(String update) {
    return "0002" + block(update);
  }

  /** Client 11 says who it is. */
  private static String says(String state) {
    return "01" + block("010b01" + text(state));
  }

  private static String text(String text) {
    return block(HexFormat.of().formatHex(text.getBytes(UTF_8)));
  }

  private static String block(String hex) {
    return HexFormat.of().toHexDigits((byte) (hex.length() / 2)) + hex;
  }

  private SyncSocket socket(String room) {
    return new SyncSocket(server, room, server.key("token"));
  }

  private String token(String name, Scope scope) {
    Tokens.Answer made =
        new Tokens(server.store, Clock.systemUTC())
            .create(new Tokens.Wish(name, scope, null, null), "test");
    return ((Tokens.Answer.Made) made).secret();
  }

  private String inputs() {
    return server.get("/api/v1/inputs").body();
  }

  @Test
  void change_reachesOthersAndOutlivesTheServer() {
    try (SyncSocket ann = socket(ROOM); SyncSocket bob = socket(ROOM); SyncSocket page =
        socket("page")) {
      page.send(ASK);
      page.awaitHeard(ANSWERED);
      ann.send(WRITE);
      bob.awaitHeard(WRITE);
      ann.send(DELETE);
      bob.awaitHeard(DELETE);
      assertThat(page.heard).doesNotContain(WRITE);
    }
    server.close();
    server = new RunningServer(home);

    try (SyncSocket later = socket("issue%3ASHOP-1")) {
      later.send(ASK);
      Await.until(() -> later.heard.size() >= 4);
      assertThat(later.heard).containsExactly(WRITE, DELETE, ANSWERED, "00000301" + "0709");
    }
  }

  @Test
  void mergedIssues_haveOneRoomWithAllThatWasWritten() {
    server.store(Crashes.event("e2", "logfile", "java.lang.ArithmeticException"));
    String other = WRITE.replace("0107", "0109"); // by client 9
    try (SyncSocket ann = socket(ROOM); SyncSocket bob = socket("issue:SHOP-2")) {
      ann.send(WRITE);
      bob.send(other);
      SharedUpdates updates = new SharedUpdates(server.store);
      Await.until(() -> updates.of(ROOM).size() + updates.of("issue:SHOP-2").size() == 2);

      server.post("/api/v1/issues/SHOP-2/merge", Map.of("into", "SHOP-1"));

      assertThat(ann.awaitClosed()).isEqualTo("4509 The issue was merged");
      assertThat(bob.awaitClosed()).isEqualTo("4509 The issue was merged");
      updates.add("issue:SHOP-2", HexFormat.of().parseHex(DELETE.substring(6))); // said meanwhile
    }
    try (SyncSocket ann = socket(ROOM); SyncSocket bob = socket("issue:SHOP-2")) {
      ann.send(ASK);
      ann.awaitHeard(ANSWERED);
      assertThat(ann.heard).contains(WRITE, other, DELETE);
      String more = WRITE.replace("0107", "010a");
      bob.send(more);
      ann.awaitHeard(more);
    }
  }

  @Test
  void daemonThatStops_saysSo() {
    try (SyncSocket ann = socket(ROOM)) {
      ann.send(ASK);
      ann.awaitHeard(ANSWERED);
      server.web.close();
      assertThat(ann.awaitClosed()).isEqualTo("1001 The daemon stops");
    }
  }

  @Test
  void malformedMessages_areAnsweredByACodeAndCounted() {
    for (String wrong : List.of("", "00", "05", "0002", "000205ffff", "00090100", "010101",
        "0001020000ff")) {
      try (SyncSocket ann = socket(ROOM)) {
        ann.send(wrong);
        assertThat(ann.awaitClosed()).as(wrong).isEqualTo("4400 Not a message of y-websocket");
      }
    }
    try (SyncSocket ann = socket(ROOM)) {
      ann.sendText("hello");
      assertThat(ann.awaitClosed()).isEqualTo("4400 Not a message of y-websocket");
    }
    assertThat(inputs())
        .contains("\"name\":\"sync\"", "\"reason\":\"Not a message of y-websocket\",\"count\":9")
        .contains("issue:SHOP-1: a text message");
    assertThat(server.get("/metrics").body())
        .contains(
            "nexa_events_rejected_total{input=\"sync\",reason=\"Not a message of y-websocket\"}");
  }

  @Test
  void strangeRooms_areRefusedByACode() {
    for (String room : List.of("nowhere", "issue:SHOP-9", "issue:", "..%2fpage", "page%00")) {
      try (SyncSocket ann = socket(room)) {
        assertThat(ann.awaitClosed()).as(room).isEqualTo("4404 No such room");
      } catch (CompletionException e) {
        assertThat(room).as("an ambiguous address is refused before").contains("%");
      }
    }
    assertThat(inputs()).contains("\"reason\":\"No such room\"");
  }

  @Test
  void tooLargeMessage_isRefusedAndCounted() {
    try (SyncSocket ann = socket(ROOM)) {
      ann.sendBytes(new byte[SyncRoutes.MESSAGE_BYTES_MAX + 1]);
      assertThat(ann.awaitClosed()).startsWith("1009");
    }
    Await.until(() -> inputs().contains("Message too large"));
  }

  @Test
  void fullRoom_isRefusedByACode() {
    try (SyncSocket ann = socket(ROOM)) {
      ann.sendBytes(write(1 << 20));
      assertThat(ann.awaitClosed()).isEqualTo("4413 Room is full");
    }
    assertThat(new SharedUpdates(server.store).bytes()).isZero();
  }

  /** A message by which client 7 writes a long text. */
  private static byte[] write(int length) {
    ByteArrayOutputStream update = new ByteArrayOutputStream();
    update.writeBytes(new byte[] {1, 1, 7, 0, 4, 1, 5, 'n', 'o', 't', 'e', 's'});
    number(update, length);
    update.writeBytes("x".repeat(length).getBytes(US_ASCII));
    update.write(0);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(new byte[] {0, 2});
    number(message, update.size());
    message.writeBytes(update.toByteArray());
    return message.toByteArray();
  }

  private static void number(ByteArrayOutputStream out, int number) {
    int left = number;
    while (left >= 128) {
      out.write(left % 128 | 128);
      left /= 128;
    }
    out.write(left);
  }

  @Test
  void readersToken_doesNotOpenARoomAndADecidersDoes() {
    try (SyncSocket decider = new SyncSocket(server, ROOM, token("dee", Scope.DECIDE))) {
      decider.send(ASK);
      decider.awaitHeard(ANSWERED);
    }
    assertThat(
        catchThrowable(() -> new SyncSocket(server, ROOM, token("rea", Scope.READ))))
        .hasStackTraceContaining("403");
  }

  @Test
  void tokenTakenBack_endsTheConnection() {
    try (SyncSocket dee = new SyncSocket(server, ROOM, token("dee", Scope.DECIDE))) {
      dee.send(ASK);
      dee.awaitHeard(ANSWERED);
      new Tokens(server.store, Clock.systemUTC()).revoke("dee", "test");

      assertThat(dee.awaitClosed()).isEqualTo("4401 Not let in any longer");
      assertThat(inputs()).contains("\"reason\":\"Not let in any longer\"");
    }
  }

  /** The name that a client gives itself is not believed. */
  @Test
  void presence_hasTheTokensName() {
    try (SyncSocket dee = new SyncSocket(server, ROOM, token("dee", Scope.DECIDE));
        SyncSocket ann = socket(ROOM)) {
      dee.send(says("{\"user\":{\"name\":\"mallory\"}}"));
      ann.awaitHeard(says("{\"user\":{\"name\":\"dee\"}}"));
    }
  }

  @Test
  void idleLine_hearsAHeartbeat() {
    try (SyncSocket ann = socket(ROOM)) {
      ann.awaitHeard("010100");
    }
  }

  /** Idle connections make room for one another, and not by a line that somebody writes on. */
  @Test
  void manyIdleConnections_doNotEndARoom() throws IOException {
    List<Socket> idle = new ArrayList<>();
    try (SyncSocket ann = socket(ROOM)) {
      ann.send(ASK);
      ann.awaitHeard(ANSWERED);
      for (int i = 0; i < Connections.OPEN_MAX + 20; i++) {
        idle.add(new Socket(InetAddress.getLoopbackAddress(), server.web.port()));
      }
      Await.until(() -> server.get("/healthz").statusCode() == 200);
      ann.send(WRITE);
      ann.send(ASK);
      ann.awaitHeard(WRITE);
      assertThat(ann.closed).isNull();
    } finally {
      for (Socket each : idle) {
        each.close();
      }
    }
  }

  @Test
  void whoDoesNotRead_isSentAwayAndKeepsNobodyWaiting() {
    try (SyncSocket writer = socket(ROOM); SyncSocket slow = socket(ROOM); SyncSocket quick =
        socket(ROOM)) {
      writer.sendBytes(write(900_000));
      Await.until(() -> quick.heard.size() == 1);
      slow.isDeaf = true;
      for (int i = 0; i < 40; i++) {
        slow.send(ASK);
      }
      Await.until(() -> inputs().contains("Reads too slowly"));
      long start = System.nanoTime();
      writer.send(DELETE);
      Await.until(() -> quick.heard.size() == 2);
      assertThat(System.nanoTime() - start).isLessThan(5_000_000_000L);
    }
  }

  @Test
  void mutatedMessages_neverBreakTheServer() {
    Random random = new Random(20_261_127);
    List<byte[]> bases = new ArrayList<>();
    for (String each : List.of(WRITE, DELETE, ASK, ANSWERED, "010100", "03")) {
      bases.add(HexFormat.of().parseHex(each));
    }
    for (int i = 0; i < 300; i++) {
      try (SyncSocket socket = socket(ROOM)) {
        socket.sendBytes(Mutation.of(random, bases.get(random.nextInt(bases.size()))));
      }
    }
    try (SyncSocket ann = socket(ROOM)) {
      ann.send(ASK);
      ann.awaitHeard(ANSWERED);
    }
  }

  @Test
  void plainRequest_isToldToUpgrade() {
    HttpResponse<String> answer = server.get("/api/v1/sync/page");

    assertThat(answer.statusCode()).isEqualTo(426);
    assertThat(answer.body()).contains("\"hint\":\"Connect by a client of y-websocket");
  }
}
