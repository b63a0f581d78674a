package nexa.heal.reproduce;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.VariableTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import nexa.event.Value;
import org.jspecify.annotations.Nullable;

/**
 * Writes captured values as Java. Objects are made by the constructor or factory that leaves least
 * to be set afterwards, then by adders and setters, and last by a reflective fixture. An object that
 * is reached twice becomes a local variable; one that reaches itself is completed once it exists.
 */
final class ObjectWriter {

  private static final Set<String> BOXES =
      Set.of("Integer", "Long", "Short", "Byte", "Double", "Float", "Boolean", "Character");
  private static final Map<String, String> PRIMITIVES =
      Map.of("Integer", "int", "Character", "char");
  private static final int INLINE_CHARS_MAX = 60;
  private static final int VAR_RELEASE = 10;
  private static final int NAMES_MAX = 1000;

  private final Symbols symbols;
  private final Imports imports;
  private final TypeText types;
  private final ContainerText containers;
  private final Ways ways;
  private final CallContext context;
  private final Set<Integer> underway = new HashSet<>();
  private Draft draft = new Draft();

  ObjectWriter(Symbols symbols, Imports imports, CallContext context) {
    this.symbols = symbols;
    this.imports = imports;
    this.context = context;
    this.types = new TypeText(symbols, imports, context.packageName());
    this.containers = new ContainerText(imports, context.release());
    this.ways = new Ways(symbols);
  }

