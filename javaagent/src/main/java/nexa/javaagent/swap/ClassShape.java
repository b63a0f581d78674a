package nexa.javaagent.swap;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.RecordComponentVisitor;

/** All of a class file that a running JVM holds on to when the class is redefined. */
final class ClassShape extends ClassVisitor {

  /** What counts of an access: the class file's sixteen bits without the historic ACC_SUPER. */
  private static final int CLASS_ACCESS = 0xffff & ~Opcodes.ACC_SUPER;

  private static final int ACCESS = 0xffff;

  int major;
  int access;
  String name = "";
  @Nullable String superName;
  List<String> interfaces = Collections.emptyList();

  /** Nest, record components and permitted subclasses, by what they are called. */
  final Map<String, Set<String>> related = new LinkedHashMap<String, Set<String>>();

  /** By name and descriptor, in the order of the class file. */
  final Map<String, Field> fields = new LinkedHashMap<String, Field>();

  /** By name and descriptor. */
  final Map<String, MethodCode> methods = new HashMap<String, MethodCode>();

  private ClassShape() {
    super(Opcodes.ASM9);
    for (String what : Arrays.asList("nest host", "nest members", "record components",
        "permitted subclasses")) {
      related.put(what, new TreeSet<String>());
    }
  }

  static ClassShape read(byte[] classFile) {
    ClassShape shape = new ClassShape();
    new ClassReader(classFile).accept(shape, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return shape;
  }

  List<String> fieldOrder() {
    return new ArrayList<String>(fields.keySet());
  }

  @Override
  public void visit(
      int version,
      int classAccess,
      String className,
      @Nullable String signature,
      @Nullable String superClass,
      String @Nullable [] superInterfaces) {
    major = version & 0xffff;
    access = classAccess & CLASS_ACCESS;
    name = className;
    superName = superClass;
    interfaces =
        superInterfaces == null ? Collections.<String>emptyList() : Arrays.asList(superInterfaces);
  }

  @Override
  public void visitNestHost(String host) {
    relate("nest host", host);
  }

  @Override
  public void visitNestMember(String member) {
    relate("nest members", member);
  }

  @Override
  public void visitPermittedSubclass(String subclass) {
    relate("permitted subclasses", subclass);
  }

  @Override
  public @Nullable RecordComponentVisitor visitRecordComponent(
      String component, String descriptor, @Nullable String signature) {
    int place = related("record components").size();
    relate("record components", place + " " + component + " " + descriptor + " " + signature);
    return null;
  }

  @Override
  public @Nullable FieldVisitor visitField(
      int fieldAccess,
      String field,
      String descriptor,
      @Nullable String signature,
      @Nullable Object value) {
    fields.put(field + " " + descriptor, new Field(fieldAccess & ACCESS, value));
    return null;
  }

  @Override
  public MethodVisitor visitMethod(
      int methodAccess,
      String method,
      String descriptor,
      @Nullable String signature,
      String @Nullable [] exceptions) {
    MethodCode code = new MethodCode(methodAccess & ACCESS);
    methods.put(method + descriptor, code);
    return code;
  }

  private void relate(String what, String value) {
    related(what).add(value);
  }

  private Set<String> related(String what) {
    Set<String> values = related.get(what);
    if (values == null) {
      throw new IllegalStateException(what);
    }
    return values;
  }

  /** A field's modifiers and compile-time constant. */
  static final class Field {
    final int access;
    final @Nullable Object constant;

    Field(int access, @Nullable Object constant) {
      this.access = access;
      this.constant = constant;
    }
  }
}
