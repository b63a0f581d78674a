package nexa.heal.reproduce;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.VariableTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import nexa.event.Value;
import org.jspecify.annotations.Nullable;

/**
 * Writes captured objects as Java: by the constructor or factory that leaves least to be set
 * afterwards, then by adders and setters, and last by a reflective fixture. An object that reaches
 * itself is completed once it exists.
 */
final class ObjectWriter {

  private static final int INLINE_CHARS_MAX = 60;

  /** How many objects may be begun; each is begun anew for each way that is tried around it. */
  private static final int ATTEMPTS_MAX = 3_000;

  private final Symbols symbols;
  private final Imports imports;
  private final CallContext context;
  private final ValueWriter values;
  private final TypeText types;
  private final Ways ways;
  private final AllocatedObjects allocated;
  private final Set<Integer> underway = new HashSet<>();
  private int attempts;

  /**
   * @param values writes the parts of the objects, and holds the draft that all goes into
   */
  ObjectWriter(Symbols symbols, Imports imports, CallContext context, ValueWriter values) {
    this.symbols = symbols;
    this.imports = imports;
    this.context = context;
    this.values = values;
    this.types = values.types();
    this.ways = new Ways(symbols);
    this.allocated = new AllocatedObjects(symbols, imports, context, values);
  }

  /** Whether an object is being made right now. */
  boolean isUnderway(int id) {
    return underway.contains(id);
  }

  /** An expression for an object, or the local variable that holds it. */
  String instance(Value.Instance object, @Nullable TypeMirror expected, String name)
      throws CannotRebuild {
    String local = values.draft().locals.get(object.id());
    if (local != null) {
      return values.typed(local, expected);
    }
    if (++attempts > ATTEMPTS_MAX) {
      throw new CannotRebuild("more objects than a test should hold");
    }
    if (!underway.add(object.id())) {
      throw new CannotRebuild("an object that is part of itself");
    }
    try {
      TypeElement type = symbols.type(object.type()).orElse(null);
      boolean isRecord = type != null && type.getKind() == ElementKind.RECORD;
      if (isRecord || !context.isReflective()) {
        return constructed(object, type, expected, name);
      }
      return context.mode() == CallContext.Mode.MIXED
          ? constructedOrAllocated(object, type, expected, name)
          : allocated.object(object, type, expected, name);
    } finally {
      underway.remove(object.id());
    }
  }

  private String constructedOrAllocated(
      Value.Instance object, @Nullable TypeElement type, @Nullable TypeMirror expected,
      String name) throws CannotRebuild {
    Draft before = values.draft().copy();
    try {
      return constructed(object, type, expected, name);
    } catch (CannotRebuild e) {
      values.takeBack(before);
      return allocated.object(object, type, expected, name);
    }
  }

  private String constructed(
      Value.Instance object, @Nullable TypeElement type, @Nullable TypeMirror expected,
      String name) throws CannotRebuild {
    if (type == null
        && object.fields().isEmpty()
        && context.files().isPlainTestClass(object.type())) {
      String simple = imports.name(object.type());
      String local = name.isEmpty() ? ValueWriter.decapitalised(simple) : name;
      return values.declare(simple, local, "new " + simple + "()", object.id());
    }
    if (type == null || !isNameable(type) || !symbols.isOurs(type)) {
      throw new CannotRebuild("an object of " + object.type());
    }
    boolean withoutOuter = symbols.isInner(type) && outer(object).isEmpty();
    List<Way> open =
        withoutOuter || type.getModifiers().contains(Modifier.ABSTRACT)
            ? List.of()
            : open(object, type);
    CannotRebuild failure =
        new CannotRebuild(
            object.type() + " has no constructor that its fields tell the arguments of");
    for (Way way : open) {
      Draft before = values.draft().copy();
      try {
        return byWay(object, type, way, expected, name);
      } catch (CannotRebuild e) {
        values.takeBack(before);
        failure = e;
      }
    }
    throw failure;
  }

