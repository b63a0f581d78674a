package nexa.javaagent.capture;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import nexa.javaagent.ship.Counters;
import nexa.javaagent.ship.Json;
import nexa.javaagent.ship.StatusPart;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;

/**
 * Arms and disarms methods. The first failure of a crash arms the methods of its in-app frames; the
 * next ones are captured; after {@value #SNAPSHOTS_MAX} snapshots or ten minutes the methods get
 * their original code back. All but {@link #weave} and {@link #probe} runs on the agent's thread.
 *
 * <p>A class is redefined from the class file of its loader rather than retransformed, because
 * retransformation loses parameter names before Java 17.0.20 and 19 (JDK-8240908); the weaving
 * itself is done by the transformer either way, so it survives other agents.
 */
public final class Armory implements StatusPart {

  static final int SNAPSHOTS_MAX = 3;
  private static final int METHODS_MAX = 16;
  private static final int CLASSES_MAX = 8;
  private static final int NAME_MAX = 1024;
  private static final int CRASHES_MAX = 512;
  private static final int ARMED_MAX = 8;
  private static final int PROBES_MAX = 4096;
  private static final long ARMED_NANOS_MAX = 600L * 1000 * 1000 * 1000;
  private static final boolean RETRANSFORMATION_KEEPS_NAMES = retransformationKeepsNames();

