package nexa.agent.rotation;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
import nexa.event.StackTrace;
import nexa.issue.Fingerprint;

/** The daemon's own store and collector, as far as a log needs them, with a clock that is set. */
final class TailerParts extends Clock implements AutoCloseable {

  private final Store store;
  private final EventStore events;
  private final LogFileCollector collector;
  private Instant now;

  TailerParts(Path home, Path logs, Instant now) {
    this.now = now;
    this.store = Store.open(home, this);
    this.events = new EventStore(store, new Feed(store, this), TailerParts::byType, issue -> {});
    this.collector =
        new LogFileCollector(LogFiles.at("shop", null, logs + "/app.log"), events, this);
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
    now = at;
    collector.poll(sink);
  }

  /** Lets go of everything; nothing more is stored. */
  @Override
  public void close() {
    collector.close();
    store.close();
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