  /**
   * The ways to try, those that leave least to be set first, then those that are handed least that is
   * null: who has nothing for a parameter calls the constructor without it.
   */
  private List<Way> open(Value.Instance object, TypeElement type) {
    List<Way> open =
        new ArrayList<>(
            ways.of(type, context.packageName()).stream()
                .sorted(
                    Comparator.<Way>comparingInt(way -> leftovers(object, type, way).size())
                        .thenComparingLong(way -> nulls(object, way)))
                .toList());
    if (context.mode() == CallContext.Mode.FRESH) {
      open.addAll(ways.loose(type, context.packageName()));
    }
    return open;
  }

  private static long nulls(Value.Instance object, Way way) {
    return way.fields().stream()
        .filter(field -> object.fields().get(field) instanceof Value.Null)
        .count();
  }

  private String byWay(
      Value.Instance object, TypeElement type, Way way, @Nullable TypeMirror expected, String name)
      throws CannotRebuild {
    List<String> arguments = new ArrayList<>();
    List<? extends VariableElement> parameters = way.maker().getParameters();
    for (int i = 0; i < parameters.size(); i++) {
      String field = way.fields().get(i);
      if (field.equals(Way.UNKNOWN)) {
        arguments.add(neutral(object, parameters.get(i).asType()));
        values.draft().substituted = true;
        continue;
      }
      Value value = object.fields().get(field);
      if (value == null) {
        throw new CannotRebuild(
            "the field " + field + " of " + object.type() + " was not captured");
      }
      TypeMirror wanted = parameters.get(i).asType();
      arguments.add(part(asWanted(value, wanted), wanted, field));
    }
    values.draft().throwing |= symbols.throwsChecked(way.maker());
    String made = made(object, type, way);
    String expression = made + "(" + String.join(", ", arguments) + ")";
    List<String> leftovers = leftovers(object, type, way);
    List<Value> inherited = inherited(object);
    boolean inline =
        leftovers.isEmpty()
            && inherited.isEmpty()
            && expression.length() <= INLINE_CHARS_MAX
            && !context.shared().contains(object.id());
    if (inline) {
      return expression;
    }
    String declared = inherited.isEmpty() ? values.typeOf(object, expected) : imports.name(type);
    String local = values.declare(declared, localName(type, name), expression, object.id());
    for (Value content : inherited) {
      values.fill(local, content);
    }
    for (String field : leftovers) {
      restore(local, type, field, initialiser(type, field, way), object.fields().get(field));
    }
    return local;
  }

  /** What a field holds as a list, where the parameter it came by is an array. */
  private Value asWanted(Value value, TypeMirror type) {
    return value instanceof Value.Sequence list
        && type instanceof ArrayType array
        && symbols.model().types()
            .erasure(array.getComponentType()) instanceof DeclaredType component
        && component.asElement() instanceof TypeElement element
            ? new Value.Array(list.id(), symbols.binaryName(element) + "[]", list.elements())
            : value;
  }

  /** A stand-in for an argument of which nothing is known: a number is mostly a size. */
  private String neutral(Value.Instance object, TypeMirror type) {
    if (type.getKind() == TypeKind.BOOLEAN) {
      return "false";
    }
    if (type.getKind().isPrimitive()) {
      return (type.getKind() == TypeKind.INT ? "" : "(" + type + ") ") + size(object);
    }
    return types.of(symbols.model().types().erasure(type))
        .map(text -> "(" + text + ") null").orElse("null");
  }

  /** The size of the first collection or array an object has. */
  private static int size(Value.Instance object) {
    return object.fields().values().stream()
        .mapToInt(
            value -> switch (value) {
              case Value.Sequence all -> all.elements().size();
              case Value.Array all -> all.elements().size();
              case Value.Mapping all -> all.entries().size();
              default -> 0;
            })
        .filter(size -> size > 0)
        .findFirst()
        .orElse(1);
  }

  /** The constructor or factory as it is called, for an inner class on the object around it. */
  private String made(Value.Instance object, TypeElement type, Way way) throws CannotRebuild {
    TypeElement owner = symbols.owner(way.maker());
    if (!way.built().isEmpty()) {
      return instance(builder(object, owner, way), null, "") + "." + way.maker().getSimpleName();
    }
    String simple = imports.name(owner);
    if (way.maker().getKind() != ElementKind.CONSTRUCTOR) {
      return simple + "." + way.maker().getSimpleName();
    }
    String arguments = type.getTypeParameters().isEmpty() ? "" : context.diamond();
    Optional<Value> outer = symbols.isInner(type) ? outer(object) : Optional.empty();
    if (outer.isEmpty()) {
      return "new " + simple + arguments;
    }
    TypeElement around = symbols.outer(type).orElseThrow();
    return values.named(
        outer.get(), around.asType(),
        ValueWriter.decapitalised(around.getSimpleName().toString()))
        + ".new " + type.getSimpleName() + arguments;
  }

