package nexa.javaagent.swap;

import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import nexa.javaagent.AgentOptions;
import nexa.javaagent.ThisJvm;
import nexa.javaagent.capture.AppCode;
import nexa.javaagent.capture.Redefinitions;
import nexa.javaagent.guard.KillSwitch;
import nexa.javaagent.guard.Overhead;
import nexa.javaagent.guard.ThreadCpu;
import nexa.javaagent.ship.Counters;
import nexa.javaagent.ship.Json;
import nexa.javaagent.ship.OrderResults;
import nexa.javaagent.ship.StatusPart;
import org.jspecify.annotations.Nullable;

/**
 * The hot-swaps of this JVM: takes orders, has them checked and carried out, and rolls back what has
 * to go. The work is done on a thread of its own, which looks at the kill switch itself, so that a
 * daemon that hangs cannot delay it; the thread exists only while there is an order or a swap is in
 * force.
 */
final class Swaps implements StatusPart, Runnable {

  private static final int ORDERS_MAX = 8;
  private static final int TEXT_MAX = 512;
  private static final int RESULT_CHARS_MAX = 8 << 20;
  private static final long TICK_MS = 100;
  private static final long TICK_MS_SETTLED = 500;

  private final OrderCheck check;
  private final Swapper swapper;
  private final Ledger ledger = new Ledger();
  private final OrderResults results;
  private final Counters counters;
  private final Overhead overhead;
  private final KillSwitch killSwitch;
  private final Patience patience;
  private final ArrayBlockingQueue<String> orders = new ArrayBlockingQueue<String>(ORDERS_MAX);
  private @Nullable Thread thread;
  private long refused;
  private @Nullable String lastRefusal;
  private volatile long heardNanos = System.nanoTime();

  /**
   * Creates the swaps.
   *
   * @param key the X.509 public key that orders are signed with
   */
  Swaps(
      byte[] key,
      AgentOptions options,
      ThisJvm jvm,
      Redefinitions redefinitions,
      Watches watches,
      OrderResults results,
      Counters counters,
      Overhead overhead,
      KillSwitch killSwitch,
      Patience patience) {
    this.check = new OrderCheck(key, options.service(), jvm);
    AppCode app = new AppCode(options.inApp());
    this.swapper = new Swapper(redefinitions, watches, app, ledger, patience);
    this.results = results;
    this.counters = counters;
    this.overhead = overhead;
    this.killSwitch = killSwitch;
    this.patience = patience;
  }

  /** The daemon was heard; takes its orders and returns at once. */
  void heard(List<String> texts) {
    heardNanos = System.nanoTime();
    for (String text : texts) {
      if (!orders.offer(text)) {
        refuse("too many orders at once");
      }
    }
    due();
  }

  /** Sees to it that what is due gets done; returns at once. */
  synchronized void due() {
    if (thread == null && isWork()) {
      Thread fresh = new Thread(null, this, "nexa-swap");
      fresh.setDaemon(true);
      fresh.setContextClassLoader(null);
      thread = fresh;
      fresh.start();
    }
  }

  @Override
  public synchronized void write(StringBuilder status) {
    ledger.write(status);
    Json.name(status, "refusedOrders").append(refused);
    Json.string(Json.name(status, "lastRefusal"), lastRefusal, TEXT_MAX);
  }

  @Override
  public void run() {
    ThreadCpu cpu = overhead.thread();
    while (true) {
      try {
        String text = orders.poll(tickMs(), TimeUnit.MILLISECONDS);
        if (text != null) {
          obey(text);
        }
        tick();
        cpu.sample();
      } catch (Throwable t) { // one bad order must not end the watch
        counters.errors.incrementAndGet();
      }
      synchronized (this) {
        if (!isWork()) {
          thread = null;
          return;
        }
      }
    }
  }

  private boolean isWork() {
    return !orders.isEmpty()
        || ledger.hasActive()
        || swapper.isTapExpired(System.nanoTime())
        || swapper.hasTaps() && isOff();
  }

