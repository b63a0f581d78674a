package nexa.heal.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;
import org.jspecify.annotations.Nullable;

/** Writes types as a test's source names them. */
final class TypeText {

  private final Symbols symbols;
  private final Imports imports;
  private final String packageName;

  TypeText(Symbols symbols, Imports imports, String packageName) {
    this.symbols = symbols;
    this.imports = imports;
    this.packageName = packageName;
  }

  /** The type in source; empty when it has a variable or a class that cannot be named here. */
  Optional<String> of(@Nullable TypeMirror type) {
    return switch (type) {
      case null -> Optional.empty();
      case ArrayType array -> of(array.getComponentType()).map(component -> component + "[]");
      case DeclaredType declared when declared.getKind() == TypeKind.DECLARED -> declared(declared);
      case WildcardType wildcard -> wildcard(wildcard);
      default ->
          type.getKind().isPrimitive()
              ? Optional.of(type.getKind().name().toLowerCase(Locale.ROOT))
              : Optional.empty();
    };
  }

  private Optional<String> declared(DeclaredType type) {
    TypeElement element = (TypeElement) type.asElement();
    if (!symbols.isNameable(element, packageName)) {
      return Optional.empty();
    }
    List<String> arguments = new ArrayList<>();
    for (TypeMirror argument : type.getTypeArguments()) {
      Optional<String> text = of(argument);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      arguments.add(text.get());
    }
    String name = imports.name(element);
    return Optional
        .of(arguments.isEmpty() ? name : name + "<" + String.join(", ", arguments) + ">");
  }

  private Optional<String> wildcard(WildcardType wildcard) {
    if (wildcard.getExtendsBound() != null) {
      return of(wildcard.getExtendsBound()).map(bound -> "? extends " + bound);
    }
    return wildcard.getSuperBound() == null
        ? Optional.of("?")
        : of(wildcard.getSuperBound()).map(bound -> "? super " + bound);
  }

  /** A type argument, or its upper bound; null when there is none. */
  static @Nullable TypeMirror argument(@Nullable TypeMirror type, int index) {
    if (!(type instanceof DeclaredType declared) || declared.getTypeArguments().size() <= index) {
      return null;
    }
    TypeMirror argument = declared.getTypeArguments().get(index);
    return argument instanceof WildcardType wildcard ? wildcard.getExtendsBound() : argument;
  }
}
