package nexa.agent;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import nexa.event.Collector;
import nexa.event.EventSink;
import nexa.event.Loss;
import nexa.event.SourceCheck;
import nexa.event.Tally;
import nexa.event.Trouble;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collectors, each of which is polled whatever happens to the others. One that fails is counted, told
 * of and polled again; one that lacks memory or a class is put down, which stays among the troubles. For
 * one thread.
 */
final class Collecting implements AutoCloseable {

  /** Why something counts as refused when a collector failed. */
  static final String FAILED = "collector failed";

  /** The input under which it is told that nothing is read any more. */
  private static final String ALL = "collecting";

  private static final Logger log = LoggerFactory.getLogger(Collecting.class);
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);
  private static final Duration LOG_EVERY = Duration.ofMinutes(1);

  private final List<Polled> all;
  private final EventSink sink;
  private final Ledger ledger;
  private final InstantSource clock;

  /** Where it is kept what was lost and read, and all that cannot be read now. */
  record Ledger(
      BiConsumer<String, Loss> lost, BiConsumer<String, Tally> tallied,
      Consumer<List<Trouble>> troubled) {}

  /** A collector, and how it does. */
  private static final class Polled {
    private final Collector collector;
    private List<Trouble> troubles = List.of();
    /** That it failed when it was polled last, null when it did not. */
    private @Nullable Trouble failure;
    private boolean isDown;
    private Instant pollAt = Instant.MIN;
    private Instant logAt = Instant.MIN;

    private Polled(Collector collector) {
      this.collector = collector;
    }

    private Stream<Trouble> troubles() {
      return Stream.concat(Stream.ofNullable(failure), troubles.stream());
    }
  }

  Collecting(List<Collector> collectors, EventSink sink, Ledger ledger, InstantSource clock) {
    this.all = collectors.stream().map(Polled::new).toList();
    this.sink = sink;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Polls each collector once. */
  void poll() {
    all.forEach(this::poll);
    ledger.troubled().accept(all.stream().flatMap(Polled::troubles).toList());
  }

  private void poll(Polled polled) {
    Instant now = clock.instant();
    if (polled.isDown || now.isBefore(polled.pollAt)) {
      return;
    }
    Collector collector = polled.collector;
    try {
      collector.poll(sink);
      polled.troubles = collector.troubles();
      polled.failure = null;
    } catch (Throwable t) { // one broken source must not stop the others, whatever breaks
      failed(polled, t, now);
    }
    ledger.tallied().accept(collector.input(), collector.tally());
  }

  private void failed(Polled polled, Throwable failure, Instant now) {
    String input = polled.collector.input();
    ledger.lost().accept(input, Loss.refused(FAILED, failure.toString()));
    polled.isDown = failure instanceof OutOfMemoryError || failure instanceof LinkageError;
    if (failure instanceof Error) {
      polled.pollAt = now.plus(AGAIN_AFTER);
    }
    if (polled.isDown) {
      putDown(polled);
    }
    polled.failure = trouble(polled, failure, now);
    if (!now.isBefore(polled.logAt)) {
      polled.logAt = now.plus(LOG_EVERY);
      log.warn("msg=\"{}\" input={} down={} reason=\"{}\"", FAILED, input, polled.isDown,
          failure.toString(), failure instanceof Error ? failure : null);
    }
  }

  private static Trouble trouble(Polled polled, Throwable failure, Instant now) {
    Trouble before = polled.failure;
    String reason =
        polled.isDown
            ? "This collector is down since " + now + ": " + failure
            : "This collector fails and is polled again: " + failure;
    return before != null && before.reason().equals(reason)
        ? before
        : new Trouble(
            polled.collector.input(), "all that it reads", reason,
            polled.isDown
                ? "Start the daemon again, with more memory if that is what it lacks: nexa down,"
                    + " nexa up"
                : "Look into the daemon's log, which has the details");
  }

  /** It reads no more; what it stored stands, and a new daemon goes on from there. */
  private static void putDown(Polled polled) {
    polled.troubles = List.of();
    try {
      polled.collector.close();
    } catch (Throwable t) { // it is of no use any more, whatever it says
      log.warn("msg=\"cannot close a collector\" reason=\"{}\"", t.toString());
    }
  }

  /** What each sees of its sources now. */
  List<SourceCheck> check() {
    List<SourceCheck> checks = new ArrayList<>();
    for (Polled polled : all) {
      if (polled.isDown) {
        continue; // that is among the troubles
      }
      try {
        checks.addAll(polled.collector.check());
      } catch (Throwable t) { // what the others see must still be told
        checks.add(
            new SourceCheck(
                polled.collector.input(), "all that it reads", false, "it failed: " + t,
                "Look into the daemon's log, and start the daemon again: nexa down, nexa up"));
      }
    }
    return checks;
  }

  /** That the thread which polls them has ended, for good. */
  static Trouble ended(Throwable why) {
    return new Trouble(
        ALL, "logs, journals and containers",
        "The thread that reads them has ended: " + Objects.toString(why),
        "Start the daemon again: nexa down, nexa up");
  }

  @Override
  public void close() {
    all.stream().filter(polled -> !polled.isDown).forEach(polled -> polled.collector.close());
  }
}
