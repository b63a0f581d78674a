package nexa.heal.reproduce;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;

/**
 * Writes small values of a type by chance: what breaks code most often, what the failing code names,
 * and what the exception's message shows. The same random numbers give the same text.
 */
final class Guesses {

  private static final int DEPTH_MAX = 3;
  private static final int LONG_TEXT = 300;
  private static final List<String> TEXTS =
      List.of("", " ", "a", "A", "abc", "0", "-1", "1.5", "a b", "\n", "\u00e9", "\ud83d\ude00",
          "<a>", "%", ",", "a,b", "1e5", "0x", "null");
  private static final List<Long> NUMBERS =
      List.of(0L, 1L, -1L, 2L, 3L, 7L, 10L, 100L, -7L, 31L, 255L, 1000L);
  private static final List<Long> EXTREMES =
      List.of((long) Integer.MAX_VALUE, (long) Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE,
          (long) Byte.MAX_VALUE, (long) Short.MAX_VALUE);
  private static final List<String> CLASSES =
      List.of("String.class", "Object.class", "int.class", "int[].class", "String[].class");

  private final Symbols symbols;
  private final Imports imports;
  private final TypeText types;
  private final Hints hints;
  private final RandomGenerator random;
  private final ObjectGuesses objects;

  /**
   * @param random the source of all choices
   */
  Guesses(Symbols symbols, Imports imports, ValueWriter values, Makers makers, Hints hints,
      String packageName, RandomGenerator random) {
    this.symbols = symbols;
    this.imports = imports;
    this.types = values.types();
    this.hints = hints;
    this.random = random;
    this.objects = new ObjectGuesses(symbols, imports, values, makers, packageName, this, random);
  }

  ObjectGuesses objects() {
    return objects;
  }

  /** An expression of a type for a parameter of a name; its statements go into the draft. */
  String value(TypeMirror type, String name, int depth) {
    if (type.getKind().isPrimitive()) {
      return primitive(type.getKind());
    }
    boolean named = hints.isNull().contains(name);
    if (random.nextInt(100) < (named ? 60 : 12)) {
      return "(" + text(type) + ") null";
    }
    return switch (type) {
      case ArrayType array -> array(array, depth);
      case TypeVariable variable -> value(variable.getUpperBound(), name, depth);
      case DeclaredType declared -> declared(declared, depth);
      default -> "null";
    };
  }

