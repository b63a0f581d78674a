package nexa.agent.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import nexa.agent.store.Feed;
import org.jspecify.annotations.Nullable;

/**
 * The feed as server-sent events. Each client keeps its request's virtual thread, which reads the
 * durable feed from where the client stands: one that comes back with {@code Last-Event-ID} misses
 * nothing and sees nothing twice. New entries only wake it.
 */
final class EventStream implements AutoCloseable {

  private static final int CLIENTS_MAX = 64;
  private static final long HEARTBEAT_SECONDS = 10;
  private static final long ASK_PAUSE_NANOS = 1_000_000_000L;

  private final Feed feed;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final Runnable registration;
  private volatile boolean closed;

  EventStream(Feed feed) {
    this.feed = feed;
    this.registration = feed.listen(entry -> listeners.forEach(Listener::wake));
  }

  /**
   * Serves a client until it goes away, or may listen no longer.
   *
   * @param isWelcome asked once a second at most whether it still may
   */
  void serve(Context context, BooleanSupplier isWelcome) throws IOException {
    if (closed || listeners.size() >= CLIENTS_MAX) {
      throw new Problem(
          503, "Too many listeners", CLIENTS_MAX + " clients listen already.", "Close some pages.");
    }
    long position = position(context.header("Last-Event-ID"));
    context.res().setContentType("text/event-stream");
    context.res().setCharacterEncoding("UTF-8");
    Listener listener = new Listener(context.res().getOutputStream(), position, isWelcome);
    listeners.add(listener);
    try {
      listener.run();
    } finally {
      listeners.remove(listener);
    }
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
    listeners.forEach(Listener::wake);
  }

  /** One client and where it stands. */
  private final class Listener {

    private final OutputStream out;
    private final Semaphore news = new Semaphore(1);
    private final BooleanSupplier isWelcome;
    private long position;
    private long asked = System.nanoTime();
    private boolean mayStay = true;

    Listener(OutputStream out, long position, BooleanSupplier isWelcome) {
      this.out = out;
      this.position = position;
      this.isWelcome = isWelcome;
    }

    void wake() {
      news.release();
    }

    void run() {
      try {
        send(": nexa\n\n");
        while (!closed && mayStay()) {
          if (news.tryAcquire(HEARTBEAT_SECONDS, TimeUnit.SECONDS)) {
            news.drainPermits();
            if (mayStay()) {
              catchUp();
            }
          } else {
            send(": alive\n\n");
          }
        }
      } catch (IOException e) {
        return; // the client went away, as clients do
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /** A token may be taken back meanwhile. */
    private boolean mayStay() {
      long now = System.nanoTime();
      if (mayStay && now - asked >= ASK_PAUSE_NANOS) {
        asked = now;
        mayStay = isWelcome.getAsBoolean();
      }
      return mayStay;
    }

    private void catchUp() throws IOException {
      List<Feed.Entry> entries = feed.after(position);
      while (!entries.isEmpty() && !closed) {
        for (Feed.Entry entry : entries) {
          send("id: " + entry.id() + "\nevent: " + entry.name() + "\ndata: " + entry.document()
              + "\n\n");
          position = entry.id();
        }
        entries = feed.after(position);
      }
    }

    private void send(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }
}
