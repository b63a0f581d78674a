package nexa.agent.web;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The places for requests that are looked at at once, and a few more where only what is new in them is
 * kept. A request takes one when its body is there: who is still sending keeps nobody out.
 */
final class Places {

  /** Bounds the memory that bodies take: each may be {@value RequestBody#BYTES_MAX} bytes, inflated. */
  static final int AT_ONCE_MAX = 8;

  /** How many more are looked at for what is new in them. */
  static final int CROWDED_MAX = 4;

  private static final long WAIT_MAX_MILLIS = 500;
  private static final long CROWDED_WAIT_MAX_MILLIS = 1_500;

  private final Semaphore room = new Semaphore(AT_ONCE_MAX, true);
  private final Semaphore reserve = new Semaphore(CROWDED_MAX, true);

  /**
   * A place that was taken; closing gives it back.
   *
   * @param isCrowded whether it is one of the few more
   */
  record Place(Semaphore lane, boolean isCrowded) implements AutoCloseable {

    @Override
    public void close() {
      lane.release();
    }
  }

  /**
   * Waits for a place, and then for one of the few more.
   *
   * @throws Problem 429 when there is none in time
   */
  Place take() {
    try {
      if (room.tryAcquire(WAIT_MAX_MILLIS, TimeUnit.MILLISECONDS)) {
        return new Place(room, false);
      }
      if (reserve.tryAcquire(CROWDED_WAIT_MAX_MILLIS, TimeUnit.MILLISECONDS)) {
        return new Place(reserve, true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw Problem.tooMany(
        AT_ONCE_MAX + CROWDED_MAX + " requests are being taken in already.");
  }
}
