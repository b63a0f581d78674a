package nexa.javaagent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ObjectNumbersTest {

  private final ObjectNumbers numbers = new ObjectNumbers(0);

  @Test
  void equalObjects_haveNumbersOfTheirOwn() {
    List<Object> objects = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      objects.add(new ArrayList<>());
      assertThat(numbers.add(objects.get(i))).isEqualTo(i + 1);
    }
    for (int i = 0; i < 1000; i++) {
      assertThat(numbers.of(objects.get(i))).isEqualTo(i + 1);
    }
    assertThat(numbers.of(new ArrayList<>())).isZero();
  }

  @Test
  void numberedObject_isNotKeptAlive() {
    WeakReference<Object> gone = numbered();
    for (int i = 0; i < 100 && gone.get() != null; i++) {
      System.gc();
    }
    assertThat(gone.get()).isNull();
  }

  private WeakReference<Object> numbered() {
    Object object = new Object();
    numbers.add(object);
    return new WeakReference<>(object);
  }
}
