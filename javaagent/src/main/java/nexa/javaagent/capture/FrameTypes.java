package nexa.javaagent.capture;

import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What a stack map frame lists for a value. */
public final class FrameTypes {

  private FrameTypes() {}

  /** The entry of a type, as ASM takes it. */
  public static Object of(Type type) {
    switch (type.getSort()) {
      case Type.LONG:
        return Opcodes.LONG;
      case Type.DOUBLE:
        return Opcodes.DOUBLE;
      case Type.FLOAT:
        return Opcodes.FLOAT;
      case Type.ARRAY:
      case Type.OBJECT:
        return type.getInternalName(); // of an array its descriptor
      default:
        return Opcodes.INTEGER;
    }
  }
}
