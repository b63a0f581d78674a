package nexa.javaagent.swap;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Notes what redefined classes are made of; as the last transformer: what they run as. */
final class Recorder implements ClassFileTransformer {

  private final Set<Class<?>> types;
  private final Map<Class<?>, byte[]> seen = new ConcurrentHashMap<Class<?>, byte[]>();

  Recorder(Set<Class<?>> types) {
    this.types = types;
  }

  byte @Nullable [] seen(Class<?> type) {
    return seen.get(type);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] classFile) {
    if (redefined != null) {
      records(redefined, classFile);
    }
    return null;
  }

  /** Whether a class is one of those it records. */
  boolean records(Class<?> type, byte[] classFile) {
    boolean wanted = types.contains(type);
    if (wanted) {
      seen.put(type, classFile.clone());
    }
    return wanted;
  }
}
