package nexa.heal.reproduce;

import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeMirror;
import nexa.event.Value;
import org.jspecify.annotations.Nullable;

/** The types that a test's local variables are declared with. */
final class LocalTypes {

  private static final int VAR_RELEASE = 10;

  private final Symbols symbols;
  private final Imports imports;
  private final CallContext context;
  private final TypeText types;
  private final PlainValues plain;

  LocalTypes(Symbols symbols, Imports imports, CallContext context, TypeText types) {
    this.symbols = symbols;
    this.imports = imports;
    this.context = context;
    this.types = types;
    this.plain = new PlainValues(symbols, imports, context);
  }

  /** The type to declare a local of: as wanted if that can be written, else by the value's class. */
  String of(Value value, @Nullable TypeMirror expected) {
    String byValue =
        switch (value) {
          case Value.Instance object when object.type().startsWith("java.") ->
              jdkObject(object.type(), expected);
          case Value.Instance object -> classOf(object.type(), expected);
          case Value.Array array -> arrayOrObject(array.type());
          case Value.Sequence sequence ->
              containerType(ContainerText.interfaceOf(sequence.type()), expected);
          case Value.Mapping mapping -> containerType("java.util.Map", expected);
          case Value.Scalar scalar -> classOf(scalar.type(), expected);
          case Value.Maybe maybe -> containerType("java.util.Optional", expected);
          case Value.Ref ref ->
              of(context.objects().getOrDefault(ref.id(), new Value.Null()), expected);
          default -> types.of(expected).orElse("Object");
        };
    return byValue;
  }

  /** The type to declare a map of that is filled entry by entry. */
  String filledMap(String filled, @Nullable TypeMirror expected) {
    if (filled.equals("java.util.Properties")) {
      return imports.name(filled);
    }
    boolean typed = expected != null && symbols.isA(expected, "java.util.Map");
    return (typed ? types.of(expected) : Optional.<String>empty())
        .orElseGet(() -> imports.name("java.util.Map") + "<Object, Object>");
  }

  /** A stream or reader may be made of another class than it was: what is wanted of it counts. */
  private String jdkObject(String type, @Nullable TypeMirror expected) {
    String known =
        switch (type) {
          case "java.io.InputStreamReader", "java.io.FileReader", "java.io.Reader$2" ->
              "java.io.Reader";
          case "java.io.FileInputStream" -> "java.io.InputStream";
          case "java.util.ArrayList$Itr", "java.util.Arrays$ArrayItr",
              "java.util.ImmutableCollections$ListItr" -> "java.util.Iterator";
          default -> type;
        };
    return types.of(expected).filter(text -> !text.equals("Object"))
        .orElseGet(() -> classOf(known, expected));
  }

  private String classOf(String binaryName, @Nullable TypeMirror expected) {
    TypeElement type = symbols.type(binaryName)
        .filter(it -> symbols.isNameable(it, context.packageName())).orElse(null);
    if (type == null) {
      return types.of(expected).orElse("Object");
    }
    if (type.getTypeParameters().isEmpty()) {
      return imports.name(type);
    }
    boolean same = expected != null && symbols.model().types().isSameType(
        symbols.model().types().erasure(expected), symbols.model().types().erasure(type.asType()));
    Optional<String> text = same ? types.of(expected) : Optional.empty();
    return text.orElseGet(() -> context.level() >= VAR_RELEASE ? "var" : imports.name(type));
  }

  private String arrayOrObject(String type) {
    try {
      return plain.arrayType(type);
    } catch (CannotRebuild e) {
      return "Object";
    }
  }

  private String containerType(String known, @Nullable TypeMirror expected) {
    boolean fits =
        expected != null && !(expected instanceof ArrayType)
            && !symbols.isA(expected, "java.lang.Object$")
            && symbols.type(known).filter(it -> symbols.isA(it.asType(), erasedName(expected)))
                .isPresent();
    return (fits ? types.of(expected) : Optional.<String>empty())
        .orElseGet(() -> context.level() >= VAR_RELEASE ? "var" : imports.name(known));
  }

  private String erasedName(TypeMirror type) {
    return symbols.model().types().erasure(type).toString();
  }
}
