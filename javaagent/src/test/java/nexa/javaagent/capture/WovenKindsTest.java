package nexa.javaagent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;

/** All methods of a class of each kind are woven, and the class is verified as it is loaded. */
final class WovenKindsTest {

  record Line(String name, int quantity) implements Comparable<Line> {
    Line {
      if (quantity < 0) {
        throw new IllegalArgumentException("negative");
      }
    }

    @Override
    public int compareTo(Line other) {
      return Integer.compare(quantity, other.quantity);
    }
  }

  enum Shade {
    DARK {
      @Override
      int of(int value) {
        return value / 2;
      }
    },
    LIGHT;

    int of(int value) {
      return value;
    }
  }

  static class Outer {
    private final long base = 7;

    final class Inner {
      long sum(long... more) {
        long sum = base;
        for (long each : more) {
          sum += each;
        }
        return sum;
      }
    }
  }

  @Test
  void bridge_isNotWoven() throws IOException {
    Map<String, MethodShape> shapes = MethodShape.read(new ClassReader(classFile(Line.class)));
    String bridge = "compareTo(Ljava/lang/Object;)I";
    assertThat(shapes.get(bridge)).matches(shape -> !shape.weavable());
    assertThat(shapes.get("compareTo(L" + Line.class.getName().replace('.', '/') + ";)I"))
        .matches(MethodShape::weavable);
  }

  @Test
  void kindsOfClasses_verifyWhenWoven() throws Exception {
    Class<?>[] kinds = {
      Line.class, Shade.class, Shade.DARK.getClass(), Outer.class, Outer.Inner.class
    };
    Map<String, byte[]> woven = new HashMap<>();
    for (Class<?> kind : kinds) {
      woven.put(kind.getName(), woven(kind));
      assertThat(woven.get(kind.getName())).as(kind.getName())
          .hasSizeGreaterThan(classFile(kind).length);
    }
    woven.put(WovenKindsTest.class.getName(), classFile(WovenKindsTest.class)); // their nest host
    OwnLoader loader = new OwnLoader(woven);
    for (Class<?> kind : kinds) {
      Class<?> loaded = Class.forName(kind.getName(), true, loader);
      assertThat(loaded.getClassLoader()).isSameAs(loader);
    }
  }

  private static byte[] woven(Class<?> kind) throws IOException {
    byte[] classFile = classFile(kind);
    Map<String, Probe> probes = new HashMap<>();
    for (MethodShape shape : MethodShape.read(new ClassReader(classFile)).values()) {
      if (shape.weavable()) {
        Probe probe = new Probe(probes.size(), kind.getName(), shape.name, shape.descriptor);
        probes.put(shape.name + shape.descriptor, probe);
      }
    }
    String recorder = CaptureWeaverTest.Recorder.class.getName().replace('.', '/');
    return CaptureWeaver.weave(classFile, probes, recorder, false);
  }

  private static byte[] classFile(Class<?> type) throws IOException {
    String resource = type.getName().replace('.', '/') + ".class";
    try (InputStream in = ClassLoader.getSystemResourceAsStream(resource)) {
      return Objects.requireNonNull(in, resource).readAllBytes();
    }
  }

  /** Defines the woven classes, so that they meet one another and not the originals. */
  private static final class OwnLoader extends ClassLoader {
    private final Map<String, byte[]> woven;

    OwnLoader(Map<String, byte[]> woven) {
      super(WovenKindsTest.class.getClassLoader());
      this.woven = woven;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      byte[] classFile = woven.get(name);
      if (classFile == null) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? defineClass(name, classFile, 0, classFile.length) : loaded;
    }
  }
}
