package nexa.javaagent.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;

/** Woven classes are loaded and run, so each test also proves that they verify. */
final class CaptureWeaverTest {

  /** What woven code calls here in place of the spy. */
  public static final class Recorder {
    static final List<String> CALLS = new ArrayList<>();

    private Recorder() {}

    public static void calling(int probe, @Nullable Object receiver, Object[] arguments) {
      CALLS.add("called with " + Arrays.toString(arguments));
    }

    public static void leaving(
        int probe, @Nullable Object receiver, Object[] arguments, Throwable thrown) {
      String on = receiver == null ? "static" : receiver.getClass().getName().split("\\$")[1];
      CALLS.add(on + " " + Arrays.toString(arguments) + " " + thrown.getMessage());
    }
  }

  /** Methods of every shape, compiled by javac and woven by the tests. */
  public static class Sample {
    private final int size;

    public Sample(int size, long limit) {
      this(size > limit ? String.valueOf(size) : new StringBuilder().append(limit).toString());
      size = -size;
      check(size);
    }

    private Sample(String text) {
      super();
      size = text.length();
    }

    public static long slots(long a, int b, double c, String d, boolean e, char f) {
      check(b);
      return a;
    }

    public static String reassigned(Object value, long count) {
      for (int i = 0; i < 3; i++) {
        value = value + "x";
        count--;
      }
      String text = (String) value;
      check(text.isEmpty() ? 0 : (int) count);
      return text;
    }

    public int caught(int number) {
      try {
        check(number);
        return size;
      } catch (IllegalArgumentException e) {
        return -1;
      } finally {
        number = 0;
      }
    }

    public synchronized int nested(int[] numbers) {
      int sum = 0;
      for (int number : numbers) {
        try {
          check(number);
        } finally {
          sum += number;
        }
      }
      return sum;
    }

    private static void check(int number) {
      if (number < 0) {
        throw new IllegalArgumentException("negative");
      }
    }
  }

  private Class<?> woven = weave(false);

  @BeforeEach
  void forget() {
    Recorder.CALLS.clear();
  }

  @Test
  void wideSlots_areCapturedInOrder() {
    fails("slots", null, 5L, -1, 0.5, "d", true, 'f');
    assertThat(Recorder.CALLS).containsExactly("static [5, -1, 0.5, d, true, f] negative");
  }

  @Test
  void reassignedParameters_areCapturedAsTheyCame() {
    fails("reassigned", null, "v", 1L);
    assertThat(Recorder.CALLS).containsExactly("static [v, 1] negative");
  }

  @Test
  void exceptionCaughtInside_isNotCaptured() throws Exception {
    Object sample = woven.getConstructor(int.class, long.class).newInstance(0, 5L);
    assertThat(method("caught").invoke(sample, -1)).isEqualTo(-1);
    assertThat(method("caught").invoke(sample, 1)).isEqualTo(1);
    assertThat(Recorder.CALLS).isEmpty();
  }

  @Test
  void handlersInside_runBeforeTheCapture() throws Exception {
    Object sample = woven.getConstructor(int.class, long.class).newInstance(0, 5L);
    int[] numbers = {1, -2};
    fails("nested", sample, (Object) numbers);
    assertThat(Recorder.CALLS).singleElement().asString().startsWith("Sample [[I@");
  }

  @Test
  void constructor_isCapturedBehindItsSuperCall() {
    assertThatThrownBy(() -> woven.getConstructor(int.class, long.class).newInstance(3, 1L))
        .isInstanceOf(InvocationTargetException.class);
    assertThat(Recorder.CALLS).containsExactly("Sample [3, 1] negative");
  }

  @Test
  void calls_areHandedOverBeforeTheBodyRuns() {
    woven = weave(true);
    fails("reassigned", null, "v", 1L);
    fails("slots", null, 5L, -1, 0.5, "d", true, 'f');
    assertThatThrownBy(() -> woven.getConstructor(int.class, long.class).newInstance(3, 1L))
        .isInstanceOf(InvocationTargetException.class);
    assertThat(Recorder.CALLS)
        .containsExactly(
            "called with [v, 1]",
            "static [v, 1] negative",
            "called with [5, -1, 0.5, d, true, f]",
            "static [5, -1, 0.5, d, true, f] negative",
            "called with [3]",
            "called with [3, 1]",
            "Sample [3, 1] negative");
  }

  @Test
  void normalReturn_keepsItsResult() throws Exception {
    assertThat(method("reassigned").invoke(null, "v", 9L)).isEqualTo("vxxx");
    assertThat(method("slots").invoke(null, 5L, 1, 0.5, "d", true, 'f')).isEqualTo(5L);
    assertThat(Recorder.CALLS).isEmpty();
  }

  private void fails(String name, @Nullable Object receiver, Object... arguments) {
    assertThatThrownBy(() -> method(name).invoke(receiver, arguments))
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }

  private java.lang.reflect.Method method(String name) {
    return Arrays.stream(woven.getMethods())
        .filter(method -> method.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Class<?> weave(boolean entries) {
    byte[] classFile = classFile(Sample.class);
    Map<String, Probe> probes = new HashMap<>();
    for (MethodShape shape : MethodShape.read(new ClassReader(classFile)).values()) {
      if (!shape.name.equals("check")) {
        String key = shape.name + shape.descriptor;
        probes.put(key, new Probe(probes.size() + 300, "Sample", shape.name, shape.descriptor));
      }
    }
    String recorder = Recorder.class.getName().replace('.', '/');
    byte[] bytes = CaptureWeaver.weave(classFile, probes, recorder, entries);
    return new ClassLoader(CaptureWeaverTest.class.getClassLoader()) {
      Class<?> define() {
        return defineClass(Sample.class.getName(), bytes, 0, bytes.length);
      }
    }.define();
  }

  private static byte[] classFile(Class<?> type) {
    String resource = type.getName().replace('.', '/') + ".class";
    try (var in = type.getClassLoader().getResourceAsStream(resource)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("No class file of " + type, e);
    }
  }
}
