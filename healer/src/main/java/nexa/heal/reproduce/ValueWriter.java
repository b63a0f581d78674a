package nexa.heal.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.ElementKind;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import nexa.event.Value;
import org.jspecify.annotations.Nullable;

/**
 * Writes captured values as Java. An object that is reached twice becomes a local variable; how an
 * object is made is the {@link ObjectWriter}'s business.
 */
final class ValueWriter {

  private static final int INLINE_CHARS_MAX = 60;
  private static final int NAMES_MAX = 1000;

  private final Symbols symbols;
  private final Imports imports;
  private final TypeText types;
  private final ContainerText containers;
  private final CallContext context;
  private final PlainValues plain;
  private final LocalTypes localTypes;
  private final ObjectWriter objects;
  private final JdkObjectText jdkObjects;
  private Draft draft = new Draft();

  ValueWriter(Symbols symbols, Imports imports, CallContext context) {
    this.symbols = symbols;
    this.imports = imports;
    this.context = context;
    this.types = new TypeText(symbols, imports, context.packageName());
    this.containers = new ContainerText(imports, context);
    this.plain = new PlainValues(symbols, imports, context);
    this.localTypes = new LocalTypes(symbols, imports, context, types);
    this.objects = new ObjectWriter(symbols, imports, context, this);
    this.jdkObjects = new JdkObjectText(symbols, imports, context, this);
  }

  Draft draft() {
    return draft;
  }

  /** Goes back to an earlier state of the draft. */
  void takeBack(Draft before) {
    draft = before;
  }

  TypeText types() {
    return types;
  }

  /** An expression for a value, in a local variable of a telling name unless it is a literal. */
  String named(Value value, @Nullable TypeMirror expected, String name) throws CannotRebuild {
    String expression = expression(value, expected, name);
    return isAtom(expression)
        ? expression
        : declare(typeOf(value, expected), name, expression, idOf(value));
  }

  /** An expression for a value; what it needs beforehand goes into the draft. */
  String expression(Value value, @Nullable TypeMirror expected, String name) throws CannotRebuild {
    return switch (value) {
      case Value.Null nothing -> "null";
      case Value.Scalar scalar -> plain.scalar(scalar, draft);
      case Value.Truncated cut ->
          throw new CannotRebuild(
              "a " + cut.type() + " of size " + cut.size() + " was cut when captured");
      case Value.Redacted redacted -> plain.redacted(redacted, draft);
      case Value.Missing missing -> missing(missing, expected, name);
      case Value.Maybe maybe -> maybe(maybe, expected, name);
      case Value.Ref ref -> reference(ref, expected, name);
      case Value.Sequence sequence ->
          shared(sequence, expected, name, sequence(sequence, expected));
      case Value.Array array -> shared(array, expected, name, array(array));
      case Value.Mapping mapping ->
          shared(mapping, expected, name, mapping(mapping, expected, name));
      case Value.Instance object when object.type().startsWith("java.") ->
          shared(object, expected, name, jdkObject(object, expected));
      case Value.Instance object -> objects.instance(object, expected, name);
    };
  }

  /** An expression for a value that was captured; nothing stands in for it. */
  String captured(Value value, @Nullable TypeMirror expected, String name) throws CannotRebuild {
    return value instanceof Value.Missing missing ? plain.missing(missing)
        : expression(value, expected, name);
  }

  private String jdkObject(Value.Instance object, @Nullable TypeMirror expected)
      throws CannotRebuild {
    String local = draft.locals.get(object.id());
    return local == null ? jdkObjects.expression(object, expected) : local;
  }

  /** Of what was not captured an interface can be stood in for, where nothing hangs on it. */
  private String missing(Value.Missing missing, @Nullable TypeMirror expected, String name)
      throws CannotRebuild {
    try {
      return plain.missing(missing);
    } catch (CannotRebuild e) {
      Optional<String> standIn =
          context.vital().contains(name) ? Optional.empty() : standIn(expected);
      if (standIn.isEmpty()) {
        throw e;
      }
      return standIn.get();
    }
  }

