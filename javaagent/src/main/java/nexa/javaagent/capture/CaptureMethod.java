package nexa.javaagent.capture;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Weaves one method. The handler's stack map frame is written by hand, because computing frames
 * would load classes of the application.
 *
 * <p>Where the method assigns to a parameter, its slot no longer holds the argument, and may hold
 * another type. Receiver and arguments are then copied at entry to slots right behind the
 * parameters; the method's own locals move up, and its frames are rewritten to list the copies. In
 * a constructor everything happens behind the call of {@code super()} or {@code this()}.
 */
final class CaptureMethod extends BodyVisitor {

  private final String className;
  private final MethodShape shape;
  private final int probe;
  private final String spy;
  private final boolean constructor;
  private final boolean entries;

  /** Slots of the copies, 0 when the parameters keep the arguments. */
  private final int copies;

  /**
   * Creates a visitor.
   *
   * @param entries whether calls are handed to the spy, too
   */
  CaptureMethod(
      MethodVisitor next,
      String className,
      MethodShape shape,
      int probe,
      String spy,
      boolean entries) {
    super(next, shape.name.equals("<init>"));
    this.entries = entries;
    this.className = className;
    this.shape = shape;
    this.probe = probe;
    this.spy = spy;
    this.constructor = shape.name.equals("<init>");
    this.copies = shape.reassigns() ? shape.slots : 0;
  }

  @Override
  protected void beforeCode() {
    if (copies > 0) {
      copyArguments();
    }
  }

