package nexa.collect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import nexa.event.Batch;
import nexa.event.Event;
import nexa.event.EventSink;
import nexa.event.Offsets;

/** A store of events and offsets that can be told to fail. */
final class StoredEvents implements EventSink, Offsets {

  final List<Event> events = new ArrayList<>();
  boolean failing;
  final Map<String, String> positions = new HashMap<>();

  @Override
  public void accept(Batch batch) {
    if (failing) {
      throw new UncheckedIOException(new IOException("disk full"));
    }
    events.addAll(batch.events());
    if (batch.offset() != null) {
      positions.put(batch.offset().source(), batch.offset().position());
    }
  }

  @Override
  public Optional<String> position(String source) {
    return Optional.ofNullable(positions.get(source));
  }

  /** What the stack traces of the events say, in order. */
  List<String> traceMessages() {
    List<String> messages = new ArrayList<>();
    for (Event event : events) {
      messages.add(event.stackTrace() == null ? "none" : "" + event.stackTrace().message());
    }
    return messages;
  }
}
