package nexa.javaagent.capture;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.RecordComponentVisitor;
import org.objectweb.asm.TypePath;

/**
 * Records with type annotations on their components: a JVM before 25.0.4 corrupts them when they
 * are changed while loaded (JDK-8376185), so they are never armed there.
 */
final class AnnotatedRecords {

  private static final int SKIPPED =
      ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES;

  private AnnotatedRecords() {}

  /** Whether a class must not be changed on the Java of a version, such as {@code 25.0.3}. */
  static boolean mustStay(ClassReader classFile, String javaVersion) {
    return corruptedBy(javaVersion) && isAnnotated(classFile);
  }

  private static boolean corruptedBy(String javaVersion) {
    int[] numbers = new int[3];
    int at = 0;
    for (int i = 0; i < javaVersion.length() && at < numbers.length; i++) {
      char c = javaVersion.charAt(i);
      if (c == '.') {
        at++;
      } else if (c >= '0' && c <= '9' && numbers[at] < 1000) {
        numbers[at] = numbers[at] * 10 + c - '0';
      } else {
        break;
      }
    }
    boolean fixed = numbers[0] > 25 || numbers[0] == 25 && (numbers[1] > 0 || numbers[2] >= 4);
    return !fixed;
  }

  private static boolean isAnnotated(ClassReader classFile) {
    if (!"java/lang/Record".equals(classFile.getSuperName())) {
      return false;
    }
    final boolean[] found = new boolean[1];
    classFile.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public RecordComponentVisitor visitRecordComponent(
              String name, String descriptor, @Nullable String signature) {
            return new RecordComponentVisitor(Opcodes.ASM9) {
              @Override
              public @Nullable AnnotationVisitor visitTypeAnnotation(
                  int type, @Nullable TypePath path, String annotation, boolean visible) {
                found[0] = true;
                return null;
              }
            };
          }
        },
        SKIPPED);
    return found[0];
  }
}
