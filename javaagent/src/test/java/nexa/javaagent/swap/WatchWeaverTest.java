package nexa.javaagent.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Woven methods report how they are entered and left; that they load proves that they verify. */
final class WatchWeaverTest {

  private static final String SOURCE =
      """
      package w; public class T {
        private final long size;
        public T(String text, boolean longer) {
          this(longer ? new StringBuilder().append(text).append("!").toString() : text);
          if (size > 5) throw new IllegalStateException("long");
        }
        private T(String text) { super(); size = text.length(); }
        public static double wide(long a, double b) { return a > 0 ? a * b : -b; }
        public int loop(int n) {
          int sum = 0;
          while (n > 0) {
            try { if (n == 3) throw new IllegalArgumentException(); sum += n; }
            catch (IllegalArgumentException e) { sum += 100; }
            finally { n--; }
          }
          return sum;
        }
        public synchronized Object locked(Object o) {
          synchronized (this) { return o.toString(); }
        }
        public void nothing() {}
      }
      """;

  /** What woven code calls here in place of the spy. */
  public static final class Recorder {
    static final List<String> CALLS = new ArrayList<>();

    private Recorder() {}

    public static void entering(int id) {
      CALLS.add("enter " + id);
    }

    public static void returning(int id) {
      CALLS.add("return " + id);
    }

    public static void escaping(Throwable thrown, int id) {
      CALLS.add(thrown.getClass().getSimpleName() + " " + id);
    }
  }

  private final Class<?> woven = weave();

  @BeforeEach
  void forget() {
    Recorder.CALLS.clear();
  }

  @Test
  void normalReturns_areReported() throws Exception {
    assertThat(woven.getMethod("wide", long.class, double.class).invoke(null, 2L, 1.5))
        .isEqualTo(3.0);
    Object made = make("abc", true);
    assertThat(woven.getMethod("loop", int.class).invoke(made, 4)).isEqualTo(107);
    woven.getMethod("nothing").invoke(made);
    assertThat(Recorder.CALLS)
        .containsExactly(
            "enter 1", "return 1", "enter 0", "return 0", "enter 2", "return 2", "enter 4",
            "return 4");
  }

  @Test
  void escapingExceptions_areReportedAndThrownOn() throws Exception {
    Object made = make("abc", false);
    assertThatThrownBy(() -> woven.getMethod("locked", Object.class).invoke(made, (Object) null))
        .hasCauseInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> make("abcdef", false)).isInstanceOf(InvocationTargetException.class);
    assertThat(Recorder.CALLS)
        .containsExactly(
            "enter 0", "return 0", "enter 3", "NullPointerException 3", "enter 0",
            "IllegalStateException 0");
  }

  private Object make(String text, boolean longer) throws Exception {
    return woven.getConstructor(String.class, boolean.class).newInstance(text, longer);
  }

  private static Class<?> weave() {
    Map<String, Integer> ids = new HashMap<>();
    ids.put("<init>(Ljava/lang/String;Z)V", 0);
    ids.put("wide(JD)D", 1);
    ids.put("loop(I)I", 2);
    ids.put("locked(Ljava/lang/Object;)Ljava/lang/Object;", 3);
    ids.put("nothing()V", 4);
    byte[] classFile = Objects.requireNonNull(Sources.compile("w.T", SOURCE, 17).get("w.T"));
    byte[] bytes = WatchWeaver.weave(classFile, ids, Recorder.class.getName().replace('.', '/'));
    return new ClassLoader(WatchWeaverTest.class.getClassLoader()) {
      Class<?> define() {
        return defineClass("w.T", bytes, 0, bytes.length);
      }
    }.define();
  }
}