  /** The builder as it must have been when it gave the object. */
  private Value.Instance builder(Value.Instance object, TypeElement type, Way way) {
    Map<String, Value> fields = new LinkedHashMap<>();
    way.built().forEach((own, field) -> {
      Value value = object.fields().get(field);
      if (value != null) {
        fields.put(own, value);
      }
    });
    return new Value.Instance(-object.id(), symbols.binaryName(type), fields);
  }

  /** The object around an object of an inner class, by the name the compiler gives its field. */
  private static Optional<Value> outer(Value.Instance object) {
    return object.fields().entrySet().stream()
        .filter(field -> field.getKey().startsWith("this$"))
        .map(Map.Entry::getValue)
        .filter(value -> !(value instanceof Value.Null))
        .findFirst();
  }

  /** A constructor argument; one that cannot be rebuilt becomes null where that does no harm. */
  private String part(Value value, TypeMirror type, String field) throws CannotRebuild {
    Draft before = values.draft().copy();
    try {
      return context.isReflective() ? values.expression(value, type, field)
          : values.captured(value, type, field);
    } catch (CannotRebuild e) {
      if (type.getKind().isPrimitive() || context.vital().contains(field)) {
        throw e;
      }
      values.takeBack(before);
      values.draft().substituted = true;
      return types.of(type).map(text -> "(" + text + ") null").orElse("null");
    }
  }

  /** What an object holds as the JDK collection or map that its class extends. */
  static List<Value> inherited(Value.Instance object) {
    return object.fields().entrySet().stream()
        .filter(field -> field.getKey().startsWith("java.util."))
        .map(Map.Entry::getValue)
        .filter(value -> !Initial.isEmpty(value))
        .toList();
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
    Draft before = values.draft().copy();
    boolean fresh = context.mode() == CallContext.Mode.FRESH;
    if (fresh && Accessors.setter(symbols, type, element, context.packageName()).isEmpty()) {
      values.draft().substituted = true;
      return;
    }
    try {
      if (!fresh && value instanceof Value.Sequence sequence
          && Initial.isEmptyContainer(initialiser)) {
        Optional<ExecutableElement> adder =
            Accessors.adder(symbols, type, field, context.packageName());
        if (adder.isPresent()) {
          TypeMirror expected = adder.get().getParameters().get(0).asType();
          for (String one : values.elements(sequence.elements(), expected)) {
            values.draft().statements
                .add(local + "." + adder.get().getSimpleName() + "(" + one + ");");
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
      values.takeBack(before);
      values.draft().substituted = true;
    }
  }

  private void assign(String local, TypeElement type, VariableElement field, String expression) {
    Optional<ExecutableElement> setter =
        Accessors.setter(symbols, type, field, context.packageName());
    if (setter.isPresent()) {
      values.draft().throwing |= symbols.throwsChecked(setter.get());
      values.draft().statements
          .add(local + "." + setter.get().getSimpleName() + "(" + expression + ");");
    } else {
      values.set(local, field.getSimpleName().toString(), expression);
    }
  }

  /** Null when the value is an object that is still being made: then the field is set later. */
  private @Nullable String laterOr(
      Value value, @Nullable TypeMirror type, String owner, String field) throws CannotRebuild {
    int id = ValueWriter.idOf(value);
    if (underway.contains(id) && !values.draft().locals.containsKey(id)) {
      values.draft().later.add(new Draft.Later(id, owner, field));
      return null;
    }
    return values.expression(value, type, field);
  }

  private String localName(TypeElement type, String name) {
    return name.isEmpty() ? ValueWriter.decapitalised(type.getSimpleName().toString()) : name;
  }

  private boolean isNameable(TypeElement type) {
    return symbols.isNameable(type, context.packageName());
  }
}
