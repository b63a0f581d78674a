package nexa.javaagent.capture;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Finds where a method's own body begins, which is what may be woven: at its first instruction, in a
 * constructor behind the call of {@code super()} or {@code this()}.
 */
public abstract class BodyVisitor extends MethodVisitor {

  /** Where the body begins, once it has. */
  protected final Label start = new Label();

  private final boolean constructor;
  private boolean started;
  private int pendingNews;

  protected BodyVisitor(MethodVisitor next, boolean constructor) {
    super(Opcodes.ASM9, next);
    this.constructor = constructor;
  }

  /** Emits code at the method's first instruction, in a constructor before {@code super()} too. */
  protected void beforeCode() {}

  /** Emits code where the body begins. */
  protected void atStart() {}

  /** Whether the body has begun. */
  protected final boolean started() {
    return started;
  }

  @Override
  public final void visitCode() {
    super.visitCode();
    beforeCode();
    if (!constructor) {
      begin();
    }
  }

  @Override
  public final void visitTypeInsn(int opcode, String type) {
    if (opcode == Opcodes.NEW) {
      pendingNews++;
    }
    super.visitTypeInsn(opcode, type);
  }

  @Override
  public final void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    if (opcode == Opcodes.INVOKESPECIAL && name.equals("<init>")) {
      if (pendingNews > 0) {
        pendingNews--;
      } else if (constructor && !started) {
        begin();
      }
    }
  }

  private void begin() {
    started = true;
    atStart();
    mv.visitLabel(start);
  }
}
