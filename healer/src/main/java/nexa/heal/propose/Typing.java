package nexa.heal.propose;

import com.sun.source.util.TreePath;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import nexa.heal.source.JavaModel;
import org.jspecify.annotations.Nullable;

/** Questions about static types. */
record Typing(JavaModel model) {

  /** Whether an expression's type is the named one or a subtype of it. */
  boolean is(TreePath expression, String canonicalName) {
    return is(model.typeOf(expression), canonicalName);
  }

  boolean is(@Nullable TypeMirror type, String canonicalName) {
    TypeElement wanted = model.type(canonicalName);
    return type != null
        && wanted != null
        && type.getKind() == TypeKind.DECLARED
        && model.types().isSubtype(model.types().erasure(type),
            model.types().erasure(wanted.asType()));
  }

  boolean isAny(TreePath expression, List<String> canonicalNames) {
    return canonicalNames.stream().anyMatch(name -> is(expression, name));
  }

  /** The primitive a boxed type boxes, {@code NONE} for any other type. */
  TypeKind unboxed(@Nullable TypeMirror type) {
    if (type == null || type.getKind() != TypeKind.DECLARED) {
      return TypeKind.NONE;
    }
    return switch (type.toString()) {
      case "java.lang.Integer" -> TypeKind.INT;
      case "java.lang.Long" -> TypeKind.LONG;
      case "java.lang.Double" -> TypeKind.DOUBLE;
      case "java.lang.Float" -> TypeKind.FLOAT;
      case "java.lang.Short" -> TypeKind.SHORT;
      case "java.lang.Byte" -> TypeKind.BYTE;
      case "java.lang.Boolean" -> TypeKind.BOOLEAN;
      case "java.lang.Character" -> TypeKind.CHAR;
      default -> TypeKind.NONE;
    };
  }

  /** Source of a new, empty, changeable object of a type, null when none is made without arguments. */
  @Nullable String newEmpty(DeclaredType type) {
    String name = ((TypeElement) type.asElement()).getQualifiedName().toString();
    String made = switch (name) {
      case "java.util.List", "java.util.Collection", "java.lang.Iterable" -> "java.util.ArrayList";
      case "java.util.Set" -> "java.util.HashSet";
      case "java.util.SortedSet", "java.util.NavigableSet" -> "java.util.TreeSet";
      case "java.util.Map" -> "java.util.HashMap";
      case "java.util.SortedMap", "java.util.NavigableMap" -> "java.util.TreeMap";
      case "java.util.Queue", "java.util.Deque" -> "java.util.ArrayDeque";
      case "java.lang.String", "java.lang.Object" -> null;
      default -> hasPlainConstructor(type) ? name : null;
    };
    return made == null ? null : "new " + made + constructorArguments(type, true) + "()";
  }

  /**
   * The type arguments behind {@code new}.
   *
   * @param inferred whether the place tells the compiler the type's arguments
   */
  String constructorArguments(DeclaredType type, boolean inferred) {
    if (type.getTypeArguments().isEmpty()) {
      return "";
    }
    boolean wild =
        type.getTypeArguments().stream().anyMatch(it -> it.getKind() == TypeKind.WILDCARD);
    boolean diamond = new LanguageLevel(model.release()).hasDiamond();
    return diamond && (inferred || wild)
        ? "<>"
        : type.getTypeArguments().stream().map(TypeMirror::toString)
            .collect(Collectors.joining(", ", "<", ">"));
  }

  /** Whether {@code new} makes an object of a class without arguments. */
  boolean hasPlainConstructor(DeclaredType type) {
    TypeElement element = (TypeElement) type.asElement();
    return element.getKind() == ElementKind.CLASS
        && element.getModifiers().contains(Modifier.PUBLIC)
        && !element.getModifiers().contains(Modifier.ABSTRACT)
        && (element.getNestingKind() == NestingKind.TOP_LEVEL
            || element.getModifiers().contains(Modifier.STATIC))
        && ElementFilter.constructorsIn(element.getEnclosedElements()).stream()
            .anyMatch(it -> it.getParameters().isEmpty() && it.getThrownTypes().isEmpty()
                && it.getModifiers().contains(Modifier.PUBLIC));
  }

  static boolean isPrimitive(@Nullable TypeMirror type) {
    return type != null && type.getKind().isPrimitive();
  }

  static boolean isIntegral(@Nullable TypeMirror type) {
    return type != null
        && switch (type.getKind()) {
          case INT, LONG, SHORT, BYTE, CHAR -> true;
          default -> false;
        };
  }

  static boolean isReference(@Nullable TypeMirror type) {
    return type instanceof DeclaredType
        || type instanceof ArrayType
        || (type != null && type.getKind() == TypeKind.TYPEVAR);
  }
}
