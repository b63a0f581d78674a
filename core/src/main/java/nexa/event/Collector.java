package nexa.event;

import java.util.List;

/** Reads events from one source. */
public interface Collector extends AutoCloseable {

  /** The input's name in metrics, such as {@code logfile}. */
  String input();

  /**
   * Hands over what is new since the last call and returns; called again and again by one thread.
   * After a restart it goes on from the stored offsets.
   */
  void poll(EventSink sink);

  /** What it read since the last call, and what of that it lost; called by the thread that polls. */
  default Tally tally() {
    return Tally.NOTHING;
  }

  /** What it could not read at the last poll, though it is there to do so; asked by the same thread. */
  default List<Trouble> troubles() {
    return List.of();
  }

  /**
   * Looks at its sources anew and says what was seen; hands over no event, moves no position and writes
   * nothing. Bounded to some seconds; asked by the same thread.
   */
  default List<SourceCheck> check() {
    return List.of();
  }

  /** Releases what it holds open. */
  @Override
  default void close() {}
}