  private String declared(DeclaredType type, int depth) {
    TypeElement element = (TypeElement) type.asElement();
    String name = element.getQualifiedName().toString();
    if (element.getKind() == ElementKind.ENUM) {
      return constantOf(element, type);
    }
    if (symbols.isOurs(element)) {
      return depth > DEPTH_MAX ? "(" + text(type) + ") null" : objects.object(element, depth);
    }
    return switch (name) {
      case "java.lang.String", "java.lang.CharSequence", "java.lang.Comparable" -> string();
      case "java.lang.Object" -> object();
      case "java.lang.Integer", "java.lang.Number" ->
          "Integer.valueOf(" + number(TypeKind.INT) + ")";
      case "java.lang.Long" -> "Long.valueOf(" + number(TypeKind.LONG) + ")";
      case "java.lang.Double" -> "Double.valueOf(" + primitive(TypeKind.DOUBLE) + ")";
      case "java.lang.Float" -> "Float.valueOf(" + primitive(TypeKind.FLOAT) + ")";
      case "java.lang.Short" -> "Short.valueOf(" + primitive(TypeKind.SHORT) + ")";
      case "java.lang.Byte" -> "Byte.valueOf(" + primitive(TypeKind.BYTE) + ")";
      case "java.lang.Boolean" -> "Boolean.valueOf(" + random.nextBoolean() + ")";
      case "java.lang.Character" -> "Character.valueOf(" + character() + ")";
      case "java.lang.Class" -> oneOf(CLASSES);
      case "java.lang.StringBuilder", "java.lang.StringBuffer" -> made(name, string());
      case "java.lang.Throwable", "java.lang.Exception", "java.lang.RuntimeException" ->
          made(name, string());
      case "java.io.Reader", "java.io.StringReader" -> made("java.io.StringReader", string());
      case "java.io.BufferedReader" ->
          made(name, made("java.io.StringReader", string()));
      case "java.io.InputStream", "java.io.ByteArrayInputStream" ->
          made("java.io.ByteArrayInputStream", string() + ".getBytes()");
      case "java.io.Writer", "java.lang.Appendable" -> made("java.io.StringWriter");
      case "java.io.OutputStream" -> made("java.io.ByteArrayOutputStream");
      case "java.io.PrintWriter" -> made(name, made("java.io.StringWriter"));
      case "java.io.File" -> made(name, string());
      case "java.util.Locale" ->
          imports.name(name) + oneOf(List.of(".ROOT", ".US", ".GERMANY", ".ENGLISH"));
      case "java.util.TimeZone" -> imports.name(name) + ".getTimeZone(\"UTC\")";
      case "java.util.Date" -> made(name, oneOf(List.of("0L", "1000000000000L", "-1L")));
      case "java.util.Calendar", "java.util.GregorianCalendar" ->
          made("java.util.GregorianCalendar", "2000", "1", "29");
      case "java.nio.charset.Charset" -> imports.name(name) + ".forName(\"UTF-8\")";
      case "java.text.ParsePosition" -> made(name, oneOf(List.of("0", "1")));
      case "java.text.NumberFormat" -> imports.name(name) + ".getInstance()";
      case "java.math.BigDecimal", "java.math.BigInteger" ->
          imports.name(name) + ".valueOf(" + number(TypeKind.LONG) + ")";
      case "java.util.regex.Pattern" -> imports.name(name) + ".compile(\"a\")";
      case "java.util.Random" -> made(name, "1L");
      case "java.util.Properties" -> made(name);
      default -> container(type, name, depth);
    };
  }

  private String container(DeclaredType type, String name, int depth) {
    return switch (name) {
      case "java.util.List", "java.util.Collection", "java.lang.Iterable", "java.util.ArrayList" ->
          list("java.util.ArrayList", type, depth);
      case "java.util.Set", "java.util.HashSet", "java.util.LinkedHashSet" ->
          list("java.util.LinkedHashSet", type, depth);
      case "java.util.LinkedList", "java.util.TreeSet", "java.util.Vector" ->
          list(name, type, depth);
      case "java.util.Iterator" -> list("java.util.ArrayList", type, depth) + ".iterator()";
      case "java.util.Map", "java.util.HashMap" -> map(type, depth);
      case "java.util.Optional" -> imports.name(name) + ".empty()";
      default -> "(" + text(type) + ") null";
    };
  }

  private String list(String name, DeclaredType type, int depth) {
    int size = size();
    if (size == 0) {
      return made(name);
    }
    TypeMirror element = element(type, 0);
    return made(
        name,
        imports.name("java.util.Arrays") + ".asList(new " + text(element) + "[] {"
            + elements(element, size, depth) + "})");
  }

  private String map(DeclaredType type, int depth) {
    if (random.nextInt(3) == 0) {
      return made("java.util.HashMap");
    }
    return made(
        "java.util.HashMap",
        imports.name("java.util.Collections") + ".singletonMap("
            + value(element(type, 0), "", depth + 1) + ", " + value(element(type, 1), "", depth + 1)
            + ")");
  }

  private String array(ArrayType type, int depth) {
    TypeMirror component = type.getComponentType();
    String text = text(component);
    int bracket = text.indexOf('[');
    int size = size();
    return size == 0
        ? "new " + (bracket < 0 ? text + "[0]" : text.substring(0, bracket) + "[0]"
            + text.substring(bracket))
        : "new " + text + "[] {" + elements(component, size, depth) + "}";
  }

  private String elements(TypeMirror type, int size, int depth) {
    return Stream.generate(() -> value(type, "", depth + 1)).limit(size)
        .collect(Collectors.joining(", "));
  }

