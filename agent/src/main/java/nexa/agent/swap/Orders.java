package nexa.agent.swap;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The orders on their way: signed here, fetched by the agent with its next status, answered by it when
 * done. An order is delivered once; one that gets no answer in time counts as refused.
 */
public final class Orders {

  private static final Duration VALID = Duration.ofSeconds(60);
  private static final int FETCH_MAX = 8;
  private static final int FETCH_CHARS_MAX = 2_000_000;
  private static final int PENDING_MAX = 32;

  private final SwapKey key;
  private final LongSupplier counter;
  private final Pause pause;
  private final InstantSource clock;
  private final Duration answerMax;
  private final Map<Long, Pending> pending = new HashMap<>();
  private final Map<String, Deque<Pending>> queues = new HashMap<>();

  /**
   * @param counter gives numbers that never repeat, each above the last
   * @param answerMax how long an answer is waited for
   */
  public Orders(
      SwapKey key, LongSupplier counter, Pause pause, InstantSource clock, Duration answerMax) {
    this.key = key;
    this.counter = counter;
    this.pause = pause;
    this.clock = clock;
    this.answerMax = answerMax;
  }

  /** An order that is not answered. */
  private record Pending(
      long counter, String session, String signed, CompletableFuture<OrderAnswer> answer) {}

  /** The key that signs. */
  SwapKey key() {
    return key;
  }

  /** Gives an order and waits for its answer. */
  OrderAnswer give(Jvms.Jvm jvm, Order.Kind kind, Order.Cause cause, List<String> body) {
    if (pause.holds()) {
      return OrderAnswer.refused("Nexa is paused");
    }
    Pending sent = numbered(jvm, kind, cause, body);
    if (sent.answer().isDone()) {
      return sent.answer().join();
    }
    try {
      return sent.answer().get(answerMax.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return OrderAnswer.refused(
          "The JVM did not answer within " + answerMax.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw new IllegalStateException("An answer is only ever completed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return OrderAnswer.refused("The daemon stops");
    } finally {
      forget(sent);
    }
  }

  /** Queues an order in the order of the numbers, as the agent takes none below the last. */
  private synchronized Pending numbered(
      Jvms.Jvm jvm, Order.Kind kind, Order.Cause cause, List<String> body) {
    long number = counter.getAsLong();
    Order order =
        new Order(kind, jvm.process(), cause, number, clock.instant().plus(VALID), body);
    Pending sent =
        new Pending(
            number, jvm.session(), key.signed(order.text()), new CompletableFuture<>());
    Deque<Pending> queue = queues.computeIfAbsent(sent.session(), key -> new ArrayDeque<>());
    if (sent.signed().length() > FETCH_CHARS_MAX) {
      sent.answer().complete(OrderAnswer.refused("The classes are too large for one order"));
    } else if (queue.size() >= PENDING_MAX) {
      sent.answer().complete(OrderAnswer.refused("Too many orders wait for this JVM"));
    } else {
      queue.add(sent);
      pending.put(number, sent);
    }
    return sent;
  }

  private synchronized void forget(Pending sent) {
    pending.remove(sent.counter());
    Deque<Pending> queue = queues.get(sent.session());
    if (queue != null && queue.remove(sent) && queue.isEmpty()) {
      queues.remove(sent.session());
    }
  }

  /** The signed orders for a session that have not been delivered, at most eight; none while paused. */
  public synchronized List<String> fetch(String session) {
    Deque<Pending> queue = queues.get(session);
    if (queue == null || pause.holds()) {
      return List.of();
    }
    List<String> fetched = new ArrayList<>();
    int chars = 0;
    for (Iterator<Pending> all = queue.iterator(); all.hasNext() && fetched.size() < FETCH_MAX;) {
      Pending next = all.next();
      chars += next.signed().length();
      if (chars > FETCH_CHARS_MAX) {
        break;
      }
      fetched.add(next.signed());
      all.remove();
    }
    if (queue.isEmpty()) {
      queues.remove(session);
    }
    return fetched;
  }

  /** Takes an agent's answer; one that nobody waits for is dropped. */
  public synchronized void answer(String session, long number, OrderAnswer answer) {
    Pending sent = pending.get(number);
    if (sent != null && sent.session().equals(session)) {
      sent.answer().complete(answer);
    }
  }

  /** Gives up on the orders of a session that ended. */
  synchronized void drop(String session) {
    queues.remove(session);
    pending.values().stream()
        .filter(sent -> sent.session().equals(session))
        .forEach(sent -> sent.answer().complete(OrderAnswer.refused("The JVM is lost")));
  }
}
