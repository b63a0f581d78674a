package nexa.javaagent.ship;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import nexa.javaagent.ship.LoopbackHttp.Answer;
import org.jspecify.annotations.Nullable;

/** Sends events to the daemon, says hello again when it asks for it, and backs off when it must. */
final class DaemonChannel implements Delivery {

  private static final long BACKOFF_MS_MIN = 200;
  private static final long BACKOFF_MS_MAX = 30000;
  private static final int TOKEN_MAX = 4096;
  private static final int SESSION_MAX = 512;
  private static final int ORDERS_MAX = 8;

  private final LoopbackHttp http;
  private final File tokenFile;
  private final String hello;
  private final Orders orders;
  private String token = "";
  private @Nullable String session;
  private long backoffMs;
  private long retryNanos = System.nanoTime();
  private long reportedDropped;

  /**
   * Creates a channel.
   *
   * @param hello the body of the first request
   * @param orders what hears the answers to the status
   */
  DaemonChannel(LoopbackHttp http, File tokenFile, String hello, Orders orders) {
    this.http = http;
    this.tokenFile = tokenFile;
    this.hello = hello;
    this.orders = orders;
  }

  @Override
  public int deliver(List<String> events, Counters counters) {
    if (System.nanoTime() - retryNanos < 0) {
      return 0;
    }
    try {
      long dropped = counters.dropped.get();
      String open = session();
      StringBuilder body = body(open);
      Json.name(body, "dropped").append(dropped - reportedDropped);
      Json.name(body, "events").append('[');
      for (int i = 0; i < events.size(); i++) {
        body.append(i == 0 ? "" : ",").append(events.get(i));
      }
      Answer answer = http.post("/agent/v1/events", token, body.append("]}").toString());
      if (answer.status == 200) {
        backoffMs = 0;
        reportedDropped = dropped;
        counters.sent.addAndGet(events.size());
        return events.size();
      }
      return refused(answer.status, events.size(), counters);
    } catch (IOException e) { // dead, slow or hostile: keep, and try later
      backOff();
      return 0;
    }
  }

  @Override
  public void status(List<StatusPart> parts) {
    if (System.nanoTime() - retryNanos < 0) {
      return;
    }
    try {
      StringBuilder body = body(session());
      for (StatusPart part : parts) {
        part.write(body);
      }
      Answer answer = http.post("/agent/v1/status", token, body.append('}').toString());
      if (answer.status == 200) {
        orders.answered(
            Json.isTrue(answer.body, "paused"),
            Json.strings(answer.body, "orders", ORDERS_MAX));
      } else {
        forget(answer.status);
      }
    } catch (IOException e) { // as above
      backOff();
    }
  }

  @Override
  public boolean order(String members) {
    try {
      String body = body(session()).append(',').append(members).append('}').toString();
      int status = http.post("/agent/v1/order", token, body).status;
      forget(status);
      return status == 200;
    } catch (IOException e) { // as above
      backOff();
      return false;
    }
  }

  private void forget(int status) {
    if (status == 401 || status == 410) {
      session = null;
    }
  }

  private int refused(int status, int events, Counters counters) {
    forget(status);
    if (session == null || status == 429 || status >= 500) {
      backOff();
      return 0;
    }
    counters.errors.incrementAndGet(); // the daemon will never take these
    counters.dropped.addAndGet(events);
    return events;
  }

  private String session() throws IOException {
    String open = session;
    if (open != null) {
      return open;
    }
    token = readToken();
    Answer answer = http.post("/agent/v1/hello", token, hello);
    String fresh = answer.status == 200 ? Json.member(answer.body, "session") : null;
    if (fresh == null || fresh.length() > SESSION_MAX) {
      throw new IOException("No session, status " + answer.status);
    }
    session = fresh;
    return fresh;
  }

  private String readToken() throws IOException {
    InputStream in = new FileInputStream(tokenFile);
    try {
      byte[] buffer = new byte[TOKEN_MAX];
      int length = Math.max(in.read(buffer), 0);
      String text = new String(buffer, 0, length, StandardCharsets.UTF_8).trim();
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) < ' ') {
          throw new IOException("The token file holds more than a token");
        }
      }
      return text;
    } finally {
      in.close();
    }
  }

  private static StringBuilder body(String session) {
    StringBuilder body = new StringBuilder(1024).append('{');
    Json.string(Json.name(body, "session"), session, SESSION_MAX);
    return body;
  }

  private void backOff() {
    backoffMs = Math.min(Math.max(backoffMs * 2, BACKOFF_MS_MIN), BACKOFF_MS_MAX);
    retryNanos = System.nanoTime() + backoffMs * 1000000L;
  }
}
