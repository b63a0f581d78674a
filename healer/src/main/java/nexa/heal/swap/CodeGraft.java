package nexa.heal.swap;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Puts the code of some methods into another class file of the same class and keeps the rest of it:
 * the members that other agents added, annotations, parameter names, unknown attributes. Stack map
 * frames are copied, so no class is looked up.
 */
final class CodeGraft {

  private CodeGraft() {}

  /**
   * @param methods name and descriptor of each method to take from {@code after}
   */
  static byte[] of(byte[] base, byte[] after, Set<String> methods) {
    ClassReader into = new ClassReader(base);
    ClassWriter writer = new ClassWriter(into, 0); // keeps the pool that unknown attributes point to
    into.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public @Nullable MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            MethodVisitor target =
                super.visitMethod(access, name, descriptor, signature, exceptions);
            return target != null && methods.contains(name + descriptor)
                ? new Replacing(target, after, name + descriptor)
                : target;
          }
        },
        0);
    return writer.toByteArray();
  }

  /** Passes a method on, with other code. */
  private static final class Replacing extends MethodVisitor {
    private final MethodVisitor target;
    private final byte[] after;
    private final String method;

    Replacing(MethodVisitor target, byte[] after, String method) {
      super(Opcodes.ASM9, target);
      this.target = target;
      this.after = after;
      this.method = method;
    }

    @Override
    public void visitCode() {
      new ClassReader(after).accept(new CodeOf(method, target), 0);
      mv = null; // the code that was there goes nowhere
    }

    @Override
    public void visitEnd() {
      target.visitEnd();
    }
  }

  /** Finds one method and passes on its code alone. */
  private static final class CodeOf extends ClassVisitor {
    private final String method;
    private final MethodVisitor target;

    CodeOf(String method, MethodVisitor target) {
      super(Opcodes.ASM9);
      this.method = method;
      this.target = target;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access,
        String name,
        String descriptor,
        @Nullable String signature,
        String @Nullable [] exceptions) {
      if (!method.equals(name + descriptor)) {
        return null;
      }
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitCode() {
          mv = target;
          super.visitCode();
        }

        @Override
        public void visitEnd() {
          // the method that the code goes into ends by itself
        }
      };
    }
  }
}