  /** An object that stands in for one that cannot be rebuilt, empty where its type is no interface. */
  Optional<String> standIn(@Nullable TypeMirror expected) {
    boolean isInterface =
        expected instanceof DeclaredType declared
            && declared.asElement().getKind().isInterface()
            && !declared.asElement().getKind().equals(ElementKind.ANNOTATION_TYPE);
    Optional<String> type =
        isInterface && expected != null
            ? types.of(symbols.model().types().erasure(expected))
            : Optional.empty();
    if (type.isPresent()) {
      draft.fixtures.add(Fixture.STUB);
      draft.substituted = true;
    }
    return type.map(text -> "stub(" + text + ".class)");
  }

  /** The type to declare a local variable for a value. */
  String typeOf(Value value, @Nullable TypeMirror expected) {
    return localTypes.of(value, expected);
  }

  String classLiteral(String name) throws CannotRebuild {
    return plain.classLiteral(name, draft);
  }

  private String maybe(Value.Maybe maybe, @Nullable TypeMirror expected, String name)
      throws CannotRebuild {
    Value content = maybe.content();
    String kind = "Optional";
    for (String primitive : List.of("Int", "Long", "Double")) {
      boolean held =
          content instanceof Value.Scalar scalar && scalar.type().equalsIgnoreCase(primitive);
      if (held || (expected != null && symbols.isA(expected, "java.util.Optional" + primitive))) {
        kind = "Optional" + primitive;
      }
    }
    String type = imports.name("java.util." + kind);
    return content == null || content instanceof Value.Null
        ? type + ".empty()"
        : type + ".of(" + expression(content, TypeText.argument(expected, 0), name) + ")";
  }

  private String reference(Value.Ref ref, @Nullable TypeMirror expected, String name)
      throws CannotRebuild {
    String local = draft.locals.get(ref.id());
    if (local != null) {
      return typed(local, expected);
    }
    Value value = context.objects().get(ref.id());
    if (value == null || objects.isUnderway(ref.id())) {
      throw new CannotRebuild("an object that is part of itself");
    }
    return expression(value, expected, name);
  }

  /** A local variable as the type that is wanted, where it was declared as no more than an object. */
  String typed(String local, @Nullable TypeMirror expected) {
    Optional<String> type =
        draft.untyped.contains(local) && expected instanceof DeclaredType
            ? types.of(symbols.model().types().erasure(expected))
            : Optional.empty();
    return type.filter(it -> !it.equals("Object")).map(it -> "(" + it + ") " + local)
        .orElse(local);
  }

  private String sequence(Value.Sequence sequence, @Nullable TypeMirror expected)
      throws CannotRebuild {
    String local = draft.locals.get(sequence.id());
    if (local != null) {
      return local;
    }
    List<String> elements = elements(sequence.elements(), TypeText.argument(expected, 0));
    boolean arrays = sequence.elements().stream().anyMatch(Value.Array.class::isInstance);
    return containers.sequence(sequence.type(), elements, arrays);
  }

  List<String> elements(List<Value> values, @Nullable TypeMirror expected)
      throws CannotRebuild {
    List<String> elements = new ArrayList<>();
    for (Value value : values) {
      elements.add(expression(value, expected, ""));
    }
    return elements;
  }

  private String array(Value.Array array) throws CannotRebuild {
    String local = draft.locals.get(array.id());
    if (local != null) {
      return local;
    }
    return ArrayText.array(
        array, plain.arrayType(array.type()), elements(array.elements(), null), imports, context);
  }

