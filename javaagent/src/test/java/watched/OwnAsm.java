package watched;

import java.util.Arrays;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** A program with an old ASM of its own, whose threads crash as told. */
public final class OwnAsm {

  private OwnAsm() {}

  public static void main(String[] arguments) throws Exception {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V1_8, Opcodes.ACC_PUBLIC, "made/Here", null, "java/lang/Object", null);
    String made = new ClassReader(writer.toByteArray()).getClassName();
    boolean old =
        Arrays.stream(Opcodes.class.getFields()).noneMatch(field -> field.getName().equals("ASM9"));
    System.out.println("asm " + made + " old " + old + " from "
        + ClassReader.class.getProtectionDomain().getCodeSource().getLocation());
    CrashingThreads.main(arguments);
  }
}
