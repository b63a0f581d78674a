package nexa.javaagent;

import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/** The module system, reached by reflection because the agent also runs on Java 8. */
public final class Modules {

  private static final boolean PRESENT = find();

  private Modules() {}

  public static boolean present() {
    return PRESENT;
  }

  /** Opens the package of a class, and only that package, to the agent. */
  public static void open(Instrumentation instrumentation, Class<?> type) throws Exception {
    if (!PRESENT) {
      return;
    }
    Method getModule = Class.class.getMethod("getModule");
    Object theirs = getModule.invoke(type);
    Object ours = getModule.invoke(Modules.class);
    String name = type.getName();
    int dot = name.lastIndexOf('.');
    Map<String, Set<Object>> opens =
        Collections.singletonMap(dot < 0 ? "" : name.substring(0, dot),
            Collections.singleton(ours));
    Class<?> module = Class.forName("java.lang.Module");
    Instrumentation.class
        .getMethod(
            "redefineModule", module, Set.class, Map.class, Map.class, Set.class, Map.class)
        .invoke(
            instrumentation,
            theirs,
            Collections.emptySet(),
            Collections.emptyMap(),
            opens,
            Collections.emptySet(),
            Collections.emptyMap());
  }

  private static boolean find() {
    try {
      Class.class.getMethod("getModule");
      return true;
    } catch (NoSuchMethodException e) { // Java 8
      return false;
    }
  }
}