  private final Instrumentation instrumentation;
  private final Counters counters;
  private final Map<Class<?>, Target> targets = new ConcurrentHashMap<Class<?>, Target>();
  private final Map<String, Set<String>> presets;
  private final CopyOnWriteArrayList<Probe> probes = new CopyOnWriteArrayList<Probe>();
  private final Map<String, Armed> crashes =
      new LinkedHashMap<String, Armed>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Armed> eldest) {
          return size() > CRASHES_MAX && eldest.getValue().methods.isEmpty();
        }
      };

  /**
   * Creates an armory.
   *
   * @param presets methods to arm as their classes load, each {@code class#method}
   */
  public Armory(Instrumentation instrumentation, Counters counters, List<String> presets) {
    this.instrumentation = instrumentation;
    this.counters = counters;
    Map<String, Set<String>> byClass = new HashMap<String, Set<String>>();
    for (String preset : presets) {
      int hash = preset.indexOf('#');
      if (hash > 0) {
        String name = preset.substring(0, hash);
        if (!byClass.containsKey(name)) {
          byClass.put(name, new HashSet<String>());
        }
        byClass.get(name).add(preset.substring(hash + 1));
      }
    }
    this.presets = byClass;
  }

  /** Arms the methods of a crash seen for the first time, or again long after. */
  public void seen(Crash crash) {
    long now = System.nanoTime();
    Armed known = crashes.get(crash.fingerprint);
    if (known == null) {
      known = new Armed(now);
      crashes.put(crash.fingerprint, known);
    } else if (known.armed() || now - known.nanos < ARMED_NANOS_MAX) {
      return;
    }
    if (!crash.frames.isEmpty() && armedCount() < ARMED_MAX && probes.size() < PROBES_MAX) {
      known.nanos = now;
      known.snapshots = 0;
      arm(crash, known);
    }
  }

  /** Counts a snapshot of a crash; false when it had enough of them. */
  public boolean snapshot(Crash crash) {
    Armed known = crashes.get(crash.fingerprint);
    if (known == null) {
      return true;
    }
    known.snapshots++;
    if (known.snapshots >= SNAPSHOTS_MAX && known.armed()) {
      disarm(known);
    }
    return known.snapshots <= SNAPSHOTS_MAX;
  }

  /** Disarms what has been armed for long. */
  public void expire() {
    long now = System.nanoTime();
    for (Armed armed : crashes.values()) {
      if (armed.armed() && now - armed.nanos > ARMED_NANOS_MAX) {
        disarm(armed);
      }
    }
  }

  @Override
  public void write(StringBuilder status) {
    Json.name(status, "armed").append('[');
    String comma = "";
    for (String name : armed()) {
      Json.string(status.append(comma), name, NAME_MAX);
      comma = ",";
    }
    status.append(']');
  }

  /** The armed methods, each {@code class#method}. */
  private List<String> armed() {
    List<String> names = new ArrayList<String>();
    for (Map.Entry<Class<?>, Target> target : targets.entrySet()) {
      for (Probe probe : target.getValue().probes.values()) {
        names.add(probe.className + "#" + probe.method);
      }
    }
    Collections.sort(names);
    return names;
  }

  @Nullable Probe probe(int id) {
    return id < probes.size() ? probes.get(id) : null;
  }

  /** The woven form of a class being loaded or redefined, or null when none of it is armed. */
  public byte @Nullable [] weave(
      @Nullable Class<?> redefined, String internalName, byte[] classFile) {
    Map<String, Probe> wanted = new HashMap<String, Probe>();
    Target target = redefined == null ? null : targets.get(redefined);
    if (!presets.isEmpty()) {
      preset(internalName.replace('/', '.'), classFile, wanted);
    }
    if (target != null) {
      wanted.putAll(target.probes);
    }
    return wanted.isEmpty() ? null : CaptureWeaver.weave(classFile, wanted, "java/lang/NexaSpy");
  }

  private void preset(String className, byte[] classFile, Map<String, Probe> wanted) {
    Set<String> names = presets.get(className);
    if (names == null) {
      return;
    }
    for (MethodShape shape : MethodShape.read(new ClassReader(classFile)).values()) {
      if (names.contains(shape.name) && shape.weavable() && probes.size() < PROBES_MAX) {
        wanted.put(shape.name + shape.descriptor, newProbe(className, shape));
      }
    }
  }

  private synchronized Probe newProbe(String className, MethodShape shape) {
    Probe probe = new Probe(probes.size(), className, shape.name, shape.descriptor);
    probes.add(probe);
    return probe;
  }

  private int armedCount() {
    int count = 0;
    for (Armed armed : crashes.values()) {
      count += armed.armed() ? 1 : 0;
    }
    return count;
  }

  private void arm(Crash crash, Armed armed) {
    Set<Class<?>> changed = new HashSet<Class<?>>();
    for (Map.Entry<Class<?>, byte[]> found : classes(crash).entrySet()) {
      Class<?> type = found.getKey();
      for (MethodShape shape : MethodShape.read(new ClassReader(found.getValue())).values()) {
        if (armed.methods.size() < METHODS_MAX && shape.weavable() && onTrace(type, shape, crash)) {
          Target target = targets.get(type);
          if (target == null) {
            target = new Target();
            targets.put(type, target);
          }
          String key = shape.name + shape.descriptor;
          Probe probe = target.probes.get(key);
          if (probe == null) {
            probe = newProbe(type.getName(), shape);
            target.probes.put(key, probe);
          }
          probe.exceptionTypes.add(crash.exceptionType);
          armed.methods.add(new Method(type, key));
          changed.add(type);
        }
      }
    }
    install(changed);
  }

  /** The loaded classes of a crash's frames with their class files. */
  private Map<Class<?>, byte[]> classes(Crash crash) {
    Set<String> names = new HashSet<String>();
    for (StackTraceElement frame : crash.frames) {
      names.add(frame.getClassName());
    }
    Map<Class<?>, byte[]> classes = new HashMap<Class<?>, byte[]>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (classes.size() < CLASSES_MAX
          && names.contains(type.getName())
          && instrumentation.isModifiableClass(type)) {
        byte[] classFile = ClassFiles.of(type);
        if (classFile != null) {
          classes.put(type, classFile);
        }
      }
    }
    return classes;
  }

  private static boolean onTrace(Class<?> type, MethodShape shape, Crash crash) {
    for (StackTraceElement frame : crash.frames) {
      if (frame.getClassName().equals(type.getName())
          && frame.getMethodName().equals(shape.name)
          && shape.covers(frame.getLineNumber())) {
        return true;
      }
    }
    return false;
  }

  private void disarm(Armed armed) {
    Set<Class<?>> changed = new HashSet<Class<?>>();
    List<Method> methods = new ArrayList<Method>(armed.methods);
    armed.methods.clear();
    for (Method method : methods) {
      Target target = targets.get(method.type);
      if (target != null && !stillArmed(method)) {
        target.probes.remove(method.key);
        changed.add(method.type);
        if (target.probes.isEmpty()) {
          targets.remove(method.type);
        }
      }
    }
    install(changed);
  }

  private boolean stillArmed(Method method) {
    for (Armed other : crashes.values()) {
      if (other.methods.contains(method)) {
        return true;
      }
    }
    return false;
  }

  /** Redefines the classes in one call; where one refuses, each alone; else by retransforming. */
  private void install(Set<Class<?>> changed) {
    List<ClassDefinition> definitions = new ArrayList<ClassDefinition>();
    for (Class<?> type : changed) {
      byte[] classFile = ClassFiles.of(type);
      if (classFile == null) {
        retransform(type);
      } else {
        definitions.add(new ClassDefinition(type, classFile));
      }
    }
    try {
      if (!definitions.isEmpty()) {
        instrumentation.redefineClasses(definitions.toArray(new ClassDefinition[0]));
      }
    } catch (Throwable t) { // a class refuses: the others must not suffer
      for (ClassDefinition definition : definitions) {
        installAlone(definition);
      }
    }
  }

  private void installAlone(ClassDefinition definition) {
    try {
      instrumentation.redefineClasses(definition);
    } catch (Throwable t) { // its class file is not what was loaded
      retransform(definition.getDefinitionClass());
    }
  }

  private void retransform(Class<?> type) {
    try {
      if (RETRANSFORMATION_KEEPS_NAMES) {
        instrumentation.retransformClasses(type);
        return;
      }
    } catch (Throwable t) { // neither way: counted below
      counters.errors.incrementAndGet();
    }
    targets.remove(type); // it stays as it is, and captures nothing
  }

  /** False on Java 8 to 18, whatever the update: a lost parameter name breaks Spring. */
  private static boolean retransformationKeepsNames() {
    String version = System.getProperty("java.specification.version", "1.8");
    try {
      return !version.startsWith("1.") && Integer.parseInt(version) >= 19;
    } catch (NumberFormatException e) { // a JVM that names its versions otherwise
      return false;
    }
  }

  /** The armed methods of one class by name and descriptor. */
  private static final class Target {
    final Map<String, Probe> probes = new ConcurrentHashMap<String, Probe>();
  }

  /** A crash and what is armed for it. */
  private static final class Armed {
    final Set<Method> methods = new HashSet<Method>();
    long nanos;
    int snapshots;

    Armed(long nanos) {
      this.nanos = nanos;
    }

    boolean armed() {
      return !methods.isEmpty();
    }
  }

  /** A method of a loaded class. */
  private static final class Method {
    final Class<?> type;
    final String key;

    Method(Class<?> type, String key) {
      this.type = type;
      this.key = key;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Method
          && ((Method) other).type == type
          && ((Method) other).key.equals(key);
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(type) * 31 + key.hashCode();
    }
  }
}
