package nexa.heal.sandbox.runner;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.Utf8Entry;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the compiler sees of a class when it compiles others: everything but method bodies and private
 * members. Classes compiled against one shape hold for every class of the same shape.
 */
final class ClassShape {

  private ClassShape() {}

  /**
   * Whether classes that are put in the place of others have the shapes of those; what else an annotation
   * processor writes beside them has none.
   */
  static boolean keeps(Map<String, byte[]> before, Map<String, byte[]> changed) {
    return changed.entrySet().stream()
        .filter(each -> each.getKey().endsWith(".class"))
        .allMatch(
            each -> {
              byte[] old = before.get(each.getKey());
              return old == null || of(old).equals(of(each.getValue()));
            });
  }

  /** The shape in text; equal texts are equal shapes. */
  private static String of(byte[] classFile) {
    ClassModel model = ClassFile.of().parse(classFile);
    TreeSet<String> members = new TreeSet<>();
    model.fields().stream()
        .filter(field -> !isPrivate(field.flags().flagsMask()))
        .forEach(field -> members.add(shape(field)));
    model.methods().stream()
        .filter(method -> !isPrivate(method.flags().flagsMask()))
        .forEach(method -> members.add(shape(method)));
    return model.flags().flagsMask()
        + " "
        + model.superclass().map(entry -> entry.asInternalName()).orElse("")
        + " "
        + model.interfaces().stream()
            .map(entry -> entry.asInternalName())
            .collect(Collectors.joining(","))
        + " "
        + model
            .findAttribute(Attributes.signature())
            .map(attribute -> attribute.signature().stringValue())
            .orElse("")
        + " "
        + String.join("\n", members);
  }

  private static String shape(FieldModel field) {
    return "field "
        + field.flags().flagsMask()
        + " "
        + named(field.fieldName(), field.fieldType())
        + field
            .findAttribute(Attributes.signature())
            .map(attribute -> " " + attribute.signature().stringValue())
            .orElse("")
        + field
            .findAttribute(Attributes.constantValue())
            .map(attribute -> " = " + attribute.constant().constantValue())
            .orElse("");
  }

  private static String shape(MethodModel method) {
    return "method "
        + method.flags().flagsMask()
        + " "
        + named(method.methodName(), method.methodType())
        + method
            .findAttribute(Attributes.signature())
            .map(attribute -> " " + attribute.signature().stringValue())
            .orElse("")
        + method
            .findAttribute(Attributes.exceptions())
            .map(
                attribute -> attribute.exceptions().stream()
                    .map(entry -> entry.asInternalName())
                    .collect(Collectors.joining(",", " throws ", "")))
            .orElse("");
  }

  private static String named(Utf8Entry name, Utf8Entry type) {
    return name.stringValue() + type.stringValue();
  }

  private static boolean isPrivate(int flags) {
    return (flags & ClassFile.ACC_PRIVATE) != 0;
  }
}
