package nexa.heal.propose;

import com.sun.source.util.TreePath;
import java.util.List;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
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
