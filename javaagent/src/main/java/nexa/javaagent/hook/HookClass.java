package nexa.javaagent.hook;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import nexa.javaagent.capture.FrameTypes;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Weaves hooks into one class. The handler's stack map frame is written by hand, because computing
 * frames would load classes of the application. A class that lacks the methods, or those the woven
 * code calls, is left as it is, and so is one whose method assigns to a parameter that is read late.
 */
final class HookClass extends ClassVisitor {

  private final Hook[] hooks;
  private final Set<String> declared = new HashSet<String>();
  private final Set<String> called = new HashSet<String>();
  private String className = "";
  private boolean found;
  private boolean unfit;

  private HookClass(ClassVisitor next, Hook[] hooks) {
    super(Opcodes.ASM9, next);
    this.hooks = hooks;
  }

  /** The woven class file, or null when the class is to stay as it is. */
  static byte @Nullable [] weave(byte[] classFile, Hook... hooks) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    HookClass hooked = new HookClass(writer, hooks);
    reader.accept(hooked, 0);
    boolean fits = hooked.found && !hooked.unfit && hooked.declared.containsAll(hooked.called);
    return fits ? writer.toByteArray() : null;
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      @Nullable String signature,
      @Nullable String superName,
      String @Nullable [] interfaces) {
    className = name;
    super.visit(version, access, name, signature, superName, interfaces);
  }

  @Override
  public @Nullable MethodVisitor visitMethod(
      int access,
      String name,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    declared.add(name + descriptor);
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    if (next == null || (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
      return next;
    }
    for (Hook hook : hooks) {
      if (hook.matches(name, descriptor)) {
        found = true;
        Collections.addAll(called, hook.calls());
        boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
        return new HookMethod(next, hook, name.equals("<init>"), locals(isStatic, descriptor));
      }
    }
    return next;
  }

  /** The parameters, this first, as a stack map frame lists them. */
  private List<Object> locals(boolean isStatic, String descriptor) {
    List<Object> locals = new ArrayList<Object>();
    if (!isStatic) {
      locals.add(className);
    }
    for (Type argument : Type.getArgumentTypes(descriptor)) {
      locals.add(FrameTypes.of(argument));
    }
    return locals;
  }

  /** The method visitor of a hook. */
  private final class HookMethod extends MethodVisitor {
    private final Hook hook;
    private final boolean constructor;
    private final List<Object> locals;
    private final int parameterSlots;
    private final Label start = new Label();

    HookMethod(MethodVisitor next, Hook hook, boolean constructor, List<Object> locals) {
      super(Opcodes.ASM9, next);
      this.hook = hook;
      this.constructor = constructor;
      this.locals = locals;
      int slots = 0;
      for (Object local : locals) {
        slots += local == Opcodes.LONG || local == Opcodes.DOUBLE ? 2 : 1;
      }
      this.parameterSlots = slots;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      if (!constructor) {
        hook.enter(mv);
      }
      mv.visitLabel(start);
    }

    @Override
    public void visitVarInsn(int opcode, int index) {
      boolean stores = opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE;
      unfit |= stores && index < parameterSlots && hook.surrounds();
      super.visitVarInsn(opcode, index);
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
        if (constructor) {
          hook.leaveConstructor(mv);
        } else {
          hook.leave(mv);
        }
      }
      super.visitInsn(opcode);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      Label end = new Label();
      mv.visitLabel(end);
      if (hook.surrounds()) {
        mv.visitTryCatchBlock(start, end, end, null);
        mv.visitFrame(
            Opcodes.F_FULL, locals.size(), locals.toArray(), 1,
            new Object[] {"java/lang/Throwable"});
        hook.escape(mv);
        mv.visitInsn(Opcodes.ATHROW);
      }
      super.visitMaxs(maxStack, maxLocals);
    }
  }
}
