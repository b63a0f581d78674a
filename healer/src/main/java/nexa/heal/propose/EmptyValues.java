package nexa.heal.propose;

import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import nexa.heal.source.JavaModel;

/** The values of a type that stand for nothing: zero, false, an empty text or collection, null. */
final class EmptyValues {

  private final JavaModel model;
  private final Typing typing;

  EmptyValues(JavaModel model) {
    this.model = model;
    this.typing = new Typing(model);
  }

  /**
   * The neutral values of a type, the likeliest first.
   *
   * @param inferred whether the place tells the compiler the type's arguments
   */
  List<String> of(TypeMirror type, boolean inferred) {
    TypeKind kind = type.getKind().isPrimitive() ? type.getKind() : typing.unboxed(type);
    return switch (kind) {
      case BOOLEAN -> List.of("false");
      case INT, SHORT, BYTE -> List.of("0");
      case CHAR -> List.of("'\\0'");
      case LONG -> List.of("0L");
      case FLOAT -> List.of("0f");
      case DOUBLE -> List.of("0.0");
      default -> switch (type) {
        case ArrayType array -> emptyArray(array);
        case DeclaredType declared -> ofClass(declared, inferred);
        default -> List.of("null");
      };
    };
  }

  /** The neutral values of a type that may be changed afterwards. */
  List<String> changeable(TypeMirror type) {
    if (!(type instanceof DeclaredType declared)) {
      return of(type, true);
    }
    String made = typing.newEmpty(declared);
    return made == null ? of(type, true) : List.of(made);
  }

  private static List<String> emptyArray(ArrayType array) {
    TypeMirror component = array.getComponentType();
    boolean plain = component.getKind().isPrimitive()
        || (component instanceof DeclaredType declared && declared.getTypeArguments().isEmpty());
    return plain ? List.of("new " + component + "[0]", "null") : List.of("null");
  }

  private List<String> ofClass(DeclaredType type, boolean inferred) {
    String name = ((TypeElement) type.asElement()).getQualifiedName().toString();
    String arguments =
        inferred || type.getTypeArguments().isEmpty()
            ? ""
            : type.getTypeArguments().stream().map(TypeMirror::toString)
                .collect(Collectors.joining(", ", "<", ">"));
    return switch (name) {
      case "java.lang.String", "java.lang.CharSequence" -> List.of("\"\"", "null");
      case "java.util.Optional", "java.util.OptionalInt", "java.util.OptionalLong",
          "java.util.OptionalDouble" ->
          List.of(name + "." + arguments + "empty()");
      case "java.util.List", "java.util.Set", "java.util.Map" -> List.of(empty(name, arguments));
      case "java.util.Collection", "java.lang.Iterable" ->
          List.of(empty("java.util.List", arguments));
      case "java.math.BigDecimal", "java.math.BigInteger", "java.time.Duration",
          "java.time.Period" ->
          List.of(name + ".ZERO");
      case "java.util.stream.Stream", "java.util.stream.IntStream" ->
          List.of(name + "." + arguments + "empty()");
      default -> isMadeEmpty(type)
          ? List.of("new " + name + typing.constructorArguments(type, inferred) + "()", "null")
          : List.of("null");
    };
  }

  /** Whether a type is a collection or map that {@code new} makes empty. */
  private boolean isMadeEmpty(DeclaredType type) {
    return (typing.is(type, "java.util.Collection") || typing.is(type, "java.util.Map"))
        && typing.hasPlainConstructor(type);
  }

  private String empty(String name, String arguments) {
    TypeElement type = model.type(name);
    boolean hasOf =
        type != null
            && type.getEnclosedElements().stream()
                .anyMatch(member -> member.getSimpleName().contentEquals("of"));
    return hasOf
        ? name + "." + arguments + "of()"
        : "java.util.Collections." + arguments + "empty" + name.substring(name.lastIndexOf('.') + 1)
            + "()";
  }
}
