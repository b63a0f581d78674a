package nexa.javaagent.swap;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A method's instructions as text, the same however the class file's constants and lines are
 * numbered.
 */
final class MethodCode extends MethodVisitor {

  final int access;

  private final StringBuilder text = new StringBuilder();
  private final Map<Label, Integer> labels = new HashMap<Label, Integer>();

  MethodCode(int access) {
    super(Opcodes.ASM9);
    this.access = access;
  }

  String text() {
    return text.toString();
  }

  @Override
  public void visitInsn(int opcode) {
    add(opcode);
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    add(opcode, operand);
  }

  @Override
  public void visitVarInsn(int opcode, int index) {
    add(opcode, index);
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    add(opcode, type);
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    add(opcode, owner, name, descriptor);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    add(opcode, owner, name, descriptor, isInterface);
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    add("indy", name, descriptor, bootstrap);
    for (Object argument : arguments) {
      add(constant(argument));
    }
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    add(opcode, number(label));
  }

  @Override
  public void visitLabel(Label label) {
    add("label", number(label));
  }

  @Override
  public void visitLdcInsn(Object value) {
    add("ldc", constant(value));
  }

  @Override
  public void visitIincInsn(int index, int increment) {
    add("iinc", index, increment);
  }

  @Override
  public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... targets) {
    add("table", min, max, number(otherwise), numbers(targets));
  }

  @Override
  public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] targets) {
    add("lookup", number(otherwise), Arrays.toString(keys), numbers(targets));
  }

  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    add("multi", descriptor, dimensions);
  }

  @Override
  public void visitTryCatchBlock(
      Label start, Label end, Label handler, @Nullable String exception) {
    add("try", number(start), number(end), number(handler), String.valueOf(exception));
  }

  private void add(Object... parts) {
    for (Object part : parts) {
      text.append(part).append(' ');
    }
    text.append('\n');
  }

  /** A constant with its type and length, so that 1 and 1L differ and no text looks like code. */
  private static String constant(Object value) {
    String written = value.toString();
    return value.getClass().getSimpleName() + " " + written.length() + " " + written;
  }

  private String numbers(Label[] targets) {
    StringBuilder numbers = new StringBuilder();
    for (Label target : targets) {
      numbers.append(number(target)).append(',');
    }
    return numbers.toString();
  }

  private int number(Label label) {
    Integer known = labels.get(label);
    if (known == null) {
      known = labels.size();
      labels.put(label, known);
    }
    return known;
  }
}