  Draft draft() {
    return draft;
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
      case Value.Scalar scalar -> scalar(scalar);
      case Value.Truncated cut ->
          throw new CannotRebuild("a " + cut.type() + " of size " + cut.size() + " was cut when captured");
      case Value.Redacted redacted -> redacted(redacted);
      case Value.Missing missing -> missing(missing);
      case Value.Maybe maybe -> maybe(maybe, expected, name);
      case Value.Ref ref -> reference(ref, expected, name);
      case Value.Sequence sequence -> shared(sequence, expected, name, sequence(sequence, expected));
      case Value.Array array -> shared(array, expected, name, array(array));
      case Value.Mapping mapping -> shared(mapping, expected, name, mapping(mapping, expected, name));
      case Value.Instance object -> instance(object, expected, name);
    };
  }

  private String scalar(Value.Scalar scalar) throws CannotRebuild {
    String type = scalar.type();
    if (type.equals("java.lang.String")) {
      return Literals.string(scalar.text());
    }
    if (type.equals("java.lang.Class")) {
      return classLiteral(scalar.text());
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
    return value.isPresent() ? value.get() : enumConstant(scalar);
  }

  private String classLiteral(String name) throws CannotRebuild {
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

  private String enumConstant(Value.Scalar scalar) throws CannotRebuild {
    TypeElement type =
        symbols
            .type(scalar.type())
            .filter(it -> it.getKind() == ElementKind.ENUM && isNameable(it))
            .orElseThrow(() -> new CannotRebuild("a value of " + scalar.type()));
    boolean known =
        type.getEnclosedElements().stream()
            .anyMatch(
                it ->
                    it.getKind() == ElementKind.ENUM_CONSTANT
                        && it.getSimpleName().contentEquals(scalar.text()));
    if (!known) {
      throw new CannotRebuild(scalar.type() + " has no constant of the captured name");
    }
    return imports.name(type) + "." + scalar.text();
  }

  /** A withheld string's length is known, and often all that matters. */
  private String redacted(Value.Redacted redacted) throws CannotRebuild {
    if (!redacted.type().equals("java.lang.String") || redacted.length() > CallContext.TEXT_MAX) {
      throw new CannotRebuild("a withheld " + redacted.type());
    }
    draft.substituted = true;
    return Literals.string("x".repeat(Math.max(0, redacted.length())));
  }

  /** A JDK object without content of its own, such as a lock, can be had anew. */
  private String missing(Value.Missing missing) throws CannotRebuild {
    TypeElement type = symbols.type(missing.type()).orElse(null);
    if (type == null || !isPlainJdkObject(type)) {
      throw new CannotRebuild("a " + missing.type() + " was not captured (" + missing.reason() + ")");
    }
    return "new " + imports.name(type) + (type.getTypeParameters().isEmpty() ? "" : "<>") + "()";
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
      return local;
    }
    Value value = context.objects().get(ref.id());
    if (value == null || underway.contains(ref.id())) {
      throw new CannotRebuild("an object that is part of itself");
    }
    return expression(value, expected, name);
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

  private List<String> elements(List<Value> values, @Nullable TypeMirror expected)
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
    return "new " + arrayType(array.type()) + " {"
        + String.join(", ", elements(array.elements(), null)) + "}";
  }

  private String arrayType(String type) throws CannotRebuild {
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
            filledType(filled, expected),
            name,
            "new " + imports.name(filled) + containers.diamond(filled) + "(" + enumKey(filled, entries) + ")",
            wrapper.isEmpty() ? mapping.id() : 0);
    for (int i = 0; i < entries.size(); i += 2) {
      draft.statements.add(map + ".put(" + entries.get(i) + ", " + entries.get(i + 1) + ");");
    }
    return wrapper.isEmpty() ? map : wrapper + "(" + map + ")";
  }

  private static String enumKey(String filled, List<String> entries) {
    String key = entries.get(0);
    return filled.equals("java.util.EnumMap") ? key.substring(0, key.lastIndexOf('.')) + ".class" : "";
  }

  private String filledType(String filled, @Nullable TypeMirror expected) {
    if (filled.equals("java.util.Properties")) {
      return imports.name(filled);
    }
    boolean typed = expected != null && symbols.isA(expected, "java.util.Map");
    return (typed ? types.of(expected) : Optional.<String>empty())
        .orElseGet(() -> imports.name("java.util.Map") + "<Object, Object>");
  }

  /** Puts an object that is reached more than once into a local variable. */
  private String shared(Value value, @Nullable TypeMirror expected, String name, String expression) {
    boolean twice = context.shared().contains(idOf(value)) && !draft.locals.containsKey(idOf(value));
    return twice ? declare(typeOf(value, expected), name, expression, idOf(value)) : expression;
  }

  private String instance(Value.Instance object, @Nullable TypeMirror expected, String name)
      throws CannotRebuild {
    String local = draft.locals.get(object.id());
    if (local != null) {
      return local;
    }
    if (!underway.add(object.id())) {
      throw new CannotRebuild("an object that is part of itself");
    }
    try {
      TypeElement type = symbols.type(object.type()).orElse(null);
      boolean fields = context.mode() == CallContext.Mode.FIELDS;
      if (fields && (type == null || type.getKind() != ElementKind.RECORD)) {
        return allocated(object, type, expected, name);
      }
      if (type == null || !isNameable(type) || !symbols.isOurs(type)) {
        throw new CannotRebuild("an object of " + object.type());
      }
      return constructed(object, type, expected, name);
    } finally {
      underway.remove(object.id());
    }
  }

  private String constructed(
      Value.Instance object, TypeElement type, @Nullable TypeMirror expected, String name)
      throws CannotRebuild {
    List<Way> open =
        symbols.isInner(type) || type.getModifiers().contains(Modifier.ABSTRACT)
            ? List.of()
            : ways.of(type, context.packageName()).stream()
                .sorted(Comparator.comparingInt(way -> leftovers(object, type, way).size()))
                .toList();
    CannotRebuild failure =
        new CannotRebuild(object.type() + " has no constructor that its fields tell the arguments of");
    for (Way way : open) {
      Draft before = draft.copy();
      try {
        return byWay(object, type, way, expected, name);
      } catch (CannotRebuild e) {
        draft = before;
        failure = e;
      }
    }
    throw failure;
  }

  private String byWay(
      Value.Instance object, TypeElement type, Way way, @Nullable TypeMirror expected, String name)
      throws CannotRebuild {
    List<String> arguments = new ArrayList<>();
    List<? extends VariableElement> parameters = way.maker().getParameters();
    for (int i = 0; i < parameters.size(); i++) {
      String field = way.fields().get(i);
      Value value = object.fields().get(field);
      if (value == null) {
        throw new CannotRebuild("the field " + field + " of " + object.type() + " was not captured");
      }
      arguments.add(part(value, parameters.get(i).asType(), field));
    }
    draft.throwing |= symbols.throwsChecked(way.maker());
    String simple = imports.name(type);
    String made =
        way.maker().getKind() == ElementKind.CONSTRUCTOR
            ? "new " + simple + (type.getTypeParameters().isEmpty() ? "" : "<>")
            : simple + "." + way.maker().getSimpleName();
    String expression = made + "(" + String.join(", ", arguments) + ")";
    List<String> leftovers = leftovers(object, type, way);
    boolean inline =
        leftovers.isEmpty()
            && expression.length() <= INLINE_CHARS_MAX
            && !context.shared().contains(object.id());
    if (inline) {
      return expression;
    }
    String declared = typeOf(object, expected);
    String local = declare(declared, localName(type, name), expression, object.id());
    for (String field : leftovers) {
      restore(local, type, field, initialiser(type, field, way), object.fields().get(field));
    }
    return local;
  }

  /** A constructor argument; one that cannot be rebuilt becomes null where that does no harm. */
  private String part(Value value, TypeMirror type, String field) throws CannotRebuild {
    Draft before = draft.copy();
    try {
      return expression(value, type, field);
    } catch (CannotRebuild e) {
      if (type.getKind().isPrimitive() || context.vital().contains(field)) {
        throw e;
      }
      draft = before;
      draft.substituted = true;
      return types.of(type).map(text -> "(" + text + ") null").orElse("null");
    }
  }

  /** The captured fields that differ from what a way leaves in them. */
  private List<String> leftovers(Value.Instance object, TypeElement type, Way way) {
    List<String> leftovers = new ArrayList<>();
    object
        .fields()
        .forEach(
            (name, value) -> {
              Optional<VariableElement> field = symbols.field(type, name);
              boolean ours =
                  field.isPresent() && symbols.isOurs(symbols.owner(field.get()));
              if (ours
                  && !way.fields().contains(name)
                  && !Initial.holds(initialiser(type, name, way), value)
                  && !isLeftAsMade(field.get(), initialiser(type, name, way), value)) {
                leftovers.add(name);
              }
            });
    return leftovers;
  }

  private boolean isLeftAsMade(
      VariableElement field, @Nullable ExpressionTree initialiser, Value value) {
    boolean isOpen =
        value instanceof Value.Sequence
            || value instanceof Value.Mapping
            || value instanceof Value.Truncated;
    return context.mode() == CallContext.Mode.PLAIN
        && initialiser != null
        && field.getModifiers().contains(Modifier.FINAL)
        && !isOpen;
  }

  private @Nullable ExpressionTree initialiser(TypeElement type, String field, Way way) {
    ExpressionTree constant = way.constants().get(field);
    if (constant != null) {
      return constant;
    }
    return symbols
        .field(type, field)
        .map(it -> symbols.model().trees().getTree(it))
        .filter(VariableTree.class::isInstance)
        .map(tree -> ((VariableTree) tree).getInitializer())
        .orElse(null);
  }

  private void restore(
      String local,
      TypeElement type,
      String field,
      @Nullable ExpressionTree initialiser,
      @Nullable Value value)
      throws CannotRebuild {
    VariableElement element = symbols.field(type, field).orElse(null);
    if (element == null || value == null) {
      return;
    }
    Draft before = draft.copy();
    try {
      if (value instanceof Value.Sequence sequence && Initial.isEmptyContainer(initialiser)) {
        Optional<ExecutableElement> adder = Accessors.adder(symbols, type, field, context.packageName());
        if (adder.isPresent()) {
          TypeMirror expected = adder.get().getParameters().get(0).asType();
          for (String one : elements(sequence.elements(), expected)) {
            draft.statements.add(local + "." + adder.get().getSimpleName() + "(" + one + ");");
          }
          return;
        }
      }
      String expression = laterOr(value, element.asType(), local, field);
      if (expression != null) {
        assign(local, type, element, expression);
      }
    } catch (CannotRebuild e) {
      if (context.vital().contains(field)) {
        throw e;
      }
      draft = before;
      draft.substituted = true;
    }
  }

  private void assign(String local, TypeElement type, VariableElement field, String expression) {
    Optional<ExecutableElement> setter =
        Accessors.setter(symbols, type, field, context.packageName());
    if (setter.isPresent()) {
      draft.throwing |= symbols.throwsChecked(setter.get());
      draft.statements.add(local + "." + setter.get().getSimpleName() + "(" + expression + ");");
    } else {
      set(local, field.getSimpleName().toString(), expression);
    }
  }

  private void set(String local, String field, String expression) {
    draft.fixtures.add(Fixture.SET);
    draft.throwing = true;
    draft.statements.add("set(" + local + ", " + Literals.string(field) + ", " + expression + ");");
  }

  /** Null when the value is an object that is still being made: then the field is set later. */
  private @Nullable String laterOr(
      Value value, @Nullable TypeMirror type, String owner, String field) throws CannotRebuild {
    int id = idOf(value);
    if (underway.contains(id) && !draft.locals.containsKey(id)) {
      draft.later.add(new Draft.Later(id, owner, field));
      return null;
    }
    return expression(value, type, field);
  }

  /** An object made past its constructors, every captured field set. */
  private String allocated(
      Value.Instance object, @Nullable TypeElement type, @Nullable TypeMirror expected, String name)
      throws CannotRebuild {
    if (object.type().startsWith("java.")) {
      throw new CannotRebuild("an object of " + object.type());
    }
    draft.fixtures.add(Fixture.ALLOCATE);
    draft.throwing = true;
    boolean nameable = type != null && isNameable(type);
    String expectedType = expected == null ? "Object" : types.of(expected).orElse("Object");
    String declared = nameable && type != null ? typeOf(object, expected) : expectedType;
    String literal = classLiteral(object.type());
    String made = "allocate(" + literal + ")";
    String cast = nameable || declared.equals("Object") ? "" : "(" + declared + ") ";
    String hint = type == null ? name : localName(type, name);
    String local = declare(declared.equals("var") && type != null ? imports.name(type) : declared, hint, cast + made, object.id());
    for (Map.Entry<String, Value> field : object.fields().entrySet()) {
      allocatedField(local, type, field.getKey(), field.getValue());
    }
    return local;
  }

  private void allocatedField(String local, @Nullable TypeElement type, String field, Value value)
      throws CannotRebuild {
    if (Initial.isDefault(value)) {
      return;
    }
    TypeMirror expected =
        type == null ? null : symbols.field(type, field).map(Element::asType).orElse(null);
    Draft before = draft.copy();
    try {
      set(local, field, expression(value, expected, field));
    } catch (CannotRebuild e) {
      if (context.vital().contains(field)) {
        throw e;
      }
      draft = before;
      draft.substituted = true;
    }
  }

  private String declare(String type, String wanted, String expression, int id) {
    String name = unique(wanted);
    draft.names.add(name);
    draft.statements.add(type + " " + name + " = " + expression + ";");
    if (id > 0) {
      draft.locals.put(id, name);
      List<Draft.Later> due = draft.later.stream().filter(later -> later.id() == id).toList();
      draft.later.removeAll(due);
      due.forEach(later -> set(later.owner(), later.field(), name));
    }
    return name;
  }

  private String unique(String wanted) {
    String base = SourceVersion.isName(wanted) && wanted.indexOf('.') < 0 ? wanted : "value";
    String name = base;
    for (int i = 2; draft.names.contains(name) && i < NAMES_MAX; i++) {
      name = base + i;
    }
    return name;
  }

  private String localName(TypeElement type, String name) {
    return name.isEmpty() ? decapitalised(type.getSimpleName().toString()) : name;
  }

  static String decapitalised(String name) {
    return name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** The type to declare a local of: as wanted if that can be written, else by the value's class. */
  private String typeOf(Value value, @Nullable TypeMirror expected) {
    String byValue =
        switch (value) {
          case Value.Instance object -> classOf(object.type(), expected);
          case Value.Array array -> arrayOrObject(array.type());
          case Value.Sequence sequence -> containerType(ContainerText.interfaceOf(sequence.type()), expected);
          case Value.Mapping mapping -> containerType("java.util.Map", expected);
          case Value.Scalar scalar -> classOf(scalar.type(), expected);
          case Value.Maybe maybe -> containerType("java.util.Optional", expected);
          case Value.Ref ref -> typeOf(context.objects().getOrDefault(ref.id(), new Value.Null()), expected);
          default -> types.of(expected).orElse("Object");
        };
    return byValue;
  }

  private String classOf(String binaryName, @Nullable TypeMirror expected) {
    TypeElement type = symbols.type(binaryName).filter(this::isNameable).orElse(null);
    if (type == null) {
      return types.of(expected).orElse("Object");
    }
    if (type.getTypeParameters().isEmpty()) {
      return imports.name(type);
    }
    boolean same = expected != null && symbols.model().types().isSameType(
        symbols.model().types().erasure(expected), symbols.model().types().erasure(type.asType()));
    Optional<String> text = same ? types.of(expected) : Optional.empty();
    return text.orElseGet(() -> context.release() >= VAR_RELEASE ? "var" : imports.name(type));
  }

  private String arrayOrObject(String type) {
    try {
      return arrayType(type);
    } catch (CannotRebuild e) {
      return "Object";
    }
  }

  private String containerType(String known, @Nullable TypeMirror expected) {
    boolean fits =
        expected != null && !(expected instanceof ArrayType) && !symbols.isA(expected, "java.lang.Object$")
            && symbols.type(known).filter(it -> symbols.isA(it.asType(), erasedName(expected))).isPresent();
    return (fits ? types.of(expected) : Optional.<String>empty())
        .orElseGet(() -> context.release() >= VAR_RELEASE ? "var" : imports.name(known));
  }

  private String erasedName(TypeMirror type) {
    return symbols.model().types().erasure(type).toString();
  }

  private boolean isNameable(TypeElement type) {
    return symbols.isNameable(type, context.packageName());
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

  private static int idOf(Value value) {
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
