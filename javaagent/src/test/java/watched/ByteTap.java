package watched;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.concurrent.atomic.AtomicReference;

/** An agent after ours, which shows what a class is made of now. */
public final class ByteTap {

  private static volatile Instrumentation instrumentation;

  private ByteTap() {}

  public static void premain(String arguments, Instrumentation given) {
    instrumentation = given;
  }

  /** Whether the running code of a class calls the spy. */
  static boolean woven(Class<?> type) {
    AtomicReference<byte[]> bytes = new AtomicReference<>(new byte[0]);
    ClassFileTransformer tap =
        new ClassFileTransformer() {
          @Override
          public byte[] transform(
              ClassLoader loader,
              String name,
              Class<?> redefined,
              ProtectionDomain domain,
              byte[] classFile) {
            if (redefined == type) {
              bytes.set(classFile);
            }
            return null;
          }
        };
    instrumentation.addTransformer(tap, true);
    try {
      instrumentation.retransformClasses(type);
    } catch (java.lang.instrument.UnmodifiableClassException e) {
      throw new IllegalStateException("Cannot look at " + type, e);
    } finally {
      instrumentation.removeTransformer(tap);
    }
    return new String(bytes.get(), StandardCharsets.ISO_8859_1).contains("java/lang/NexaSpy");
  }
}
