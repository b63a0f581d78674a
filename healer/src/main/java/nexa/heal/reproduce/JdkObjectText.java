package nexa.heal.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import nexa.event.Value;
import org.jspecify.annotations.Nullable;

/** Writes the JDK's objects that are known by a few of their fields. */
final class JdkObjectText {

  private final Symbols symbols;
  private final Imports imports;
  private final CallContext context;
  private final ValueWriter values;

  JdkObjectText(Symbols symbols, Imports imports, CallContext context, ValueWriter values) {
    this.symbols = symbols;
    this.imports = imports;
    this.context = context;
    this.values = values;
  }

  /** The expression that makes an object anew. */
  String expression(Value.Instance object, @Nullable TypeMirror expected) throws CannotRebuild {
    return switch (object.type()) {
      case "java.text.ParsePosition" ->
          made(object, isFresh() ? "0" : text(object, "index"));
      case "java.text.FieldPosition" -> made(object, text(object, "field"));
      case "java.util.StringTokenizer" -> tokenizer(object);
      case "java.util.BitSet" ->
          imports.name(object.type()) + ".valueOf(" + part(object, "words") + ")";
      case "java.util.GregorianCalendar" -> calendar(object);
      case "java.util.ArrayList$Itr" -> iterator(object, "this$0");
      case "java.util.Arrays$ArrayItr" -> iterator(object, "a");
      case "java.util.ImmutableCollections$ListItr" -> iterator(object, "list");
      case "java.util.concurrent.atomic.AtomicReference" ->
          "new " + imports.name(object.type()) + context.diamond() + "(" + part(object, "value")
              + ")";
      case "java.util.concurrent.atomic.AtomicIntegerArray",
          "java.util.concurrent.atomic.AtomicLongArray" -> made(object, part(object, "array"));
      case "java.util.AbstractMap$SimpleEntry", "java.util.AbstractMap$SimpleImmutableEntry" ->
          "new " + imports.name("java.util.AbstractMap") + "."
              + object.type().substring(object.type().indexOf('$') + 1) + context.diamond() + "("
              + part(object, "key") + ", " + part(object, "value") + ")";
      case "java.net.URL" -> url(object);
      default -> exceptionOrStream(object, expected);
    };
  }

  private String exceptionOrStream(Value.Instance object, @Nullable TypeMirror expected)
      throws CannotRebuild {
    TypeElement type = symbols.type(object.type()).orElse(null);
    if (type != null && symbols.isA(type.asType(), "java.lang.Throwable")) {
      return exception(object, type);
    }
    Optional<String> resource = resource(object, expected);
    return resource.isPresent() ? resource.get() : stream(object, expected);
  }

  /** A stream over a test resource of which nothing was read yet, as far as that is known. */
  private Optional<String> resource(Value.Instance object, @Nullable TypeMirror expected)
      throws CannotRebuild {
    Value below = object.fields().get("in");
    boolean buffered =
        object.type().equals("java.io.BufferedInputStream")
            && (isFresh() || StreamContent.number(object, "count") == 0);
    Value.Instance file =
        buffered && below instanceof Value.Instance inner ? inner : object;
    if (!file.type().equals("java.io.FileInputStream")
        || file == object && !accepts(expected, "java.io.InputStream")) {
      return Optional.empty();
    }
    return context
        .files()
        .resource(StreamContent.text(file, "path"))
        .map(name -> "getClass().getResourceAsStream(" + Literals.string(name) + ")")
        .map(
            text -> file == object ? text
                : "new " + imports.name(object.type()) + "(" + text + ")");
  }

  /** The same class over what there is left to read. */
  private String stream(Value.Instance object, @Nullable TypeMirror expected)
      throws CannotRebuild {
    StreamContent content =
        new StreamContent.Reading(context.objects(), context.files(), isFresh()).of(object);
    String type = object.type();
    if (!content.isText()) {
      String bytes =
          "new " + imports.name("java.io.ByteArrayInputStream") + "("
              + ArrayText.bytes(content.bytes(), imports, context) + ")";
      boolean bottom =
          type.equals("java.io.ByteArrayInputStream") || type.equals("java.io.FileInputStream");
      if (type.equals("java.io.FileInputStream") && !accepts(expected, "java.io.InputStream")) {
        throw new CannotRebuild("a stream of a file");
      }
      return bottom ? bytes : "new " + imports.name(type) + "(" + bytes + ")";
    }
    if (type.equals("java.io.InputStreamReader") && !accepts(expected, "java.io.Reader")) {
      values.draft().throwing = true;
      return "new " + imports.name(type) + "(new " + imports.name("java.io.ByteArrayInputStream")
          + "(" + ArrayText.bytes(content.bytes("UTF-8"), imports, context) + "), \"UTF-8\")";
    }
    String text =
        "new " + imports.name("java.io.StringReader") + "(" + Literals.string(content.text()) + ")";
    boolean wrapped =
        type.equals("java.io.BufferedReader")
            || type.equals("java.io.LineNumberReader")
            || type.equals("java.io.PushbackReader");
    return wrapped ? "new " + imports.name(type) + "(" + text + ")" : text;
  }

