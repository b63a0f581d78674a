package nexa.javaagent.capture;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Weaves a catch-all around the bodies of armed methods, which hands receiver, arguments and
 * exception to the spy and throws on. The normal path is unchanged, unless calls are wanted as well.
 */
final class CaptureWeaver extends ClassVisitor {

  private final Map<String, Probe> probes;
  private final Map<String, MethodShape> shapes;
  private final String spy;
  private final boolean entries;
  private String className = "";

  private CaptureWeaver(
      ClassVisitor next,
      Map<String, Probe> probes,
      Map<String, MethodShape> shapes,
      String spy,
      boolean entries) {
    super(Opcodes.ASM9, next);
    this.entries = entries;
    this.probes = probes;
    this.shapes = shapes;
    this.spy = spy;
  }

  /**
   * The woven class file.
   *
   * @param probes by method name and descriptor
   * @param spy internal name of the class whose static {@code leaving} is called
   * @param entries whether its {@code calling} is called, too, before a body begins
   */
  static byte[] weave(
      byte[] classFile, Map<String, Probe> probes, String spy, boolean entries) {
    ClassReader reader = new ClassReader(classFile);
    return weave(reader, MethodShape.read(reader), probes, spy, entries);
  }

  static byte[] weave(
      ClassReader reader,
      Map<String, MethodShape> shapes,
      Map<String, Probe> probes,
      String spy,
      boolean entries) {
    for (Map.Entry<String, Probe> entry : probes.entrySet()) {
      MethodShape shape = shapes.get(entry.getKey());
      if (shape != null) {
        entry.getValue().names(shape.parameterNames());
      }
    }
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    reader.accept(new CaptureWeaver(writer, probes, shapes, spy, entries),
        ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
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
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    Probe probe = probes.get(name + descriptor);
    MethodShape shape = shapes.get(name + descriptor);
    if (next == null || probe == null || shape == null || !shape.weavable()) {
      return next;
    }
    return new CaptureMethod(next, className, shape, probe.id, spy, entries);
  }
}
