package nexa.agent.web;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import nexa.collect.Decoded;
import nexa.collect.MalformedEventException;
import nexa.event.Batch;
import nexa.event.EventSink;
import nexa.event.Loss;
import nexa.event.Tally;

/**
 * Takes in what clients send over HTTP. A request is answered when its events are durable; only so many
 * are looked at at once, and those beyond are asked to come again.
 *
 * <p>No keys can be configured yet, so whoever reaches this host's own address may send; what only such
 * events tell of is never trusted beyond a proposal.
 */
final class Intake {

  /** Bounds the memory that bodies take: each may be {@value RequestBody#BYTES_MAX} bytes, inflated. */
  private static final int AT_ONCE_MAX = 8;

  private static final long WAIT_MAX_MILLIS = 2_000;

  /** When a client that was turned away may come again, in seconds. */
  static final String RETRY_AFTER = "5";

  private final EventSink sink;
  private final Inputs inputs;
  private final Semaphore room = new Semaphore(AT_ONCE_MAX);

  /**
   * @param sink stores and counts what is received
   */
  Intake(EventSink sink, Inputs inputs) {
    this.sink = sink;
    this.inputs = inputs;
  }

  /**
   * Has one request handled.
   *
   * @throws Problem when it is refused, which is counted: 400 malformed, 413 too large, 415 in an
   *     encoding that is not read, 429 when too many come at once
   */
  <T> T take(String input, Context context, Function<byte[], T> handle) {
    try {
      enter(context);
      try {
        return handled(input, RequestBody.bytes(context), handle);
      } finally {
        room.release();
      }
    } catch (Problem refusal) {
      inputs.lost(input, Loss.refused(refusal.title(), String.valueOf(refusal.getMessage())));
      throw refusal;
    }
  }

  private static <T> T handled(String input, byte[] body, Function<byte[], T> handle) {
    try {
      return handle.apply(body);
    } catch (MalformedEventException e) {
      throw Problem.badRequest(
          e.getMessage() + ", in: " + new String(body, 0, Math.min(body.length, 100),
              StandardCharsets.UTF_8),
          "Look at what the protocol of input " + input + " says of this place.");
    }
  }

  private void enter(Context context) {
    try {
      if (room.tryAcquire(WAIT_MAX_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    context.header("Retry-After", RETRY_AFTER);
    throw new Problem(
        429, "Too many at once", AT_ONCE_MAX + " requests are being taken in already.",
        "Send it again after " + RETRY_AFTER + " s.");
  }

  /** Stores what a request held, and counts what it lost. */
  void store(String input, Context context, Decoded content) {
    sink.accept(new Batch(input, content.events(), null));
    inputs.heard(input, context.userAgent(), content.skipped());
    content.losses().forEach(loss -> inputs.lost(input, loss));
  }

  /** Counts what the lines of a request were. */
  void tallied(String input, Tally tally) {
    inputs.tallied(input, tally);
  }

  /** Notes a request that held no events, such as one of alerts. */
  void heard(String input, Context context) {
    inputs.heard(input, context.userAgent(), Map.of());
  }
}