  @Override
  protected void atStart() {
    if (copies > 0 && constructor) {
      super.visitVarInsn(Opcodes.ALOAD, 0);
      super.visitVarInsn(Opcodes.ASTORE, copies);
    }
    if (entries) {
      push(probe);
      pushReceiver();
      pushArguments();
      super.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          spy,
          "calling",
          "(ILjava/lang/Object;[Ljava/lang/Object;)V",
          false);
    }
  }

  @Override
  public void visitVarInsn(int opcode, int index) {
    super.visitVarInsn(opcode, moved(index));
  }

  @Override
  public void visitIincInsn(int index, int increment) {
    super.visitIincInsn(moved(index), increment);
  }

  @Override
  public void visitLocalVariable(
      String variable,
      String descriptor,
      @Nullable String signature,
      Label from,
      Label to,
      int index) {
    super.visitLocalVariable(variable, descriptor, signature, from, to, moved(index));
  }

  @Override
  public org.objectweb.asm.@Nullable AnnotationVisitor visitLocalVariableAnnotation(
      int typeRef,
      org.objectweb.asm.@Nullable TypePath path,
      Label[] from,
      Label[] to,
      int[] index,
      String descriptor,
      boolean visible) {
    int[] indexes = new int[index.length];
    for (int i = 0; i < index.length; i++) {
      indexes[i] = moved(index[i]);
    }
    return super.visitLocalVariableAnnotation(
        typeRef, path, from, to, indexes, descriptor, visible);
  }

  @Override
  public void visitFrame(
      int type,
      int localCount,
      Object @Nullable [] locals,
      int stackCount,
      Object @Nullable [] stack) {
    if (copies == 0 || locals == null) {
      super.visitFrame(type, localCount, locals, stackCount, stack);
      return;
    }
    List<Object> widened = new ArrayList<Object>();
    int slot = 0;
    int i = 0;
    for (; i < localCount && slot < shape.slots; i++) {
      widened.add(locals[i]);
      slot += locals[i] == Opcodes.LONG || locals[i] == Opcodes.DOUBLE ? 2 : 1;
    }
    if (slot > shape.slots) {
      throw new IllegalStateException("A local overlaps the last parameter");
    }
    for (; slot < shape.slots; slot++) {
      widened.add(Opcodes.TOP);
    }
    addArguments(widened, started() || !constructor);
    for (; i < localCount; i++) {
      widened.add(locals[i]);
    }
    super.visitFrame(type, widened.size(), widened.toArray(), stackCount, stack);
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    if (started()) {
      Label end = new Label();
      super.visitLabel(end);
      super.visitTryCatchBlock(start, end, end, null);
      handler();
    }
    super.visitMaxs(maxStack, maxLocals);
  }

  private void copyArguments() {
    int slot = 0;
    if (!shape.isStatic()) {
      if (!constructor) {
        super.visitVarInsn(Opcodes.ALOAD, 0);
        super.visitVarInsn(Opcodes.ASTORE, copies);
      }
      slot = 1;
    }
    for (Type argument : shape.arguments) {
      super.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), slot);
      super.visitVarInsn(argument.getOpcode(Opcodes.ISTORE), copies + slot);
      slot += argument.getSize();
    }
  }

  /** {@code catch (Throwable t) { Spy.leaving(probe, this, arguments, t); throw t; }}. */
  private void handler() {
    List<Object> locals = new ArrayList<Object>();
    if (copies > 0) {
      for (int i = 0; i < copies; i++) {
        locals.add(Opcodes.TOP);
      }
    }
    addArguments(locals, true);
    super.visitFrame(
        Opcodes.F_NEW, locals.size(), locals.toArray(), 1, new Object[] {"java/lang/Throwable"});
    super.visitInsn(Opcodes.DUP);
    push(probe);
    super.visitInsn(Opcodes.SWAP);
    pushReceiver();
    super.visitInsn(Opcodes.SWAP);
    pushArguments();
    super.visitInsn(Opcodes.SWAP);
    super.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        spy,
        "leaving",
        "(ILjava/lang/Object;[Ljava/lang/Object;Ljava/lang/Throwable;)V",
        false);
    super.visitInsn(Opcodes.ATHROW);
  }

  private void pushReceiver() {
    if (shape.isStatic()) {
      super.visitInsn(Opcodes.ACONST_NULL);
    } else {
      super.visitVarInsn(Opcodes.ALOAD, copies);
    }
  }

  private void pushArguments() {
    push(shape.arguments.length);
    super.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
    int slot = copies + (shape.isStatic() ? 0 : 1);
    for (int i = 0; i < shape.arguments.length; i++) {
      Type argument = shape.arguments[i];
      super.visitInsn(Opcodes.DUP);
      push(i);
      super.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), slot);
      box(argument);
      super.visitInsn(Opcodes.AASTORE);
      slot += argument.getSize();
    }
  }

  private void box(Type type) {
    String box;
    switch (type.getSort()) {
      case Type.BOOLEAN:
        box = "java/lang/Boolean";
        break;
      case Type.CHAR:
        box = "java/lang/Character";
        break;
      case Type.BYTE:
        box = "java/lang/Byte";
        break;
      case Type.SHORT:
        box = "java/lang/Short";
        break;
      case Type.INT:
        box = "java/lang/Integer";
        break;
      case Type.LONG:
        box = "java/lang/Long";
        break;
      case Type.FLOAT:
        box = "java/lang/Float";
        break;
      case Type.DOUBLE:
        box = "java/lang/Double";
        break;
      default:
        return;
    }
    super.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        box,
        "valueOf",
        "(" + type.getDescriptor() + ")L" + box + ";",
        false);
  }

  private void push(int number) {
    if (number <= 5) {
      super.visitInsn(Opcodes.ICONST_0 + number);
    } else if (number <= Byte.MAX_VALUE) {
      super.visitIntInsn(Opcodes.BIPUSH, number);
    } else if (number <= Short.MAX_VALUE) {
      super.visitIntInsn(Opcodes.SIPUSH, number);
    } else {
      super.visitLdcInsn(number);
    }
  }

  /** The frame types of receiver and arguments as they are at entry. */
  private void addArguments(List<Object> locals, boolean receiver) {
    if (!shape.isStatic()) {
      locals.add(receiver ? className : Opcodes.TOP);
    }
    for (Type argument : shape.arguments) {
      locals.add(FrameTypes.of(argument));
    }
  }

  private int moved(int index) {
    return index < shape.slots ? index : index + copies;
  }
}
