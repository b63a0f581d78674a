package nexa.heal.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/** The classes and methods a captured frame speaks of, among the symbols of the project. */
final class Symbols {

  private final JavaModel model;

  Symbols(JavaModel model) {
    this.model = model;
  }

  JavaModel model() {
    return model;
  }

  /** A class by its binary name; empty for local and anonymous classes. */
  Optional<TypeElement> type(String binaryName) {
    TypeElement exact = model.type(binaryName);
    return exact != null || binaryName.indexOf('$') < 0
        ? Optional.ofNullable(exact)
        : Optional.ofNullable(model.type(binaryName.replace('$', '.')));
  }

  String binaryName(TypeElement type) {
    return model.elements().getBinaryName(type).toString();
  }

  String qualified(String packageName, String simple) {
    return packageName.isEmpty() ? simple : packageName + "." + simple;
  }

  String packageOf(Element element) {
    return model.elements().getPackageOf(element).getQualifiedName().toString();
  }

  /** The class around a class, empty for a top-level one. */
  Optional<TypeElement> outer(TypeElement type) {
    return type.getEnclosingElement() instanceof TypeElement outer
        ? Optional.of(outer)
        : Optional.empty();
  }

  /** The class that declares a member. */
  TypeElement owner(Element member) {
    return (TypeElement) Objects.requireNonNull(member.getEnclosingElement());
  }

  /** Whether a class is declared in the project's sources. */
  boolean isOurs(TypeElement type) {
    return model.trees().getPath(type) != null;
  }

  /** Whether code in a package may name a class. */
  boolean isNameable(TypeElement type, String fromPackage) {
    return isAccessible(type, fromPackage)
        && (type.getEnclosingElement() instanceof TypeElement outer
            ? isNameable(outer, fromPackage)
            : type.getNestingKind() == NestingKind.TOP_LEVEL);
  }

  /** Whether code in a package may use a member, its class left aside. */
  boolean isAccessible(Element member, String fromPackage) {
    return member.getModifiers().contains(Modifier.PUBLIC)
        || isOfInterface(member)
        || (!member.getModifiers().contains(Modifier.PRIVATE)
            && packageOf(member).equals(fromPackage));
  }

  /** An inner class in the strict sense needs an object around it. */
  boolean isInner(TypeElement type) {
    return outer(type).filter(outer -> outer.getKind().isClass()).isPresent()
        && type.getKind() == ElementKind.CLASS
        && !type.getModifiers().contains(Modifier.STATIC);
  }

  /** The method or constructor with a JVM descriptor, or the only one of its name. */
  Optional<ExecutableElement> method(TypeElement type, String name, String descriptor) {
    List<ExecutableElement> named = new ArrayList<>();
    for (Element member : type.getEnclosedElements()) {
      if (member instanceof ExecutableElement method
          && method.getSimpleName().contentEquals(name)) {
        if (descriptor(method).equals(descriptor)) {
          return Optional.of(method);
        }
        named.add(method);
      }
    }
    return named.size() == 1 ? Optional.of(named.get(0)) : Optional.empty();
  }

  /** An instance field of a class or of one of its project superclasses. */
  Optional<VariableElement> field(TypeElement type, String name) {
    for (TypeElement at = type; at != null; at = superclass(at)) {
      for (VariableElement field : ElementFilter.fieldsIn(at.getEnclosedElements())) {
        if (field.getSimpleName().contentEquals(name)
            && !field.getModifiers().contains(Modifier.STATIC)) {
          return Optional.of(field);
        }
      }
    }
    return Optional.empty();
  }

  @Nullable TypeElement superclass(TypeElement type) {
    return type.getSuperclass() instanceof DeclaredType declared
        ? (TypeElement) declared.asElement()
        : null;
  }

  /** The methods of a class and its superclasses up to {@code Object}. */
  List<ExecutableElement> methods(TypeElement type) {
    List<ExecutableElement> methods = new ArrayList<>();
    for (TypeElement at = type; at != null; at = superclass(at)) {
      if (isOurs(at)) {
        methods.addAll(ElementFilter.methodsIn(at.getEnclosedElements()));
      }
    }
    return methods;
  }

  boolean throwsChecked(ExecutableElement method) {
    return method.getThrownTypes().stream()
        .anyMatch(
            type -> !isA(type, "java.lang.RuntimeException") && !isA(type, "java.lang.Error"));
  }

  /** Whether a type is, erased, a subtype of a class. */
  boolean isA(TypeMirror type, String qualified) {
    TypeElement other = model.type(qualified);
    return other != null
        && model.types().isSubtype(model.types().erasure(type),
            model.types().erasure(other.asType()));
  }

  private static boolean isOfInterface(Element member) {
    Element owner = member.getEnclosingElement();
    return owner != null
        && owner.getKind().isInterface()
        && !member.getModifiers().contains(Modifier.PRIVATE);
  }

  private String descriptor(ExecutableElement method) {
    StringBuilder out = new StringBuilder("(");
    method.getParameters().forEach(parameter -> out.append(descriptor(parameter.asType())));
    return out.append(')').append(descriptor(method.getReturnType())).toString();
  }

  private String descriptor(TypeMirror type) {
    TypeMirror erased = type.getKind().isPrimitive() ? type : model.types().erasure(type);
    return switch (erased) {
      case ArrayType array -> "[" + descriptor(array.getComponentType());
      case DeclaredType declared ->
          "L" + binaryName((TypeElement) declared.asElement()).replace('.', '/') + ";";
      default -> primitive(erased.getKind());
    };
  }

  private static String primitive(TypeKind kind) {
    return switch (kind) {
      case BOOLEAN -> "Z";
      case BYTE -> "B";
      case SHORT -> "S";
      case INT -> "I";
      case LONG -> "J";
      case CHAR -> "C";
      case FLOAT -> "F";
      case DOUBLE -> "D";
      default -> "V";
    };
  }
}
