package watched;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

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
    return callsSpy(bytes.get());
  }

  /** Looks at instructions, because the JVM keeps the constants of former versions of a class. */
  private static boolean callsSpy(byte[] classFile) {
    AtomicBoolean calls = new AtomicBoolean();
    MethodVisitor calling =
        new MethodVisitor(Opcodes.ASM9) {
          @Override
          public void visitMethodInsn(
              int opcode, String owner, String name, String descriptor, boolean isInterface) {
            calls.compareAndSet(false, owner.equals("java/lang/NexaSpy"));
          }
        };
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                return calling;
              }
            },
            0);
    return calls.get();
  }
}