  private int size() {
    int choice = random.nextInt(10);
    return choice < 2 ? 0
        : choice < 4 && !hints.lengths().isEmpty() ? Math.min(40, oneOf(hints.lengths()))
            : choice < 6 ? 1 : random.nextInt(6) + 1;
  }

  private String constantOf(TypeElement element, DeclaredType type) {
    List<String> constants =
        element.getEnclosedElements().stream()
            .filter(it -> it.getKind() == ElementKind.ENUM_CONSTANT)
            .map(it -> it.getSimpleName().toString())
            .toList();
    return constants.isEmpty() || types.of(type).isEmpty()
        ? "null" : imports.name(element) + "." + oneOf(constants);
  }

  private String object() {
    return switch (random.nextInt(5)) {
      case 0 -> "Integer.valueOf(" + number(TypeKind.INT) + ")";
      case 1 -> "new Object()";
      case 2 -> "new Object() { public String toString() { return null; } }";
      default -> string();
    };
  }

  private String string() {
    return Literals.string(randomText());
  }

  private String randomText() {
    int choice = random.nextInt(100);
    if (choice < 30 && !hints.said().isEmpty()) {
      return oneOf(hints.said());
    }
    if (choice < 45 && !hints.texts().isEmpty()) {
      return oneOf(hints.texts());
    }
    if (choice < 65) {
      return oneOf(TEXTS);
    }
    if (choice < 72 && !hints.lengths().isEmpty()) {
      return piece().repeat(LONG_TEXT).substring(0, Math.min(LONG_TEXT, oneOf(hints.lengths())));
    }
    return choice < 75 ? "x".repeat(LONG_TEXT)
        : Stream.generate(this::piece).limit(random.nextInt(4) + 1).collect(Collectors.joining());
  }

  private String piece() {
    String piece = random.nextInt(2) == 0 && !hints.texts().isEmpty()
        ? oneOf(hints.texts()) : oneOf(TEXTS);
    return piece.isEmpty() ? "a" : piece;
  }

  private String primitive(TypeKind kind) {
    return switch (kind) {
      case BOOLEAN -> Boolean.toString(random.nextBoolean());
      case CHAR -> character();
      case FLOAT -> oneOf(List.of("0f", "1f", "-1f", "Float.NaN", "1.5f", "Float.MAX_VALUE"));
      case DOUBLE ->
          oneOf(
              List.of("0.0", "1.0", "-1.0", "0.5", "2.0", "10.0", "Double.NaN",
                  "Double.MAX_VALUE", "Double.POSITIVE_INFINITY", "1e-10"));
      default -> number(kind);
    };
  }

  private String number(TypeKind kind) {
    int choice = random.nextInt(100);
    long number =
        choice < 45 ? oneOf(NUMBERS)
            : choice < 85 && !hints.numbers().isEmpty()
                ? oneOf(hints.numbers()) + random.nextInt(3) - 1
                : oneOf(EXTREMES);
    return switch (kind) {
      case BYTE -> "(byte) " + (byte) number;
      case SHORT -> "(short) " + (short) number;
      case INT -> Integer.toString((int) number);
      default -> number == Long.MIN_VALUE ? "Long.MIN_VALUE" : number + "L";
    };
  }

  private String character() {
    String text = randomText();
    return Literals.character(text.isEmpty() ? '\0' : text.charAt(random.nextInt(text.length())));
  }

  private String made(String type, String... arguments) {
    return "new " + imports.name(type) + "(" + String.join(", ", arguments) + ")";
  }

  private TypeMirror element(DeclaredType type, int index) {
    TypeMirror argument = TypeText.argument(type, index);
    TypeMirror erased = argument == null ? null : symbols.model().types().erasure(argument);
    return erased == null || types.of(erased).isEmpty()
        ? symbols.type("java.lang.Object").orElseThrow().asType() : erased;
  }

  /** The erased type as the test names it. */
  String text(TypeMirror type) {
    return types.of(symbols.model().types().erasure(type)).orElse("Object");
  }

  <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
