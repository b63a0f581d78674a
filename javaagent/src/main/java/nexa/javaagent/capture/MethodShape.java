package nexa.javaagent.capture;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What a method's class file says: lines, parameter names, and whether it reassigns a parameter. */
final class MethodShape extends MethodVisitor {

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
  public void visitVarInsn(int opcode, int index) {
    if (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE && index < slots) {
      reassigns = true;
    }
  }

  @Override
  public void visitIincInsn(int index, int increment) {
    if (index < slots) {
      reassigns = true;
    }
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
}