  private boolean accepts(@Nullable TypeMirror expected, String type) {
    return expected == null
        || symbols.model().types().erasure(expected).toString().equals(type)
        || symbols.model().types().erasure(expected).toString().equals("java.lang.Object");
  }

  private String tokenizer(Value.Instance object) throws CannotRebuild {
    String all = StreamContent.text(object, "str");
    int at = isFresh() ? 0 : StreamContent.number(object, "currentPosition");
    return made(object, Literals.string(all.substring(Math.min(Math.max(0, at), all.length()))),
        part(object, "delimiters"), part(object, "retDelims"));
  }

  private String calendar(Value.Instance object) throws CannotRebuild {
    String local =
        values.declare(imports.name(object.type()), "calendar", made(object, part(object, "zone")),
            object.id());
    values.draft().statements
        .add(local + ".setTimeInMillis(" + part(object, "time") + ");");
    return local;
  }

  /** An iterator over what there is left of a list. */
  private String iterator(Value.Instance object, String of) throws CannotRebuild {
    Value given = StreamContent.field(object, of);
    Value all =
        given instanceof Value.Ref ref
            ? context.objects().getOrDefault(ref.id(), new Value.Null()) : given;
    List<Value> elements =
        switch (all) {
          case Value.Sequence sequence -> sequence.elements();
          case Value.Array array -> array.elements();
          default -> throw new CannotRebuild("what an iterator goes over was not captured");
        };
    int from = isFresh() ? 0 : StreamContent.number(object, "cursor");
    List<Value> left = elements.subList(Math.min(Math.max(0, from), elements.size()),
        elements.size());
    return values.expression(new Value.Sequence(0, "java.util.ArrayList", left), null, "")
        + ".iterator()";
  }

  private String url(Value.Instance object) throws CannotRebuild {
    values.draft().throwing = true;
    return made(object, part(object, "protocol"), part(object, "host"), part(object, "port"),
        part(object, "file"));
  }

  /** The constructor that takes message and cause, or what there is of them. */
  private String exception(Value.Instance object, TypeElement type) throws CannotRebuild {
    Value message = object.fields().getOrDefault("detailMessage", new Value.Null());
    Value cause = object.fields().getOrDefault("cause", new Value.Null());
    boolean caused = !(cause instanceof Value.Null) && !(cause instanceof Value.Ref);
    List<List<String>> shapes =
        caused
            ? List.of(List.of("java.lang.String", "java.lang.Throwable"))
            : List.of(List.of("java.lang.String"), List.of("java.lang.Object"), List.of());
    for (List<String> shape : shapes) {
      if (hasConstructor(type, shape)) {
        List<String> arguments = new ArrayList<>();
        if (!shape.isEmpty()) {
          String text = values.expression(message, null, "");
          arguments.add(text.equals("null") ? "(String) null" : text);
        }
        if (caused) {
          arguments.add(values.expression(cause, null, ""));
        }
        return "new " + imports.name(type) + "(" + String.join(", ", arguments) + ")";
      }
    }
    throw new CannotRebuild("a " + object.type() + " with its message");
  }

  private static boolean hasConstructor(TypeElement type, List<String> parameters) {
    return ElementFilter.constructorsIn(type.getEnclosedElements()).stream()
        .filter(constructor -> constructor.getModifiers().contains(Modifier.PUBLIC))
        .map(ExecutableElement::getParameters)
        .anyMatch(
            given -> given.stream().map(VariableElement::asType).map(TypeMirror::toString).toList()
                .equals(parameters));
  }

  private String made(Value.Instance object, String... arguments) {
    return "new " + imports.name(object.type()) + "(" + String.join(", ", arguments) + ")";
  }

  private String part(Value.Instance object, String field) throws CannotRebuild {
    return values.expression(StreamContent.field(object, field), null, "");
  }

  private String text(Value.Instance object, String field) throws CannotRebuild {
    return Integer.toString(StreamContent.number(object, field));
  }

  private boolean isFresh() {
    return context.mode() == CallContext.Mode.FRESH;
  }
}