  private String mapping(Value.Mapping mapping, @Nullable TypeMirror expected, String name)
      throws CannotRebuild {
    String local = draft.locals.get(mapping.id());
    if (local != null) {
      return local;
    }
    List<String> entries = new ArrayList<>();
    for (Value.Entry entry : mapping.entries()) {
      entries.add(expression(entry.key(), TypeText.argument(expected, 0), ""));
      entries.add(expression(entry.value(), TypeText.argument(expected, 1), ""));
    }
    if (containers.isMapExpression(mapping.type(), entries)) {
      return containers.map(mapping.type(), entries);
    }
    String filled = containers.filled(mapping.type());
    String wrapper = containers.mapWrapper(mapping.type());
    String map =
        declare(
            localTypes.filledMap(filled, expected),
            name,
            "new " + imports.name(filled) + containers.diamond(filled) + "("
                + enumKey(filled, entries) + ")",
            wrapper.isEmpty() ? mapping.id() : 0);
    for (int i = 0; i < entries.size(); i += 2) {
      draft.statements.add(map + ".put(" + entries.get(i) + ", " + entries.get(i + 1) + ");");
    }
    return wrapper.isEmpty() ? map : wrapper + "(" + map + ")";
  }

  /** The statements that fill an object which is a collection or map itself. */
  void fill(String local, Value inherited) throws CannotRebuild {
    switch (inherited) {
      case Value.Sequence sequence -> {
        for (String element : elements(sequence.elements(), null)) {
          draft.statements.add(local + ".add(" + element + ");");
        }
      }
      case Value.Mapping mapping -> {
        for (Value.Entry entry : mapping.entries()) {
          String key = expression(entry.key(), null, "");
          draft.statements
              .add(local + ".put(" + key + ", " + expression(entry.value(), null, "") + ");");
        }
      }
      default -> throw new CannotRebuild("a collection of the project's own");
    }
  }

  private static String enumKey(String filled, List<String> entries) {
    String key = entries.get(0);
    return filled.equals("java.util.EnumMap") ? key.substring(0, key.lastIndexOf('.')) + ".class"
        : "";
  }

  /** Puts an object that is reached more than once into a local variable. */
  private String shared(Value value, @Nullable TypeMirror expected, String name,
      String expression) {
    boolean twice =
        context.shared().contains(idOf(value)) && !draft.locals.containsKey(idOf(value));
    return twice ? declare(typeOf(value, expected), name, expression, idOf(value)) : expression;
  }

  /** Declares a local variable; fields that waited for this object are set then. */
  String declare(String type, String wanted, String expression, int id) {
    String name = unique(wanted);
    draft.names.add(name);
    if (type.equals("Object")) {
      draft.untyped.add(name);
    }
    draft.statements.add(type + " " + name + " = " + expression + ";");
    if (id > 0) {
      draft.locals.put(id, name);
      List<Draft.Later> due = draft.later.stream().filter(later -> later.id() == id).toList();
      draft.later.removeAll(due);
      due.forEach(later -> set(later.owner(), later.field(), name));
    }
    return name;
  }

  /** Sets a private field by a reflective fixture. */
  void set(String local, String field, String expression) {
    draft.fixtures.add(Fixture.SET);
    draft.throwing = true;
    draft.statements.add("set(" + local + ", " + Literals.string(field) + ", " + expression + ");");
  }

  private String unique(String wanted) {
    String base = SourceVersion.isName(wanted) && wanted.indexOf('.') < 0 ? wanted : "value";
    String name = base;
    for (int i = 2; draft.names.contains(name) && i < NAMES_MAX; i++) {
      name = base + i;
    }
    return name;
  }

  static String decapitalised(String name) {
    return name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** Whether an expression is short and plain enough to stand where it is used. */
  private boolean isAtom(String expression) {
    char first = expression.charAt(0);
    boolean literal = first == '"' || first == '\'' || first == '-' || Character.isDigit(first);
    boolean word = expression.chars().allMatch(c -> Character.isJavaIdentifierPart(c) || c == '.');
    return (literal && expression.length() <= INLINE_CHARS_MAX)
        || word
        || draft.locals.containsValue(expression);
  }

  /** The number of an object, 0 for what has none. */
  static int idOf(Value value) {
    return switch (value) {
      case Value.Sequence sequence -> sequence.id();
      case Value.Array array -> array.id();
      case Value.Mapping mapping -> mapping.id();
      case Value.Instance object -> object.id();
      case Value.Ref ref -> ref.id();
      default -> 0;
    };
  }
}
