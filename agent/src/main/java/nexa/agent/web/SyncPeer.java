package nexa.agent.web;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import nexa.agent.sync.Peer;
import nexa.agent.sync.Refusal;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket of a room. What is to be sent waits in a bounded queue, from which a virtual thread of the
 * connection's own sends; a client that does not read is sent away, and keeps nobody waiting.
 */
final class SyncPeer implements Peer {

  private static final Logger log = LoggerFactory.getLogger(SyncPeer.class);

  /** What waits to be sent at most; more than a whole room. */
  static final long WAITING_BYTES_MAX = 4 << 20;

  /** What a waiting message takes beside its bytes. */
  private static final int MESSAGE_BYTES = 64;

  /** The stock client takes a line for dead on which nothing came for half a minute. */
  private static final Duration BEAT = Duration.ofSeconds(10);

  private static final Duration SEND_MAX = Duration.ofSeconds(20);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);
  private static final long ASK_PAUSE_NANOS = 1_000_000_000L;

  /** Says that nobody came or went: it only shows that the line is up. */
  private static final byte[] ALIVE = {1, 1, 0};

  private final Session session;
  private final String visitor;
  private final BooleanSupplier isWelcome;
  private final Consumer<Refusal> refused;
  private final BlockingQueue<byte[]> waiting = new LinkedBlockingQueue<>();
  private final AtomicLong waitingBytes = new AtomicLong();
  private volatile CompletableFuture<Void> sending = CompletableFuture.completedFuture(null);
  private volatile boolean isTooSlow;
  private volatile boolean isClosed;
  private long asked = System.nanoTime();
  private boolean isLetIn = true;

  /**
   * The peer of a session that is open.
   *
   * @param isWelcome asked once a second at most whether the visitor may stay
   * @param refused hears why this sends the client away
   */
  SyncPeer(
      Session session, String visitor, BooleanSupplier isWelcome, Consumer<Refusal> refused) {
    this.session = session;
    this.visitor = visitor;
    this.isWelcome = isWelcome;
    this.refused = refused;
    Thread.ofVirtual()
        .name("nexa-sync")
        .uncaughtExceptionHandler((thread, failure) -> failed(failure))
        .start(this::run);
  }

  /** As when the store fails that knows who may stay: the client comes again. */
  private void failed(Throwable failure) {
    log.warn("msg=\"room's line failed\" visitor={} reason=\"{}\"", visitor, failure.toString());
    session.disconnect();
  }

  @Override
  public String visitor() {
    return visitor;
  }

  @Override
  public void send(byte[] message) {
    if (isClosed || isTooSlow) {
      return;
    }
    if (waitingBytes.addAndGet(cost(message)) <= WAITING_BYTES_MAX) {
      waiting.add(message);
    } else {
      isTooSlow = true;
      sending.cancel(false);
    }
  }

  private static long cost(byte[] message) {
    return message.length + (long) MESSAGE_BYTES;
  }

  private void run() {
    try {
      while (!isClosed) {
        step(waiting.poll(BEAT.toMillis(), TimeUnit.MILLISECONDS));
      }
    } catch (TimeoutException | CancellationException e) {
      refuse(Refusal.TOO_SLOW);
    } catch (ExecutionException e) {
      session.disconnect(); // the client went away, as clients do
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void step(byte @Nullable [] next)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (isClosed) {
      return;
    }
    if (isTooSlow) {
      refuse(Refusal.TOO_SLOW);
    } else if (!mayStay()) {
      refuse(Refusal.NOT_LET_IN);
    } else {
      deliver(next == null ? ALIVE : next);
      waitingBytes.addAndGet(next == null ? 0 : -cost(next));
    }
  }

  private void deliver(byte[] message)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    sending = sent;
    session.sendBinary(ByteBuffer.wrap(message), completing(sent));
    sent.get(SEND_MAX.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Callback completing(CompletableFuture<Void> future) {
    return Callback.from(() -> future.complete(null), future::completeExceptionally);
  }

  /** Whether the visitor's token or session is still good. */
  synchronized boolean mayStay() {
    long now = System.nanoTime();
    if (isLetIn && now - asked >= ASK_PAUSE_NANOS) {
      asked = now;
      isLetIn = isWelcome.getAsBoolean();
    }
    return isLetIn;
  }

  private void refuse(Refusal refusal) {
    refused.accept(refusal);
    close(refusal);
  }

  @Override
  public void close(Refusal refusal) {
    close(refusal.code(), refusal.reason());
  }

  /** Says why, gives the client a moment to hear it, and ends the connection. */
  void close(int code, String reason) {
    isClosed = true;
    waiting.clear();
    CompletableFuture<Void> said = new CompletableFuture<>();
    session.close(code, reason, completing(said));
    Thread.ofVirtual().name("nexa-sync-end").start(() -> disconnectUnless(said));
  }

  private void disconnectUnless(CompletableFuture<Void> said) {
    try {
      said.get(CLOSE_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      session.disconnect(); // it does not even hear that
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The connection is gone. */
  void gone() {
    isClosed = true;
    waiting.add(ALIVE); // wakes the sender, which ends
  }
}
