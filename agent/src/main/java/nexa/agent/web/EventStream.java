package nexa.agent.web;

import io.javalin.http.sse.SseClient;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import nexa.agent.store.Feed;
import org.jspecify.annotations.Nullable;

/**
 * The feed as server-sent events. Each client has a thread that reads the durable feed from where the
 * client stands, so a client that comes back with {@code Last-Event-ID} misses nothing and sees nothing
 * twice; new entries only wake it.
 */
final class EventStream implements AutoCloseable {

  private static final int CLIENTS_MAX = 64;
  private static final long HEARTBEAT_SECONDS = 15;

  private final Feed feed;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final Runnable registration;
  private volatile boolean closed;

  EventStream(Feed feed) {
    this.feed = feed;
    this.registration = feed.listen(entry -> listeners.forEach(Listener::wake));
  }

  /** Serves a client until it goes away. */
  void serve(SseClient client) {
    if (closed || listeners.size() >= CLIENTS_MAX) {
      throw new Problem(
          503, "Too many listeners", CLIENTS_MAX + " clients listen already.", "Close some pages.");
    }
    Listener listener = new Listener(client, position(client.ctx().header("Last-Event-ID")));
    listeners.add(listener);
    client.keepAlive();
    client.onClose(listener::leave);
    Thread.ofVirtual().name("nexa-sse").start(listener);
  }

  /** A client without a position hears only what comes. */
  private long position(@Nullable String lastEventId) {
    try {
      return lastEventId == null ? feed.newest() : Long.parseLong(lastEventId);
    } catch (NumberFormatException e) {
      throw Problem.badRequest(
          "Last-Event-ID is no number: " + lastEventId, "Send the id of an event, or none.");
    }
  }

  @Override
  public void close() {
    closed = true;
    registration.run();
    listeners.forEach(Listener::leave);
  }

  /** One client and where it stands. */
  private final class Listener implements Runnable {

    private final SseClient client;
    private final Semaphore news = new Semaphore(1);
    private long position;
    private volatile boolean gone;

    Listener(SseClient client, long position) {
      this.client = client;
      this.position = position;
    }

    void wake() {
      news.release();
    }

    void leave() {
      gone = true;
      wake();
    }

    @Override
    public void run() {
      try {
        client.sendComment("nexa");
        while (!gone && !client.terminated()) {
          if (news.tryAcquire(HEARTBEAT_SECONDS, TimeUnit.SECONDS)) {
            news.drainPermits();
            catchUp();
          } else {
            client.sendComment("alive");
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        listeners.remove(this);
        client.close();
      }
    }

    private void catchUp() {
      List<Feed.Entry> entries = feed.after(position);
      while (!entries.isEmpty() && !gone && !client.terminated()) {
        for (Feed.Entry entry : entries) {
          client.sendEvent(entry.name(), entry.document(), Long.toString(entry.id()));
          position = entry.id();
        }
        entries = feed.after(position);
      }
    }
  }
}
