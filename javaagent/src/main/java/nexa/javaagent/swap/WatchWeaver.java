package nexa.javaagent.swap;

import java.util.Map;
import nexa.javaagent.capture.BodyVisitor;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Weaves calls at the entry, the returns and the escape of exceptions of watched methods. Nothing is
 * kept in the method's frame, so the handler's stack map frame needs no locals. A constructor is
 * watched from behind its call of {@code super()} or {@code this()}.
 */
final class WatchWeaver extends ClassVisitor {

  private final Map<String, Integer> methods;
  private final String spy;

  private WatchWeaver(ClassVisitor next, Map<String, Integer> methods, String spy) {
    super(Opcodes.ASM9, next);
    this.methods = methods;
    this.spy = spy;
  }

  /**
   * The woven class file.
   *
   * @param methods the number of each watched method, by name and descriptor
   * @param spy internal name of the class whose static methods are called
   */
  static byte[] weave(byte[] classFile, Map<String, Integer> methods, String spy) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(new WatchWeaver(writer, methods, spy), 0);
    return writer.toByteArray();
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    Integer id = methods.get(name + descriptor);
    boolean hasCode = (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) == 0;
    return next == null || id == null || !hasCode || name.equals("<clinit>")
        ? next
        : new WatchedMethod(next, id, name.equals("<init>"));
  }

  /** One watched method. */
  private final class WatchedMethod extends BodyVisitor {
    private final int id;

    WatchedMethod(MethodVisitor next, int id, boolean constructor) {
      super(next, constructor);
      this.id = id;
    }

    @Override
    protected void atStart() {
      spy("entering", "(I)V");
    }

    @Override
    public void visitInsn(int opcode) {
      if (started() && opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
        spy("returning", "(I)V");
      }
      super.visitInsn(opcode);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      if (started()) {
        Label end = new Label();
        super.visitLabel(end);
        super.visitTryCatchBlock(start, end, end, null);
        super.visitFrame(
            Opcodes.F_FULL, 0, new Object[0], 1, new Object[] {"java/lang/Throwable"});
        super.visitInsn(Opcodes.DUP);
        spy("escaping", "(Ljava/lang/Throwable;I)V");
        super.visitInsn(Opcodes.ATHROW);
      }
      super.visitMaxs(maxStack, maxLocals);
    }

    private void spy(String method, String descriptor) {
      super.visitLdcInsn(id);
      super.visitMethodInsn(Opcodes.INVOKESTATIC, spy, method, descriptor, false);
    }
  }
}
