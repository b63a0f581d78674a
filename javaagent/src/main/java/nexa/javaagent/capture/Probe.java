package nexa.javaagent.capture;

import java.util.Collections;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One armed method: what the woven code's number stands for. */
final class Probe {

  final int id;
  final String className;
  final String method;
  final String descriptor;

  /** The root causes worth a capture. */
  private volatile Set<String> exceptionTypes = Collections.emptySet();

  /** Captures of any root cause that it may still begin. */
  private final AtomicInteger anyLeft = new AtomicInteger();

  private volatile String[] names = {};
  private final String[] primitives;

  Probe(int id, String className, String method, String descriptor) {
    this.id = id;
    this.className = className;
    this.method = method;
    this.descriptor = descriptor;
    this.primitives = primitives(descriptor);
  }

  /** Lets it begin captures, whatever their root cause. */
  void arm(int captures) {
    anyLeft.set(captures);
  }

  /** Lets it begin captures of these root causes, and no others that it was told before. */
  void arm(Set<String> types) {
    exceptionTypes = types;
  }

  boolean wants(Throwable root) {
    return anyLeft.get() > 0 || exceptionTypes.contains(root.getClass().getName());
  }

  /** Counts a capture that passed through. */
  void captured() {
    int left = anyLeft.get();
    if (left > 0 && left < Integer.MAX_VALUE) {
      anyLeft.compareAndSet(left, left - 1);
    }
  }

  /** Whether it may still begin captures of any root cause. */
  boolean eager() {
    return anyLeft.get() > 0;
  }

  void names(String[] found) {
    names = found;
  }

  /** The name of a parameter, {@code argN} when the class file does not tell it. */
  String name(int index) {
    String[] known = names;
    String name = index < known.length ? known[index] : null;
    return name == null ? "arg" + index : name;
  }

  /** The keyword of a parameter's type when it is primitive. */
  @Nullable String primitive(int index) {
    String keyword = index < primitives.length ? primitives[index] : "";
    return keyword.isEmpty() ? null : keyword;
  }

  private static String[] primitives(String descriptor) {
    org.objectweb.asm.Type[] types = org.objectweb.asm.Type.getArgumentTypes(descriptor);
    String[] keywords = new String[types.length];
    for (int i = 0; i < types.length; i++) {
      boolean primitive = types[i].getSort() < org.objectweb.asm.Type.ARRAY;
      keywords[i] = primitive ? types[i].getClassName() : "";
    }
    return keywords;
  }
}
