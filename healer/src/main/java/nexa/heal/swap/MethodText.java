package nexa.heal.swap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Writes down what a method does, one entry an instruction: equal lists are equal code, wherever the
 * constants lie in the pool and whatever the lines are.
 */
final class MethodText extends MethodVisitor {

  private final List<String> text;
  private final Map<Label, Integer> labels = new HashMap<>();

  /**
   * @param text where to write
   */
  MethodText(List<String> text) {
    super(Opcodes.ASM9);
    this.text = text;
  }

  @Override
  public void visitCode() {
    text.add("code");
  }

  @Override
  public void visitInsn(int opcode) {
    text.add(opcode + "");
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    text.add(opcode + " " + operand);
  }

  @Override
  public void visitVarInsn(int opcode, int index) {
    text.add(opcode + " " + index);
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    text.add(opcode + " " + type);
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    text.add(opcode + " " + owner + "." + name + " " + descriptor);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    text.add(opcode + " " + owner + "." + name + descriptor + " " + isInterface);
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    text.add("dynamic " + name + descriptor + " " + bootstrap);
    for (Object argument : arguments) {
      text.add(constant(argument));
    }
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    text.add(opcode + " to " + number(label));
  }

  @Override
  public void visitLabel(Label label) {
    text.add("label " + number(label));
  }

  @Override
  public void visitLdcInsn(Object value) {
    text.add(constant(value));
  }

  @Override
  public void visitIincInsn(int index, int increment) {
    text.add("add " + increment + " to " + index);
  }

  @Override
  public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... cases) {
    text.add("table " + min + " " + max + " " + number(otherwise) + " " + numbers(cases));
  }

  @Override
  public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] cases) {
    text.add(
        "lookup " + IntStream.of(keys).boxed().toList() + " " + number(otherwise) + " "
            + numbers(cases));
  }

  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    text.add("array " + descriptor + " " + dimensions);
  }

  @Override
  public void visitTryCatchBlock(
      Label start, Label end, Label handler, @Nullable String exceptionType) {
    text.add(
        "try " + number(start) + " " + number(end) + " " + number(handler) + " " + exceptionType);
  }

  private List<Integer> numbers(Label[] cases) {
    return List.of(cases).stream().map(this::number).toList();
  }

  private int number(Label label) {
    return labels.computeIfAbsent(label, unseen -> labels.size());
  }

  private static String constant(Object value) {
    return value.getClass().getSimpleName() + " " + value;
  }
}
