package watched;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** Another agent, which adds a field as a class loads and never again, as JaCoCo does. */
public final class AddsMember implements ClassFileTransformer {

  public static void premain(String arguments, Instrumentation instrumentation) {
    instrumentation.addTransformer(new AddsMember());
  }

  @Override
  public byte[] transform(
      ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
    if (redefined != null || !"shop/Cart".equals(name)) {
      return null;
    }
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public void visitEnd() {
                visitField(
                    Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_TRANSIENT,
                    "$added", "[Z", null, null);
                super.visitEnd();
              }
            },
            0);
    return writer.toByteArray();
  }
}