  /** While nothing is provisional the kill switch and the time limits can wait a little. */
  private long tickMs() {
    return ledger.hasProvisional() ? TICK_MS : TICK_MS_SETTLED;
  }

  private boolean isOff() {
    return killSwitch.reason() != null;
  }

  private void tick() {
    boolean off = isOff();
    for (Swap swap : ledger.all()) {
      String reason = swap.isActive() ? why(swap, off) : null;
      if (reason != null) {
        swapper.rollBack(swap, reason);
      } else if (swap.settles(System.nanoTime())) {
        settle(swap);
      }
    }
    if (off) {
      swapper.dropTaps();
    }
    swapper.expireTaps(System.nanoTime());
  }

  private @Nullable String why(Swap swap, boolean off) {
    if (off) {
      return "the agent was turned off";
    }
    long now = System.nanoTime();
    return swap.overdue(System.currentTimeMillis(), now, now - heardNanos, patience);
  }

  private void settle(Swap swap) {
    try {
      swapper.settle(swap);
    } catch (Refusal e) { // a patch that cannot be kept as it is must not stay
      swapper.rollBack(swap, "the watch could not be taken out: " + e.reason());
    }
  }

  private void obey(String text) {
    Order order;
    try {
      order = check.authentic(text);
    } catch (Refusal e) {
      refuse(e.reason());
      return;
    }
    boolean replay = check.isReplay(order);
    try {
      check.accept(order, System.currentTimeMillis());
      List<Original> tapped = carryOut(order);
      results.add(result(order, null, tapped));
    } catch (Refusal e) {
      refuse(e.reason());
      if (!replay) {
        results.add(result(order, e.reason(), Collections.<Original>emptyList()));
        if (order.kind.equals(Order.SWAP)) {
          ledger.add(Swap.refused(order, e.reason(), System.currentTimeMillis()));
        }
      }
    }
  }

  private List<Original> carryOut(Order order) throws Refusal {
    if (isOff()) {
      throw new Refusal("the agent is turned off");
    }
    if (order.kind.equals(Order.TAP)) {
      return swapper.tap(order);
    }
    if (order.kind.equals(Order.SWAP)) {
      if (!ledger.hasRoom()) {
        throw new Refusal("too many swaps are in force");
      }
      swapper.swap(order);
      return Collections.emptyList();
    }
    Swap swap = ledger.active(order.id);
    if (swap == null) {
      throw new Refusal("no such swap is in force");
    }
    swapper.rollBack(swap, "ordered by " + order.by);
    if (swap.isActive()) {
      throw new Refusal("rolling back failed");
    }
    return Collections.emptyList();
  }

  private synchronized void refuse(String reason) {
    refused++;
    lastRefusal = reason;
  }

  private static String result(Order order, @Nullable String reason, List<Original> tapped) {
    StringBuilder out = new StringBuilder("\"counter\":").append(order.counter);
    Json.string(Json.name(out, "id"), order.id, TEXT_MAX);
    Json.string(Json.name(out, "kind"), order.kind, TEXT_MAX);
    Json.name(out, "ok").append(reason == null);
    Json.string(Json.name(out, "reason"), reason, TEXT_MAX);
    Json.name(out, "classes").append('[');
    for (int i = 0; i < tapped.size(); i++) {
      Original original = tapped.get(i);
      out.append(i == 0 ? "{" : ",{");
      Json.string(Json.name(out, "name"), original.name, TEXT_MAX);
      Json.string(Json.name(out, "running"), original.running, TEXT_MAX);
      Json.string(Json.name(out, "base"), base64(original.base), RESULT_CHARS_MAX);
      byte[] disk = original.disk;
      Json.string(
          Json.name(out, "disk"), disk == null ? null : base64(disk), RESULT_CHARS_MAX);
      out.append('}');
    }
    return out.append(']').toString();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
