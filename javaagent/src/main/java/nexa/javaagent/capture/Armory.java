package nexa.javaagent.capture;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
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
 * itself is done by the transformer either way, so it survives other agents. Classes are held
 * weakly: an armed one can be unloaded with its loader.
 */
public final class Armory implements StatusPart {

  static final int SNAPSHOTS_MAX = 3;
  private static final int METHODS_MAX = 16;
  private static final int CLASSES_MAX = 8;
  private static final int NAME_MAX = 1024;
  private static final int CRASHES_MAX = 512;
  private static final int ARMED_MAX = 8;
  private static final long ARMED_NANOS_MAX = 600L * 1000 * 1000 * 1000;
  private static final String JAVA = System.getProperty("java.version", "");
  private static final boolean RETRANSFORMATION_KEEPS_NAMES =
      Redefinitions.retransformationKeepsNames();

  private final Redefinitions redefinitions;
  private final Instrumentation instrumentation;
  private final Counters counters;
  private final long armedNanosMax;
  private final Probes probes = new Probes();
  private final EagerArms eager;
  private final Map<Class<?>, Target> targets =
      Collections.synchronizedMap(new WeakHashMap<Class<?>, Target>());
  private final Map<String, Armed> crashes =
      new LinkedHashMap<String, Armed>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Armed> eldest) {
          return size() > CRASHES_MAX && eldest.getValue().methods.isEmpty();
        }
      };
  private volatile boolean off;
  private volatile boolean calls;
  private @Nullable Runnable beforeFirstArming;

  /**
   * Creates an armory.
   *
   * @param presets methods to arm as their classes load, each {@code class#method}
   * @param first packages whose methods are armed as their classes load
   */
  public Armory(
      Redefinitions redefinitions,
      Counters counters,
      List<String> presets,
      List<String> first) {
    this(redefinitions, counters, presets, first, ARMED_NANOS_MAX);
  }

  Armory(
      Redefinitions redefinitions,
      Counters counters,
      List<String> presets,
      List<String> first,
      long armedNanosMax) {
    this.redefinitions = redefinitions;
    this.instrumentation = redefinitions.instrumentation();
    this.counters = counters;
    this.armedNanosMax = armedNanosMax;
    this.eager = new EagerArms(presets, first, probes);
  }

  /** Has calls captured as they are made, from the next class that is woven on. */
  public void captureCalls() {
    calls = true;
  }

  /** Names what is to be done once before anything is armed, on the agent's thread. */
  public void beforeFirstArming(Runnable work) {
    beforeFirstArming = work;
  }

  /** Arms the methods of a crash seen for the first time, or again long after. */
  public void seen(Crash crash) {
    if (off || !crash.capturable || crash.frames.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    Armed known = crashes.get(crash.fingerprint);
    if (known == null) {
      known = new Armed(crash.exceptionType, now - armedNanosMax);
      crashes.put(crash.fingerprint, known);
    }
    if (!known.armed() && now - known.nanos >= armedNanosMax && armedCount() < ARMED_MAX) {
      known.nanos = now;
      known.snapshots = 0;
      arm(crash, known);
      known.completeNanos = System.nanoTime();
      known.complete = true;
    }
  }

  /**
   * Counts a snapshot of a crash; false when it had enough of them, or when the next one will show
   * more: this one began before all of the crash's methods were armed.
   */
  public boolean snapshot(Crash crash, Capture capture) {
    Armed known = crashes.get(crash.fingerprint);
    if (known == null) {
      return true;
    }
    StackTraceElement thrownIn = crash.frames.get(0);
    if (!capture.isEagerFrom(thrownIn)
        && (known.complete ? known.isPartial(capture) : !capture.startsIn(thrownIn))) {
      return false;
    }
    known.snapshots++;
    if (known.snapshots >= SNAPSHOTS_MAX && known.armed()) {
      disarm(Collections.singletonList(known));
    }
    return known.snapshots <= SNAPSHOTS_MAX;
  }

  /** Disarms what has been armed for long, or captured often enough. */
  public void expire() {
    long now = System.nanoTime();
    List<Armed> expired = new ArrayList<Armed>();
    for (Armed armed : crashes.values()) {
      armed.forgetUnloaded();
      if (armed.armed() && now - armed.nanos > armedNanosMax) {
        expired.add(armed);
      }
    }
    disarm(expired);
    if (!eager.isEmpty() && !off) {
      install(loaded(eager.spent()));
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

  /** Gives all methods their original code back and arms none, or arms again. */
  public void off(boolean off) {
    if (this.off == off) {
      return;
    }
    this.off = off;
    Set<Class<?>> changed = loaded(eager.classes());
    if (off) {
      synchronized (targets) {
        changed.addAll(targets.keySet());
      }
      targets.clear();
      crashes.clear();
    }
    install(changed);
  }

  /** The methods armed for crashes, each {@code class#method}. */
  List<String> armed() {
    List<String> names = new ArrayList<String>();
    synchronized (targets) {
      for (Target target : targets.values()) {
        for (Probe probe : target.probes.values()) {
          names.add(probe.className + "#" + probe.method);
        }
      }
    }
    Collections.sort(names);
    return names;
  }

  @Nullable Probe probe(int id) {
    return probes.get(id);
  }

  /** The woven form of a class being loaded or redefined, or null when none of it is armed. */
  public byte @Nullable [] weave(
      @Nullable Class<?> redefined, String internalName, byte[] classFile) {
    Target target = redefined == null ? null : targets.get(redefined);
    boolean early = eager.concern(internalName);
    if (off || target == null && !early) {
      return null;
    }
    ClassReader reader = new ClassReader(classFile);
    if (AnnotatedRecords.mustStay(reader, JAVA)) {
      return null;
    }
    Map<String, MethodShape> shapes = MethodShape.read(reader);
    Map<String, Probe> wanted = new HashMap<String, Probe>();
    if (early) {
      eager.of(internalName, shapes, wanted);
    }
    if (target != null) {
      for (String method : shapes.keySet()) { // the map's own iterator might not be loaded yet
        Probe probe = target.probes.get(method);
        if (probe != null) {
          wanted.put(method, probe);
        }
      }
    }
    return wanted.isEmpty()
        ? null
        : CaptureWeaver.weave(reader, shapes, wanted, "java/lang/NexaSpy", calls);
  }

  private int armedCount() {
    int count = 0;
    for (Armed armed : crashes.values()) {
      count += armed.armed() ? 1 : 0;
    }
    return count;
  }

  private void arm(Crash crash, Armed armed) {
    Runnable before = beforeFirstArming;
    beforeFirstArming = null;
    if (before != null) {
      before.run();
    }
    Set<Class<?>> changed = new HashSet<Class<?>>();
    for (Map.Entry<Class<?>, byte[]> found : classes(crash).entrySet()) {
      Class<?> type = found.getKey();
      ClassReader reader = new ClassReader(ClassVersion.readable(found.getValue()));
      if (AnnotatedRecords.mustStay(reader, JAVA)) {
        continue;
      }
      for (MethodShape shape : MethodShape.read(reader).values()) {
        if (armed.methods.size() < METHODS_MAX && shape.weavable() && onTrace(type, shape, crash)) {
          Probe probe = probes.of(type.getName(), shape);
          if (probe != null) {
            target(type).probes.put(shape.name + shape.descriptor, probe);
            armed.methods.add(new Method(type, shape.name + shape.descriptor, probe));
            changed.add(type);
          }
        }
      }
    }
    for (Method method : armed.methods) {
      method.probe.arm(typesOf(method.probe));
    }
    install(changed);
  }

  private Target target(Class<?> type) {
    Target target = targets.get(type);
    if (target == null) {
      target = new Target();
      targets.put(type, target);
    }
    return target;
  }

  /** The root causes for which a method is armed. */
  private Set<String> typesOf(Probe probe) {
    Set<String> types = new HashSet<String>();
    for (Armed armed : crashes.values()) {
      for (Method method : armed.methods) {
        if (method.probe == probe) {
          types.add(armed.exceptionType);
        }
      }
    }
    return types;
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
        byte[] classFile = redefinitions.current(type);
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

  /** The loaded classes of these names. */
  private Set<Class<?>> loaded(Set<String> names) {
    Set<Class<?>> loaded = new HashSet<Class<?>>();
    if (!names.isEmpty()) {
      for (Class<?> type : instrumentation.getAllLoadedClasses()) {
        if (names.contains(type.getName()) && instrumentation.isModifiableClass(type)) {
          loaded.add(type);
        }
      }
    }
    return loaded;
  }

  private void disarm(List<Armed> crashes) {
    Set<Class<?>> changed = new HashSet<Class<?>>();
    List<Method> methods = new ArrayList<Method>();
    for (Armed armed : crashes) {
      methods.addAll(armed.methods);
      armed.methods.clear();
    }
    for (Method method : methods) {
      method.probe.arm(typesOf(method.probe));
      Class<?> type = method.type.get();
      Target target = type == null ? null : targets.get(type);
      if (type != null && target != null && !stillArmed(method)) {
        target.probes.remove(method.key);
        changed.add(type);
        if (target.probes.isEmpty()) {
          targets.remove(type);
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
    if (changed.isEmpty()) {
      return;
    }
    synchronized (redefinitions) {
      installAll(changed);
    }
  }

  private void installAll(Set<Class<?>> changed) {
    List<ClassDefinition> definitions = new ArrayList<ClassDefinition>();
    for (Class<?> type : changed) {
      byte[] classFile = redefinitions.current(type);
      if (classFile == null) {
        retransform(type);
      } else {
        definitions.add(new ClassDefinition(type, classFile));
      }
    }
    try {
      redefinitions.redefine(definitions);
    } catch (Throwable t) { // a class refuses: the others must not suffer
      for (ClassDefinition definition : definitions) {
        installAlone(definition);
      }
    }
  }

  private void installAlone(ClassDefinition definition) {
    try {
      redefinitions.redefine(Collections.singletonList(definition));
    } catch (Throwable t) { // its class file is not what was loaded
      retransform(definition.getDefinitionClass());
    }
  }

  private void retransform(Class<?> type) {
    try {
      if (RETRANSFORMATION_KEEPS_NAMES) {
        redefinitions.retransform(type);
        return;
      }
    } catch (Throwable t) { // neither way: counted below
      counters.errors.incrementAndGet();
    }
    targets.remove(type); // it stays as it is, and captures nothing
  }

  /** The armed methods of one class by name and descriptor. */
  private static final class Target {
    final Map<String, Probe> probes = new ConcurrentHashMap<String, Probe>();
  }

  /** A crash and what is armed for it. */
  private static final class Armed {
    final Set<Method> methods = new HashSet<Method>();
    final String exceptionType;
    long nanos;
    int snapshots;

    /** True once its methods were woven, which was at this time. */
    boolean complete;

    long completeNanos;

    Armed(String exceptionType, long nanos) {
      this.exceptionType = exceptionType;
      this.nanos = nanos;
    }

    boolean armed() {
      return !methods.isEmpty();
    }

    boolean isPartial(Capture capture) {
      if (capture.nanos - completeNanos >= 0) {
        return false;
      }
      for (Method method : methods) {
        if (!capture.covers(method.probe)) {
          return true;
        }
      }
      return false;
    }

    void forgetUnloaded() {
      for (Iterator<Method> all = methods.iterator(); all.hasNext();) {
        if (all.next().type.get() == null) {
          all.remove();
        }
      }
    }
  }

  /** A method of a loaded class. */
  private static final class Method {
    final WeakReference<Class<?>> type;
    final String key;
    final Probe probe;

    Method(Class<?> type, String key, Probe probe) {
      this.type = new WeakReference<Class<?>>(type);
      this.key = key;
      this.probe = probe;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Method
          && ((Method) other).type.get() == type.get()
          && ((Method) other).probe == probe;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(probe);
    }
  }
}
