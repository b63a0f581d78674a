package nexa.javaagent.swap;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import nexa.javaagent.ThisJvm;
import org.jspecify.annotations.Nullable;

/** Asks the JVM it runs in and the gate about each change, a line for each. */
public final class GateTable {

  private static @Nullable Instrumentation instrumentation;

  private GateTable() {}

  public static void premain(String arguments, Instrumentation given) {
    instrumentation = given;
  }

  public static void main(String[] arguments) throws Exception {
    for (int release : new int[] {8, 17, 25}) {
      for (ClassChanges.Change change : ClassChanges.all()) {
        if (release >= change.release() && release <= ThisJvm.release()) {
          Map<String, byte[]> before = Sources.compile("T", change.before(), release);
          Map<String, byte[]> after = Sources.compile("T", change.after(), release);
          row(release, change.name(), before, after);
        }
      }
    }
    ClassChanges.Change body = ClassChanges.all().get(0);
    row(8, "newer class-file version", Sources.compile("T", body.before(), 8),
        Sources.compile("T", body.after(), ThisJvm.release()));
    System.out.println("end");
  }

  private static void row(
      int release, String name, Map<String, byte[]> before, Map<String, byte[]> after)
      throws Exception {
    String gate = gate(before, after);
    String jvm = jvm(before, after);
    System.out.println("row|" + release + "|" + name + "|" + jvm + "|" + gate);
  }

  private static String gate(Map<String, byte[]> before, Map<String, byte[]> after) {
    for (Map.Entry<String, byte[]> each : before.entrySet()) {
      byte[] now = after.get(each.getKey());
      if (now != null) {
        String obstacle =
            BodyGate.obstacle(
                each.getValue(), now, named(each.getValue(), now),
                BodyGate.majorOf(ThisJvm.release()));
        if (obstacle != null) {
          return obstacle;
        }
      }
    }
    return "ok";
  }

  /** All methods that are in both, as if all of them had been touched. */
  private static Set<String> named(byte[] before, byte[] after) {
    Set<String> methods = new HashSet<>(ClassShape.read(before).methods.keySet());
    methods.retainAll(ClassShape.read(after).methods.keySet());
    return methods;
  }

  private static String jvm(Map<String, byte[]> before, Map<String, byte[]> after)
      throws Exception {
    Map<String, byte[]> known = new HashMap<>(after);
    known.putAll(before);
    ClassLoader loader =
        new ClassLoader(null) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = known.get(name);
            if (bytes == null) {
              throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
          }
        };
    List<ClassDefinition> definitions = new ArrayList<>();
    for (String name : before.keySet()) {
      byte[] now = after.get(name);
      if (now != null && !Arrays.equals(now, before.get(name))) {
        definitions.add(new ClassDefinition(Class.forName(name, false, loader), now));
      }
    }
    try {
      Objects.requireNonNull(instrumentation)
          .redefineClasses(definitions.toArray(new ClassDefinition[0]));
      return "ok";
    } catch (UnsupportedOperationException | LinkageError e) {
      return String.valueOf(e.getMessage());
    }
  }
}
