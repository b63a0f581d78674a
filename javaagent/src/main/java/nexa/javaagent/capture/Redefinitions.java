package nexa.javaagent.capture;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import nexa.javaagent.ThisJvm;
import org.jspecify.annotations.Nullable;

/**
 * All the agent's redefinitions: one at a time, each from the class file the class now has, which is
 * a patched one where it was swapped. Who needs several steps to be one holds this object's lock.
 */
public final class Redefinitions {

  private static final int KEEPS_NAMES_RELEASE = 19;
  private static final int KEEPS_NAMES_17 = 20;

  private final Instrumentation instrumentation;
  private final long jvmStartedUnixMs;

  /** The class files that are not the loader's any more. */
  private final Map<Class<?>, byte[]> own =
      Collections.synchronizedMap(new WeakHashMap<Class<?>, byte[]>());

  /**
   * Creates the redefinitions.
   *
   * @param jvmStartedUnixMs class files written later are not those that were loaded
   */
  public Redefinitions(Instrumentation instrumentation, long jvmStartedUnixMs) {
    this.instrumentation = instrumentation;
    this.jvmStartedUnixMs = jvmStartedUnixMs;
  }

  public Instrumentation instrumentation() {
    return instrumentation;
  }

  /** What to redefine a class from, before any agent's changes; null when that is not known. */
  public byte @Nullable [] current(Class<?> type) {
    byte[] replaced = own.get(type);
    return replaced == null ? disk(type) : replaced;
  }

  /** The class file as the loader finds it; null when there is none or it has changed since. */
  public byte @Nullable [] disk(Class<?> type) {
    return ClassFiles.of(type, jvmStartedUnixMs);
  }

  /** From now on the class is redefined from these bytes; from the loader's when null. */
  public void replace(Class<?> type, byte @Nullable [] classFile) {
    if (classFile == null) {
      own.remove(type);
    } else {
      own.put(type, classFile);
    }
  }

  /** Redefines classes at once: all of them, or none. */
  public synchronized void redefine(List<ClassDefinition> definitions) throws Exception {
    if (!definitions.isEmpty()) {
      instrumentation.redefineClasses(definitions.toArray(new ClassDefinition[0]));
    }
  }

  public synchronized void retransform(Class<?> type) throws Exception {
    instrumentation.retransformClasses(type);
  }

  /**
   * Whether a class keeps its parameter names when it is retransformed: before Java 17.0.20 and 19
   * they are lost (JDK-8240908), which breaks Spring.
   */
  public static boolean retransformationKeepsNames() {
    int release = ThisJvm.release();
    return release >= KEEPS_NAMES_RELEASE
        || release == 17 && update(System.getProperty("java.version", "")) >= KEEPS_NAMES_17;
  }

  /** The last number of a version such as 17.0.15, 0 when there is none. */
  private static int update(String version) {
    int end = 0;
    while (end < version.length() && "0123456789.".indexOf(version.charAt(end)) >= 0) {
      end++;
    }
    String[] numbers = version.substring(0, end).split("\\.");
    try {
      return numbers.length < 3 ? 0 : Integer.parseInt(numbers[2]);
    } catch (NumberFormatException e) { // a JVM that names its versions otherwise
      return 0;
    }
  }
}
