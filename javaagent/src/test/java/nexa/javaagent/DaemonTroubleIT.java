package nexa.javaagent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import watched.ManyFailures;

/** A daemon that is dead, silent, hostile or endless must not be noticed by the application. */
final class DaemonTroubleIT {

  /** What a bad daemon does with a connection. */
  enum Trouble {
    DEAD,
    SILENT,
    GARBAGE,
    DRIP,
    ENDLESS,
    SLOW,
    REFUSING,
    HEADERS,
    CHUNKS,
    ORDERS
  }

  @TempDir
  Path folder;

  @ParameterizedTest
  @EnumSource(Trouble.class)
  void troubledDaemon_isNotNoticed(Trouble trouble) throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "t");
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread accepting = new Thread(() -> accept(server, trouble));
      accepting.setDaemon(true);
      accepting.start();
      if (trouble == Trouble.DEAD) {
        server.close();
      }
      String options =
          "daemon=127.0.0.1:" + server.getLocalPort() + ",token=" + token + ",inapp=watched";
      try (WatchedJvm jvm =
          WatchedJvm.start(WatchedJvm.homes().get(0), options, ManyFailures.class, "20000")) {
        String[] measured = jvm.line("measured").split(" ");
        assertThat(Integer.parseInt(measured[1])).as("failures handled").isEqualTo(20000);
        assertThat(Long.parseLong(measured[2])).as("live heap, KB").isLessThan(12_000);
        assertThat(Long.parseLong(measured[3])).as("longest failure, ms").isLessThan(5_000);
        assertThat(jvm.exit(Duration.ofSeconds(5))).isZero();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("broken")
  void brokenOptions_leaveTheApplicationRunning(String options) throws Exception {
    try (WatchedJvm jvm =
        WatchedJvm.start(WatchedJvm.homes().get(0), options, ManyFailures.class, "10")) {
      jvm.line("measured");
      assertThat(jvm.exit(Duration.ofSeconds(10))).isZero();
    }
  }

  static Stream<String> broken() {
    return Stream.of(
        "daemon=nowhere", "daemon=127.0.0.1:notaport", "token=/does/not/exist", "nonsense", "=,=",
        "spool=/does/not/exist/spool");
  }

  private static void accept(ServerSocket server, Trouble trouble) {
    try {
      while (!server.isClosed()) {
        Socket socket = server.accept();
        Thread serving = new Thread(() -> serve(socket, trouble));
        serving.setDaemon(true);
        serving.start();
      }
    } catch (IOException e) {
      assertThat(server.isClosed()).isTrue();
    }
  }

  private static void serve(Socket socket, Trouble trouble) {
    try {
      for (String part : parts(trouble)) {
        socket.getOutputStream().write(part.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
      }
      while (trouble == Trouble.SLOW) {
        java.util.concurrent.locks.LockSupport.parkNanos(900_000_000);
        socket.getOutputStream()
            .write(answer("{\"session\":\"s\"}").getBytes(StandardCharsets.US_ASCII));
      }
      while (trouble == Trouble.DRIP || trouble == Trouble.ENDLESS) {
        socket.getOutputStream().write('x');
        if (trouble == Trouble.DRIP) {
          java.util.concurrent.locks.LockSupport.parkNanos(300_000_000);
        }
      }
    } catch (IOException e) {
      return; // the agent hung up, as it should
    }
  }

  private static String answer(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static List<String> parts(Trouble trouble) {
    return switch (trouble) {
      case DEAD, SILENT, SLOW -> List.of();
      case GARBAGE -> List.of("\0\1\2 HTTP?\r\n\r\n{]");
      case DRIP -> List.of("HTTP/1.1 200 OK\r\nX: ");
      case REFUSING -> List.of("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n".repeat(100));
      case HEADERS -> List.of("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(100_000));
      case CHUNKS -> List.of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\nx\r\n");
      case ORDERS -> List.of(answer("{\"session\":\"s\",\"paused\":fals"),
          answer("{\"session\":\"s\",\"orders\":[\"" + "x.".repeat(20_000) + "\",[[[{").repeat(50));
      case ENDLESS -> List.of("HTTP/1.1 200 OK\r\nContent-Length: 2147483647\r\n\r\n");
    };
  }
}
