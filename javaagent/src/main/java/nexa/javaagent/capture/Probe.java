package nexa.javaagent.capture;

import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/** One armed method: what the woven code's number stands for. */
final class Probe {

  final int id;
  final String className;
  final String method;
  final String descriptor;

  /** The root causes worth a capture; empty when any is. */
  final CopyOnWriteArraySet<String> exceptionTypes = new CopyOnWriteArraySet<String>();

  private volatile String[] names = {};
  private final String[] primitives;

  Probe(int id, String className, String method, String descriptor) {
    this.id = id;
    this.className = className;
    this.method = method;
    this.descriptor = descriptor;
    this.primitives = primitives(descriptor);
  }

  boolean wants(Throwable root) {
    return exceptionTypes.isEmpty() || exceptionTypes.contains(root.getClass().getName());
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
