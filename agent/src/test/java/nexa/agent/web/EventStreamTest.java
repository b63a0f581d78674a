package nexa.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;
import nexa.agent.store.Crashes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The feed as server-sent events. */
@Timeout(60)
final class EventStreamTest {

  @TempDir
  private Path home;
  private RunningServer server;

  @BeforeEach
  void start() {
    server = new RunningServer(home);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void returningClient_getsWhatItMissedInOrderAndThenWhatComes() throws Exception {
    append(1, 600); // more than one read of the feed
    try (Stream stream = connect("100")) {
      assertThat(stream.ids(500)).isEqualTo(numbers(101, 600));
      append(601, 3);
      assertThat(stream.ids(3)).isEqualTo(numbers(601, 603));
    }
  }

  @Test
  void newClient_getsOnlyWhatComes() throws Exception {
    append(1, 5);
    try (Stream stream = connect(null)) {
      append(6, 1);
      assertThat(stream.ids(1)).containsExactly(6L);
    }
  }

  /** A page that is open wants something at any time: at the end that may be gone, which is no failure. */
  @Test
  void requestUnderWayAtTheEnd_isNotToldAsAFailure() throws Exception {
    server.store(Crashes.event("e1", "logfile", "java.lang.NullPointerException"));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    server.feed.record((transaction, entry) -> {
      begun.countDown();
      try {
        ended.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new IllegalStateException("what it needs is gone");
    });
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    Logger log = (Logger) LoggerFactory.getLogger(WebServer.class);
    log.setLevel(Level.DEBUG);
    log.addAppender(said);
    try {
      Thread.ofVirtual().start(() -> server.post("/api/v1/issues/SHOP-1/resolve", Map.of()));
      begun.await();
      server.web.close();
      ended.countDown();
      Await.until(() -> !List.copyOf(said.list).isEmpty());
    } finally {
      log.detachAppender(said);
      log.setLevel(null);
    }

    assertThat(said.list).extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("msg=\"request cut off\" method=POST path=/api/v1/issues/SHOP-1/resolve");
  }

  /** Clients listen all day: a daemon that stops with some is nothing to be told as a failure. */
  @Test
  void closedServer_endsTheFeedWithoutAFailure() throws Exception {
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(said);
    try (Stream stream = connect(null); Stream busy = connect("0")) {
      append(1, 2_000);
      server.close();
      assertThat(busy.end()).isTrue();
      assertThat(stream.end()).isTrue();
    } finally {
      root.detachAppender(said);
    }

    assertThat(said.list)
        .filteredOn(line -> line.getLevel().isGreaterOrEqual(Level.WARN))
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEmpty();
  }

  private void append(int first, int count) {
    for (int i = first; i < first + count; i++) {
      server.feed.append("thought.added", Map.of("number", i));
    }
  }

  private static List<Long> numbers(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  private Stream connect(@Nullable String lastEventId) throws Exception {
    HttpRequest.Builder request =
        server.request("/api/v1/events").header("Accept", "text/event-stream");
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    HttpClient client = HttpClient.newHttpClient();
    var response = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    Stream stream =
        new Stream(
            client,
            new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
    stream.line(); // the comment that says the client is registered
    return stream;
  }

  /** The client's side. */
  private record Stream(HttpClient client, BufferedReader lines) implements AutoCloseable {

    List<Long> ids(int count) {
      List<Long> ids = new ArrayList<>();
      while (ids.size() < count) {
        String line = line();
        if (line.startsWith("id:")) {
          ids.add(Long.parseLong(line.substring(3).strip()));
        }
      }
      return ids;
    }

    /** Reads until the server ends it. */
    boolean end() {
      try {
        while (lines.readLine() != null) {
          // what came before
        }
        return true;
      } catch (IOException e) {
        return true; // ended in the middle
      }
    }

    String line() {
      try {
        String line = lines.readLine();
        if (line == null) {
          throw new AssertionError("the stream ended");
        }
        return line;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      client.shutdownNow();
    }
  }
}
