package nexa.agent.rotation;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import nexa.agent.store.EventStore;
import nexa.agent.store.Feed;
import nexa.agent.store.Grouping;
import nexa.agent.store.Store;
import nexa.collect.LogFileCollector;
import nexa.collect.LogFiles;
import nexa.event.Event;
import nexa.event.EventSink;
import nexa.event.Frame;
import nexa.event.ManualClock;
import nexa.event.StackTrace;
import nexa.issue.Fingerprint;

/** The daemon's own store and collector, as far as a log needs them, with a clock that is set. */
final class TailerParts implements AutoCloseable {

  private final ManualClock clock = new ManualClock();
  private final Store store;
  private final EventStore events;
  private final LogFileCollector collector;

  TailerParts(Path home, Path logs, Instant now) {
    clock.set(now);
    this.store = Store.open(home, clock);
    this.events = new EventStore(store, new Feed(store, clock), TailerParts::byType, issue -> {});
    this.collector =
        new LogFileCollector(LogFiles.at("shop", null, logs + "/app.log"), events, clock);
  }

  private static Grouping.Grouped byType(Event event) {
    StackTrace trace = Objects.requireNonNull(event.stackTrace());
    String type = trace.exceptionType();
    Frame top = trace.frames().stream().findFirst().orElse(new Frame("", "", null, 0));
    return new Grouping.Grouped(
        new Fingerprint(type), "0", type, type, top, List.of(top), "same exception type");
  }

  EventSink events() {
    return events;
  }

  void look(Instant at, EventSink sink) {
    clock.set(at);
    collector.poll(sink);
  }

  /** Lets go of everything; nothing more is stored. */
  @Override
  public void close() {
    collector.close();
    store.close();
  }
}
