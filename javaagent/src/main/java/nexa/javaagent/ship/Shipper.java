package nexa.javaagent.ship;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import nexa.javaagent.AgentOptions;
import nexa.javaagent.ThisJvm;
import nexa.javaagent.capture.AppCode;
import nexa.javaagent.capture.Armory;
import nexa.javaagent.capture.Capture;
import nexa.javaagent.capture.Crash;
import nexa.javaagent.capture.Redactor;
import org.jspecify.annotations.Nullable;

/**
 * The work of the agent's thread on events: arms the methods of a new crash at once, lets an event
 * settle until its response is known, writes it, and hands it over in batches. What the receiver
 * does not take is kept within bounds, then dropped and counted.
 */
public final class Shipper {

  private static final long SETTLE_NANOS = 150L * 1000 * 1000;
  private static final long SETTLE_IN_REQUEST_NANOS = 1000L * 1000 * 1000;
  private static final int SETTLING_MAX = 512;
  private static final int OUTBOX_MAX = 256;
  private static final int OUTBOX_CHARS_MAX = 512 * 1024;
  private static final int BATCH_MAX = 64;
  private static final int BATCH_CHARS_MAX = 256 * 1024;
  private static final long STATUS_NANOS = 5L * 1000 * 1000 * 1000;
  private static final long STATUS_NANOS_SWAPPING = 1000L * 1000 * 1000;

  private final EventQueue queue;
  private final Delivery delivery;
  private final Counters counters;
  private final Armory armory;
  private final AppCode app;
  private final EventJson json;
  private final List<StatusPart> parts;
  private final OrderResults results;
  private final long statusEveryNanos;
  private final Deque<Settling> settling = new ArrayDeque<Settling>();
  private final Deque<String> outbox = new ArrayDeque<String>();
  private long outboxChars;
  private long statusNanos = System.nanoTime();
  private boolean off;

  /**
   * Creates a shipper.
   *
   * @param parts what the status is composed of
   * @param orders what hears the daemon's answers
   * @param results what became of its orders
   */
  public Shipper(
      AgentOptions options,
      ThisJvm jvm,
      EventQueue queue,
      Counters counters,
      Armory armory,
      Redactor redactor,
      List<StatusPart> parts,
      Orders orders,
      OrderResults results) {
    this.queue = queue;
    this.counters = counters;
    this.armory = armory;
    this.app = new AppCode(options.inApp());
    this.json = new EventJson(redactor);
    String spool = options.spool();
    this.delivery =
        spool != null
            ? new SpoolFile(spool)
            : new DaemonChannel(
                new LoopbackHttp(options.host(), options.port()),
                options.token(),
                Hello.body(options, jvm),
                orders);
    this.parts = parts;
    this.results = results;
    this.statusEveryNanos = options.swapKey() == null ? STATUS_NANOS : STATUS_NANOS_SWAPPING;
  }

  /** One round: waits a moment for events, and does what is due. */
  public void round(long waitMillis) throws InterruptedException {
    ErrorEvent event = queue.poll(settling.isEmpty() ? waitMillis : Math.min(waitMillis, 20));
    for (int i = 0; event != null && i < SETTLING_MAX; i++) {
      arrived(event, !off);
      event = queue.poll(0);
    }
    if (off) {
      clear();
    }
    settle(SETTLE_NANOS);
    handOver();
    results.handOver(delivery);
    if (System.nanoTime() - statusNanos > statusEveryNanos) {
      statusNanos = System.nanoTime();
      delivery.status(parts);
    }
  }

  /** Drops what it has and what comes, and sends but the status, or goes on. */
  public void off(boolean off) {
    this.off = off;
  }

  /** Sends what there is, as the JVM goes down. */
  public void flush() throws InterruptedException {
    if (off) {
      return;
    }
    for (ErrorEvent event = queue.poll(0); event != null; event = queue.poll(0)) {
      arrived(event, false);
    }
    settle(0);
    while (!outbox.isEmpty() && handOver() > 0) {
      continue;
    }
  }

  private void clear() {
    queue.clear();
    counters.dropped.addAndGet(settling.size() + outbox.size());
    for (Settling waiting : settling) {
      waiting.event.release();
    }
    settling.clear();
    outbox.clear();
    outboxChars = 0;
  }

  private void arrived(ErrorEvent event, boolean arm) {
    if (settling.size() >= SETTLING_MAX) {
      event.release();
      counters.dropped.incrementAndGet();
      return;
    }
    Throwable thrown = event.thrown;
    Crash crash = thrown == null ? null : Crash.of(thrown, app);
    settling.add(new Settling(event, crash));
    if (crash != null && arm) {
      armory.seen(crash);
    }
  }

  private void settle(long nanos) {
    for (Settling first = settling.peek(); first != null; first = settling.peek()) {
      long wait = nanos > 0 && first.event.isInRequest() ? SETTLE_IN_REQUEST_NANOS : nanos;
      if (System.nanoTime() - first.event.nanos < wait) {
        return;
      }
      settling.remove();
      write(first);
    }
  }

  private void write(Settling settled) {
    ErrorEvent event = settled.event;
    Capture capture = event.capture;
    String snapshot = capture == null ? null : capture.close();
    if (capture != null
        && snapshot != null
        && settled.crash != null
        && !armory.snapshot(settled.crash, capture)) {
      snapshot = null;
    }
    String text = json.write(event, snapshot);
    event.release();
    if (outbox.size() >= OUTBOX_MAX || outboxChars + text.length() > OUTBOX_CHARS_MAX) {
      counters.dropped.incrementAndGet();
    } else {
      outbox.add(text);
      outboxChars += text.length();
    }
  }

  private int handOver() {
    if (outbox.isEmpty()) {
      return 0;
    }
    List<String> batch = new ArrayList<String>();
    int chars = 0;
    for (String text : outbox) {
      if (!batch.isEmpty()
          && (batch.size() == BATCH_MAX || chars + text.length() > BATCH_CHARS_MAX)) {
        break;
      }
      batch.add(text);
      chars += text.length();
    }
    int done = delivery.deliver(batch, counters);
    for (int i = 0; i < done; i++) {
      outboxChars -= outbox.remove().length();
    }
    return done;
  }

  /** An event that waits for its response. */
  private static final class Settling {
    final ErrorEvent event;
    final @Nullable Crash crash;

    Settling(ErrorEvent event, @Nullable Crash crash) {
      this.event = event;
      this.crash = crash;
    }
  }
}
