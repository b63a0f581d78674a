package nexa.bench;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Forms of {@link workload.Sums} that only differ in the body of its method. */
enum Patches {
  /** Answers one more. */
  ONE_MORE {
    @Override
    void visitReturn(MethodVisitor code) {
      code.visitInsn(Opcodes.ICONST_1);
      code.visitInsn(Opcodes.IADD);
      code.visitInsn(Opcodes.IRETURN);
    }
  },
  /** Divides by zero instead of answering. */
  FAILING {
    @Override
    void visitReturn(MethodVisitor code) {
      code.visitInsn(Opcodes.ICONST_0);
      code.visitInsn(Opcodes.IDIV);
      code.visitInsn(Opcodes.IRETURN);
    }
  };

  static final String METHOD = "of";

  abstract void visitReturn(MethodVisitor code);

  byte[] patched(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            MethodVisitor next =
                super.visitMethod(access, name, descriptor, signature, exceptions);
            return name.equals(METHOD) ? returning(next) : next;
          }
        },
        0);
    return writer.toByteArray();
  }

  private MethodVisitor returning(MethodVisitor next) {
    return new MethodVisitor(Opcodes.ASM9, next) {
      @Override
      public void visitInsn(int opcode) {
        if (opcode == Opcodes.IRETURN) {
          visitReturn(mv);
        } else {
          super.visitInsn(opcode);
        }
      }
    };
  }
}
