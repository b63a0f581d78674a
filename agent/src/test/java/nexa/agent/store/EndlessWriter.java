package nexa.agent.store;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import nexa.event.Batch;
import nexa.event.Event;

/** A process that stores events in a home until it is killed, and says so after each batch. */
final class EndlessWriter {

  static final String STORED = "stored";

  private static final int BATCH = 10;
  private static final List<String> WORDS =
      List.of("red", "blue", "green", "black", "white", "grey", "pink", "brown", "plum", "teal");

  private EndlessWriter() {}

  public static void main(String[] arguments) {
    Store store = Store.open(Path.of(arguments[0]), Clock.systemUTC());
    EventStore events =
        new EventStore(
            store, new Feed(store, Clock.systemUTC()), Crashes.BY_TYPE, issue -> {});
    for (int number = Integer.parseInt(arguments[1]);; number += BATCH) {
      List<Event> batch =
          IntStream.range(number, number + BATCH).mapToObj(EndlessWriter::event).toList();
      events.accept(new Batch("test", batch, null));
      System.out.println(STORED);
    }
  }

  /** The message of an event: some kinds, of which a word varies. */
  static String message(int number) {
    String word = WORDS.get(number / 10 % WORDS.size());
    return switch (number % 3) {
      case 0 -> "order " + number + " of " + word;
      case 1 -> "door " + word + " closed";
      default -> word + " cannot reach 10.0.0." + number % 250;
    };
  }

  private static Event event(int number) {
    Event crash = Crashes.event("e" + number, "test", "java.lang.NullPointerException");
    return new Event(
        crash.id(), crash.service(), crash.time().plusSeconds(number), crash.severity(),
        crash.input(), message(number), null, crash.stackTrace(), null, null);
  }
}
