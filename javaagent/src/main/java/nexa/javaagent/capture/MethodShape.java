package nexa.javaagent.capture;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What a method's class file says: lines, parameter names, and whether it reassigns a parameter. */
final class MethodShape extends MethodVisitor {

  private static final int TRIVIAL_MAX = 4;

  final int access;
  final String name;
  final String descriptor;
  final Type[] arguments;

  /** Slots of receiver and parameters. */
  final int slots;

  private final @Nullable String[] declared;
  private final @Nullable String[] local;
  private int declaredCount;
  private int lineMin = Integer.MAX_VALUE;
  private int lineMax = -1;
  private boolean reassigns;
  private int instructions;
  private int fieldAccesses;
  private boolean plain = true;

  private MethodShape(int access, String name, String descriptor) {
    super(Opcodes.ASM9);
    this.access = access;
    this.name = name;
    this.descriptor = descriptor;
    this.arguments = Type.getArgumentTypes(descriptor);
    int size = isStatic() ? 0 : 1;
    for (Type argument : arguments) {
      size += argument.getSize();
    }
    this.slots = size;
    this.declared = new @Nullable String[arguments.length];
    this.local = new @Nullable String[arguments.length];
  }

  /** The methods of a class by name and descriptor. */
  static Map<String, MethodShape> read(ClassReader reader) {
    final Map<String, MethodShape> shapes = new HashMap<String, MethodShape>();
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access,
              String name,
              String descriptor,
              @Nullable String signature,
              String @Nullable [] exceptions) {
            MethodShape shape = new MethodShape(access, name, descriptor);
            shapes.put(name + descriptor, shape);
            return shape;
          }
        },
        ClassReader.SKIP_FRAMES);
    return shapes;
  }

  boolean isStatic() {
    return (access & Opcodes.ACC_STATIC) != 0;
  }

  boolean weavable() {
    int without = Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_BRIDGE;
    return (access & without) == 0 && !name.equals("<clinit>");
  }

  /** Whether a line of a stack trace may be in this method. */
  boolean covers(int line) {
    return line <= 0 || lineMax < 0 || line >= lineMin && line <= lineMax;
  }

  /** True for a getter, a setter or a constant: it cannot fail, and what called it can. */
  boolean trivial() {
    return plain && fieldAccesses <= 1;
  }

  /** True when the parameters' slots do not keep the arguments. */
  boolean reassigns() {
    return reassigns;
  }

  String[] parameterNames() {
    String[] names = new String[arguments.length];
    for (int i = 0; i < names.length; i++) {
      String name = local[i] != null ? local[i] : declared[i];
      names[i] = name != null ? name : "arg" + i;
    }
    return names;
  }

  @Override
  public void visitParameter(@Nullable String parameter, int parameterAccess) {
    if (declaredCount < declared.length) {
      declared[declaredCount++] = parameter;
    }
  }

  @Override
  public void visitLineNumber(int line, Label start) {
    lineMin = Math.min(lineMin, line);
    lineMax = Math.max(lineMax, line);
  }

  @Override
  public void visitInsn(int opcode) {
    boolean constant = opcode >= Opcodes.ACONST_NULL && opcode <= Opcodes.DCONST_1;
    simple(constant || opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN);
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    simple(opcode != Opcodes.NEWARRAY);
  }

  @Override
  public void visitLdcInsn(Object value) {
    simple(true);
  }

  @Override
  public void visitVarInsn(int opcode, int index) {
    boolean load = opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD;
    simple(load && (instructions > 0 || index == 0 && !isStatic()));
    if (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE && index < slots) {
      reassigns = true;
    }
  }

  @Override
  public void visitIincInsn(int index, int increment) {
    simple(false);
    if (index < slots) {
      reassigns = true;
    }
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String field, String fieldDescriptor) {
    fieldAccesses++;
    simple(instructions > 0 && (opcode == Opcodes.GETFIELD || opcode == Opcodes.PUTFIELD));
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    simple(false);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String called, String calledDescriptor, boolean isInterface) {
    simple(false);
  }

  @Override
  public void visitInvokeDynamicInsn(
      String called, String calledDescriptor, Handle bootstrap, Object... bootstrapArguments) {
    simple(false);
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    simple(false);
  }

  @Override
  public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
    simple(false);
  }

  @Override
  public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
    simple(false);
  }

  @Override
  public void visitMultiANewArrayInsn(String type, int dimensions) {
    simple(false);
  }

  @Override
  public void visitLocalVariable(
      String variable,
      String variableDescriptor,
      @Nullable String signature,
      Label start,
      Label end,
      int index) {
    int slot = isStatic() ? 0 : 1;
    for (int i = 0; i < arguments.length; i++) {
      if (slot == index && local[i] == null) {
        local[i] = variable;
      }
      slot += arguments[i].getSize();
    }
  }

  private void simple(boolean simple) {
    plain &= simple && ++instructions <= TRIVIAL_MAX;
  }
}
