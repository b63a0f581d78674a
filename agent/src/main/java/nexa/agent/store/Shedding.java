package nexa.agent.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import nexa.event.Batch;
import nexa.event.Event;
import nexa.event.EventSink;
import nexa.issue.Fingerprint;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes batches in when there is more than can be stored. An event whose fingerprint is known is not
 * kept: its issue's count rises, so that the rate stays true. Whatever is seen for the first time is
 * stored as ever, and so is what is no crash.
 *
 * <p>Counts wait in memory for one transaction that writes all that came meanwhile, and nobody waits
 * for it: a daemon that is killed loses those of the last moment, never an event that was kept. What
 * was sent twice counts twice here, as nothing is left to know it by.
 */
public final class Shedding implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Shedding.class);
  private static final int KNOWN_MAX = 100_000;

  private final EventStore events;
  private final EventSink sink;
  private final Set<Known> known = ConcurrentHashMap.newKeySet();

  /** What is to be written; guarded by its own lock, as is {@code isWriting}. */
  private final Map<Repeat.Key, Repeat> waiting = new HashMap<>();

  private boolean isWriting;

  /** A fingerprint that an issue of a service has. */
  private record Known(String service, Fingerprint fingerprint) {}

  /** An event that is not kept, and what it is counted by. */
  private record Shed(Event event, Repeat repeat) {}

  /**
   * @param sink takes what is kept
   */
  public Shedding(EventStore events, EventSink sink) {
    this.events = events;
    this.sink = sink;
  }

  /**
   * Takes a batch over; what is kept of it is durable then.
   *
   * @return the events that were counted and not kept
   * @throws java.io.UncheckedIOException when what is to be kept could not be stored; nothing was
   *     counted then
   */
  public List<Event> accept(Batch batch) {
    List<Shed> shed = new ArrayList<>();
    List<Event> kept = new ArrayList<>();
    for (Event event : batch.events()) {
      Repeat repeat = repeat(event);
      if (repeat == null) {
        kept.add(event);
      } else {
        shed.add(new Shed(event, repeat));
      }
    }
    if (!kept.isEmpty()) {
      sink.accept(new Batch(batch.input(), kept, batch.offset(), batch.isAuthenticated()));
    }
    count(shed);
    return shed.stream().map(Shed::event).toList();
  }

  /** What an event is counted by whose crash an issue knows, null for any other. */
  private @Nullable Repeat repeat(Event event) {
    if (event.stackTrace() == null || event.snapshot() != null) {
      return null;
    }
    Fingerprint fingerprint = events.fingerprint(event);
    return isKnown(new Known(event.service(), fingerprint))
        ? new Repeat(
            new Repeat.Key(event.service(), fingerprint, event.input()), 1, event.time())
        : null;
  }

  /** The store is asked once about each fingerprint that it knows. */
  private boolean isKnown(Known crash) {
    if (known.contains(crash)) {
      return true;
    }
    if (!events.knows(crash.service(), crash.fingerprint())) {
      return false;
    }
    if (known.size() >= KNOWN_MAX) {
      known.clear();
    }
    known.add(crash);
    return true;
  }

  private void count(List<Shed> shed) {
    if (shed.isEmpty()) {
      return;
    }
    synchronized (waiting) {
      shed.forEach(each -> waiting.merge(each.repeat().key(), each.repeat(), Repeat::and));
      if (isWriting) {
        return;
      }
      isWriting = true;
    }
    Thread.ofVirtual().name("nexa-repeats").start(this::write);
  }

  /** Writes what waits until nothing does; one thread at a time, so that closing waits for it. */
  private synchronized void write() {
    for (List<Repeat> some = drained(); !some.isEmpty(); some = drained()) {
      try {
        events.raise(some);
      } catch (RuntimeException e) { // as on a full disk: the next repeat tries it again
        log.warn("msg=\"cannot count repeats\" reason=\"{}\"", e.toString());
        putBack(some);
        return;
      }
    }
  }

  private List<Repeat> drained() {
    synchronized (waiting) {
      List<Repeat> all = List.copyOf(waiting.values());
      waiting.clear();
      isWriting = !all.isEmpty();
      return all;
    }
  }

  private void putBack(List<Repeat> some) {
    synchronized (waiting) {
      some.forEach(repeat -> waiting.merge(repeat.key(), repeat, Repeat::and));
      isWriting = false;
    }
  }

  /** Writes what still waits. */
  @Override
  public void close() {
    write();
  }
}
