package nexa.heal.reproduce;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import nexa.event.Value;

/** Writes values that need no object made first: scalars, constants, and what can be had anew. */
final class PlainValues {

  private static final Set<String> BOXES =
      Set.of("Integer", "Long", "Short", "Byte", "Double", "Float", "Boolean", "Character");
  private static final Map<String, String> PRIMITIVES =
      Map.of("Integer", "int", "Character", "char");

  private final Symbols symbols;
  private final Imports imports;
  private final CallContext context;
  private final KnownConstants constants;

  PlainValues(Symbols symbols, Imports imports, CallContext context) {
    this.symbols = symbols;
    this.imports = imports;
    this.context = context;
    this.constants = new KnownConstants(symbols, imports, context.packageName());
  }

  String scalar(Value.Scalar scalar, Draft draft) throws CannotRebuild {
    String type = scalar.type();
    if (type.equals("java.lang.String")) {
      return Literals.string(scalar.text());
    }
    if (type.equals("java.lang.Class")) {
      return classLiteral(scalar.text(), draft);
    }
    if (type.indexOf('.') < 0 && SourceVersion.isKeyword(type)) {
      return Literals.primitive(type, scalar.text());
    }
    String simple = type.startsWith("java.lang.") ? type.substring("java.lang.".length()) : "";
    if (BOXES.contains(simple)) {
      String primitive = PRIMITIVES.getOrDefault(simple, simple.toLowerCase(Locale.ROOT));
      return Literals.primitive(primitive, scalar.text());
    }
    Optional<String> value = JdkValueText.expression(type, scalar.text(), imports);
    return value.isPresent() ? value.get() : constants.expression(scalar, draft);
  }

  /** A class as an expression; what has no name here is looked up when the test runs. */
  String classLiteral(String name, Draft draft) throws CannotRebuild {
    if (SourceVersion.isKeyword(name)) {
      return name + ".class";
    }
    Optional<TypeElement> type = symbols.type(name);
    if (type.isPresent() && symbols.isNameable(type.get(), context.packageName())) {
      return imports.name(type.get()) + ".class";
    }
    draft.throwing = true;
    return "Class.forName(" + Literals.string(name) + ")";
  }

  /** A withheld text's length is known, and often all that matters. */
  String redacted(Value.Redacted redacted, Draft draft) throws CannotRebuild {
    if (redacted.length() > CallContext.TEXT_MAX) {
      throw new CannotRebuild("a withheld " + redacted.type());
    }
    draft.substituted = true;
    String text = Literals.string("x".repeat(Math.max(0, redacted.length())));
    return switch (redacted.type()) {
      case "java.lang.String" -> text;
      case "char[]" -> text + ".toCharArray()";
      case "byte[]" -> "new byte[" + redacted.length() + "]";
      default -> throw new CannotRebuild("a withheld " + redacted.type());
    };
  }

  /** A JDK object without content of its own, such as a lock, can be had anew. */
  String missing(Value.Missing missing) throws CannotRebuild {
    TypeElement type = symbols.type(missing.type()).orElse(null);
    Optional<String> sink = Sinks.expression(missing.type(), imports);
    if (sink.isPresent()) {
      return sink.get();
    }
    if (type == null || !isPlainJdkObject(type)) {
      throw new CannotRebuild(
          "a " + missing.type() + " was not captured ("
              + Boundary.of(missing.type()).orElse(missing.reason()) + ")");
    }
    return "new " + imports.name(type)
        + (type.getTypeParameters().isEmpty() ? "" : context.diamond()) + "()";
  }

  private boolean isPlainJdkObject(TypeElement type) {
    String name = type.getQualifiedName().toString();
    return (name.startsWith("java.util.") || name.equals("java.lang.Object"))
        && !symbols.isA(type.asType(), "java.util.Collection")
        && !symbols.isA(type.asType(), "java.util.Map")
        && !type.getModifiers().contains(Modifier.ABSTRACT)
        && isNameable(type)
        && ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
            .anyMatch(
                it -> it.getParameters().isEmpty() && it.getModifiers().contains(Modifier.PUBLIC));
  }

  /** An array's type as it is written, such as {@code int[][]}. */
  String arrayType(String type) throws CannotRebuild {
    int brackets = type.indexOf('[');
    String component = brackets < 0 ? type : type.substring(0, brackets);
    String dimensions = brackets < 0 ? "[]" : type.substring(brackets);
    boolean plain = dimensions.chars().allMatch(c -> c == '[' || c == ']');
    if (plain && SourceVersion.isKeyword(component)) {
      return component + dimensions;
    }
    TypeElement element = symbols.type(component).filter(this::isNameable).orElse(null);
    if (!plain || element == null) {
      throw new CannotRebuild("an array of " + type);
    }
    return imports.name(element) + dimensions;
  }

  private boolean isNameable(TypeElement type) {
    return symbols.isNameable(type, context.packageName());
  }
}
