package nexa.javaagent.ship;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class EventQueueTest {

  private final Counters counters = new Counters();
  private final EventQueue queue = new EventQueue(counters);

  @Test
  void failuresOfOneClass_leaveRoomForOthers() {
    for (int i = 0; i < 200; i++) {
      queue.offer(event(new IllegalStateException()));
    }
    assertThat(queue.open(new IllegalStateException())).isFalse();
    assertThat(queue.open(new IllegalArgumentException())).isTrue();
    assertThat(counters.dropped.get()).isBetween(150L, 180L);
  }

  @Test
  void droppedEvent_letsGoOfItsException() {
    ErrorEvent last = event(new IllegalStateException());
    while (counters.dropped.get() == 0) {
      last = event(new IllegalStateException());
      queue.offer(last);
    }
    assertThat(last.thrown).isNull();
  }

  @Test
  void throttledQueue_takesATenth() {
    queue.throttle(true);
    for (int i = 0; i < 100; i++) {
      queue.offer(event(new IllegalStateException()));
    }
    assertThat(counters.dropped.get()).isBetween(96L, 98L);
  }

  @Test
  void clearedQueue_isEmptyAndCounted() throws InterruptedException {
    ErrorEvent event = event(new IllegalStateException());
    queue.offer(event);
    queue.clear();
    assertThat(queue.poll(0)).isNull();
    assertThat(event.thrown).isNull();
    assertThat(counters.dropped.get()).isEqualTo(1);
  }

  private static ErrorEvent event(Throwable thrown) {
    ErrorEvent.Builder event = new ErrorEvent.Builder();
    event.thrown = thrown;
    return new ErrorEvent(event);
  }
}
