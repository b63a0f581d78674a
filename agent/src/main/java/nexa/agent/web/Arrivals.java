package nexa.agent.web;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;

/**
 * The bodies that arrive. Each has a time to arrive in, however much of it comes, and all together have a
 * bound of memory. When that is used up, the one that has been arriving longest makes room: honest
 * senders need milliseconds, so that those that stall or trickle delay nobody.
 */
final class Arrivals {

  /**
   * What holds for a daemon: 4 MB in ten seconds is slower than any network that works. A connection that
   * says nothing between two requests ends after the time for a head, too.
   */
  static final Limits USUAL =
      new Limits(Duration.ofSeconds(30), Duration.ofSeconds(10), 4 * RequestBody.BYTES_MAX);

  /** What each body counts at least, for what the server itself keeps of a connection. */
  private static final int LEAST_BYTES = 16 << 10;

  private final Limits limits;

  /** Those that are arriving, the oldest first; guarded by this, as is {@code taken}. */
  private final Set<Arrival> arriving = new LinkedHashSet<>();

  private long taken;

  /**
   * What requests may cost.
   *
   * @param head from the beginning of a connection, or the request before, to the end of its headers
   * @param time from its headers to the end of a body
   * @param bytes of all bodies together that are arriving, or wait for a place
   */
  record Limits(Duration head, Duration time, int bytes) {}

  Arrivals(Limits limits) {
    this.limits = limits;
  }

  /**
   * Begins to take a body; closing it gives its memory back.
   *
   * @throws Problem 429 when there is no memory left for it
   */
  Arrival begin() {
    Arrival arrival = new Arrival();
    synchronized (this) {
      reserve(arrival, LEAST_BYTES);
      arriving.add(arrival);
    }
    return arrival;
  }

  private synchronized void reserve(Arrival arrival, int bytes) {
    while (taken + bytes > limits.bytes()) {
      Arrival oldest = arriving.isEmpty() ? arrival : arriving.iterator().next();
      if (oldest == arrival) {
        throw Problem.tooMany("Other bodies take the memory that there is for them.");
      }
      oldest.makeRoom();
    }
    taken += bytes;
    arrival.reserved += bytes;
  }

  private synchronized void release(Arrival arrival) {
    arriving.remove(arrival);
    taken -= arrival.reserved;
    arrival.reserved = 0;
  }

  /** One body on its way. */
  final class Arrival implements AutoCloseable {

    private final long begun = System.nanoTime();
    private final Semaphore news = new Semaphore(0);
    private byte[] bytes = new byte[LEAST_BYTES];
    private int size;

    /** Guarded by the arrivals. */
    private int reserved;

    private volatile boolean hasMadeRoom;

    private Arrival() {}

    /**
     * All of the body as it was sent.
     *
     * @throws Problem 408 when it takes too long, 413 when it is longer than 4 MB, 429 when it had to
     *     make room, 503 when it breaks off
     */
    byte[] read(Content.Source source) {
      while (true) {
        requireGoingOn();
        Content.Chunk chunk = source.read();
        if (chunk == null) {
          await(source);
        } else if (take(chunk)) {
          arrived();
          return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
        }
      }
    }

    private void requireGoingOn() {
      if (hasMadeRoom) {
        throw Problem.tooMany("The body arrived so slowly that it had to make room for others.");
      }
      if (leftNanos() <= 0) {
        throw tooSlow();
      }
    }

    private Problem tooSlow() {
      return new Problem(
          408, "Too slow", "The body did not arrive within " + limits.time().toMillis() + " ms.",
          "Send it again, all of it at once.");
    }

    private long leftNanos() {
      return limits.time().toNanos() - (System.nanoTime() - begun);
    }

    private void await(Content.Source source) {
      source.demand(news::release);
      try {
        if (!news.tryAcquire(leftNanos(), TimeUnit.NANOSECONDS)) {
          throw tooSlow();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw RequestBody.brokenOff("the daemon stops");
      }
    }

    /** Adds a part; says whether it was the last. */
    private boolean take(Content.Chunk chunk) {
      if (Content.Chunk.isFailure(chunk)) { // the client went away
        throw RequestBody.brokenOff(String.valueOf(chunk.getFailure().getMessage()));
      }
      try {
        append(chunk.getByteBuffer());
        return chunk.isLast();
      } finally {
        chunk.release();
      }
    }

    private void append(ByteBuffer part) {
      int length = part.remaining();
      if (length > RequestBody.BYTES_MAX - size) {
        throw RequestBody.tooLarge();
      }
      if (length > bytes.length - size) {
        int larger = Math.min(RequestBody.BYTES_MAX, Math.max(2 * bytes.length, size + length));
        reserve(this, larger - bytes.length);
        bytes = Arrays.copyOf(bytes, larger);
      }
      part.get(bytes, size, length);
      size += length;
    }

    /** What has arrived keeps its memory until it is closed, and need not make room any more. */
    private void arrived() {
      synchronized (Arrivals.this) {
        arriving.remove(this);
      }
    }

    private void makeRoom() {
      hasMadeRoom = true;
      release(this);
      news.release();
    }

    @Override
    public void close() {
      release(this);
    }
  }
}
