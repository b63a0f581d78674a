package nexa.javaagent.swap;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a class file may replace another in a running JVM: only bodies of the named
 * methods may differ. Says what the JVM would say, and also refuses what it accepts in silence
 * without effect: a changed static initialiser or constant.
 */
final class BodyGate {

  private BodyGate() {}

  /**
   * What forbids the replacement, or null.
   *
   * @param touched the methods that may differ, each {@code name(descriptor)}
   * @param majorMax the newest class-file version this JVM knows
   */
  static @Nullable String obstacle(
      byte[] base, byte[] patched, Set<String> touched, int majorMax) {
    ClassShape before;
    ClassShape after;
    try {
      before = ClassShape.read(base);
      after = ClassShape.read(patched);
    } catch (RuntimeException e) { // whatever ASM says of bytes that are no class file
      return "is not a class file that can be read";
    }
    if (after.major > majorMax) {
      return "is of class-file version " + after.major + ", this JVM knows " + majorMax;
    }
    String header = header(before, after);
    if (header != null) {
      return header;
    }
    String fields = fields(before, after);
    return fields != null ? fields : methods(before, after, touched);
  }

  private static @Nullable String header(ClassShape before, ClassShape after) {
    if (!before.name.equals(after.name)) {
      return "is the class " + after.name.replace('/', '.');
    }
    if (before.access != after.access) {
      return "changes the class's modifiers";
    }
    if (!String.valueOf(before.superName).equals(String.valueOf(after.superName))) {
      return "changes the superclass";
    }
    if (!before.interfaces.equals(after.interfaces)) {
      return "changes the interfaces";
    }
    for (Map.Entry<String, Set<String>> related : before.related.entrySet()) {
      Set<String> now = after.related.get(related.getKey());
      if (!related.getValue().equals(now)) {
        return "changes the " + related.getKey();
      }
    }
    return null;
  }

  private static @Nullable String fields(ClassShape before, ClassShape after) {
    String missing = firstMissing(before.fields.keySet(), after.fields.keySet());
    if (missing != null) {
      return "removes the field " + missing;
    }
    String added = firstMissing(after.fields.keySet(), before.fields.keySet());
    if (added != null) {
      return "adds the field " + added;
    }
    for (Map.Entry<String, ClassShape.Field> entry : before.fields.entrySet()) {
      ClassShape.Field now = after.fields.get(entry.getKey());
      if (now == null || now.access != entry.getValue().access) {
        return "changes the modifiers of the field " + entry.getKey();
      }
      if (!String.valueOf(entry.getValue().constant).equals(String.valueOf(now.constant))) {
        return "changes the constant " + entry.getKey() + ", which other classes have copied";
      }
    }
    return before.fieldOrder().equals(after.fieldOrder()) ? null : "reorders the fields";
  }

  private static @Nullable String methods(
      ClassShape before, ClassShape after, Set<String> touched) {
    String missing = firstMissing(before.methods.keySet(), after.methods.keySet());
    if (missing != null) {
      return "removes the method " + missing;
    }
    String added = firstMissing(after.methods.keySet(), before.methods.keySet());
    if (added != null) {
      return "adds the method " + added;
    }
    Set<String> differing = new HashSet<String>();
    for (Map.Entry<String, MethodCode> entry : before.methods.entrySet()) {
      MethodCode now = after.methods.get(entry.getKey());
      if (now == null || now.access != entry.getValue().access) {
        return "changes the modifiers of the method " + entry.getKey();
      }
      if (!now.text().equals(entry.getValue().text())) {
        differing.add(entry.getKey());
      }
    }
    if (differing.contains("<clinit>()V")) {
      return "changes the static initialiser, which has run";
    }
    String unnamed = firstMissing(differing, touched);
    return unnamed == null ? null : "changes the method " + unnamed + ", which was not named";
  }

  /** The first of some names that others lack, or null. */
  private static @Nullable String firstMissing(Set<String> names, Set<String> others) {
    for (String name : new TreeSet<String>(names)) {
      if (!others.contains(name)) {
        return name;
      }
    }
    return null;
  }

  /** The newest class-file version that the JVM of a release knows. */
  static int majorOf(int release) {
    return 44 + release;
  }
}
