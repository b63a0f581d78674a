package nexa.heal.swap;

import java.lang.classfile.Attribute;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A class file in comparable text: what a running JVM never lets change, what declares its members,
 * and what its methods do.
 *
 * @param header version, flags, super class, interfaces, nest, record components, permitted subclasses
 * @param members every field and method by name and descriptor with its flags and constant
 * @param declarations generic signatures, thrown exceptions and annotations, by member
 * @param bodies instructions by method name and descriptor
 */
record ClassText(
    List<String> header,
    Map<String, String> members,
    Map<String, String> declarations,
    Map<String, List<String>> bodies) {

  private static final String CLASS_INITIALISER = "<clinit>()V";

  static ClassText of(byte[] classFile) {
    ClassModel model = ClassFile.of().parse(classFile);
    Map<String, String> members = new TreeMap<>();
    Map<String, String> declarations = new TreeMap<>();
    declarations.put("the class", declaration(model.attributes()));
    for (FieldModel field : model.fields()) {
      String name =
          "field " + field.fieldName().stringValue() + " " + field.fieldType().stringValue();
      members.put(
          name,
          field.flags().flagsMask()
              + field
                  .findAttribute(Attributes.constantValue())
                  .map(value -> " = " + value.constant().constantValue())
                  .orElse(""));
      declarations.put(name, declaration(field.attributes()));
    }
    for (MethodModel method : model.methods()) {
      String name =
          "method " + method.methodName().stringValue() + method.methodType().stringValue();
      members.put(name, Integer.toString(method.flags().flagsMask()));
      declarations.put(name, declaration(method.attributes()));
    }
    return new ClassText(header(model), members, declarations, bodies(classFile));
  }

  private static List<String> header(ClassModel model) {
    List<String> header = new ArrayList<>();
    header.add("class-file version " + model.majorVersion());
    header.add("flags " + model.flags().flagsMask());
    header.add("name " + model.thisClass().asInternalName());
    header.add("superclass " + model.superclass().map(e -> e.asInternalName()).orElse(""));
    header.add("interfaces " + model.interfaces().stream().map(e -> e.asInternalName()).toList());
    header.add(
        "nest host "
            + model
                .findAttribute(Attributes.nestHost())
                .map(host -> host.nestHost().asInternalName())
                .orElse(""));
    header.add(
        "nest members "
            + model
                .findAttribute(Attributes.nestMembers())
                .map(
                    nest -> new TreeSet<>(
                        nest.nestMembers().stream().map(e -> e.asInternalName()).toList()))
                .orElse(new TreeSet<>()));
    header.add(
        "record components "
            + model
                .findAttribute(Attributes.record())
                .map(
                    attribute -> attribute.components().stream()
                        .map(c -> c.name().stringValue() + " " + c.descriptor().stringValue())
                        .toList())
                .orElse(List.of()));
    header.add(
        "permitted subclasses "
            + model
                .findAttribute(Attributes.permittedSubclasses())
                .map(
                    permitted -> permitted.permittedSubclasses().stream()
                        .map(e -> e.asInternalName())
                        .toList())
                .orElse(List.of()));
    return header;
  }

  private static String declaration(List<Attribute<?>> attributes) {
    TreeSet<String> parts = new TreeSet<>();
    for (Attribute<?> attribute : attributes) {
      String name = attribute.attributeName().stringValue();
      switch (attribute) {
        case java.lang.classfile.attribute.SignatureAttribute signature ->
            parts.add(name + signature.signature().stringValue());
        case java.lang.classfile.attribute.ExceptionsAttribute thrown ->
            parts.add(name + thrown.exceptions().stream().map(e -> e.asInternalName()).toList());
        case java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute visible ->
            parts.add(name + visible.annotations());
        case java.lang.classfile.attribute.RuntimeInvisibleAnnotationsAttribute invisible ->
            parts.add(name + invisible.annotations());
        case java.lang.classfile.attribute.RuntimeVisibleParameterAnnotationsAttribute visible ->
            parts.add(name + visible.parameterAnnotations());
        case java.lang.classfile.attribute.AnnotationDefaultAttribute value ->
            parts.add(name + value.defaultValue());
        default -> {
          // no declaration, or one that neither code nor a framework reads at run time
        }
      }
    }
    return String.join("\n", parts);
  }

  private static Map<String, List<String>> bodies(byte[] classFile) {
    Map<String, List<String>> bodies = new TreeMap<>();
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  @Nullable String signature,
                  String @Nullable [] exceptions) {
                List<String> text = new ArrayList<>();
                bodies.put(name + descriptor, text);
                return new MethodText(text);
              }
            },
            ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return bodies;
  }

  /** What keeps the other from taking this one's place in a running JVM; empty when only bodies differ. */
  Optional<String> obstacle(ClassText after) {
    for (int i = 0; i < header.size(); i++) {
      if (!header.get(i).equals(after.header.get(i))) {
        return Optional.of("changes the " + header.get(i) + " to " + after.header.get(i));
      }
    }
    for (String member : after.members.keySet()) {
      if (!members.containsKey(member)) {
        return Optional.of("adds the " + member);
      }
    }
    for (Map.Entry<String, String> member : members.entrySet()) {
      String now = after.members.get(member.getKey());
      if (now == null) {
        return Optional.of("removes the " + member.getKey());
      }
      if (!now.equals(member.getValue())) {
        return Optional.of("changes the modifiers or the constant of the " + member.getKey());
      }
    }
    List<String> initialiser = bodies.getOrDefault(CLASS_INITIALISER, List.of());
    return initialiser.equals(after.bodies.getOrDefault(CLASS_INITIALISER, List.of()))
        ? Optional.empty()
        : Optional.of("changes the static initialiser, which never runs again");
  }

  /** The member whose declaration differs; empty when none does. */
  Optional<String> redeclared(ClassText after) {
    return declarations.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(after.declarations.get(entry.getKey())))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The methods whose code differs, of those that both have. */
  List<String> differing(ClassText after) {
    return bodies.entrySet().stream()
        .filter(entry -> !entry.getValue().equals(after.bodies.get(entry.getKey())))
        .map(Map.Entry::getKey)
        .toList();
  }
}
