package nexa.heal.reproduce;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import nexa.event.Value;

/** Writes arrays: short ones element by element, the rest by what is shorter and still readable. */
final class ArrayText {

  private static final int ELEMENTS_PLAIN = 24;
  private static final int ELEMENTS_MAX = 4_000;
  private static final int BYTES_MAX = 40_000;
  private static final int CHARS_MAX = 16_000;
  private static final int BASE64_LEVEL = 8;
  private static final int CHARSETS_LEVEL = 7;

  /** What the elements of a new array are. */
  private static final Map<String, String> INITIAL =
      Map.of(
          "boolean", "false", "byte", "0", "short", "0", "int", "0", "long", "0", "float", "0.0",
          "double", "0.0", "char", "\0");

  private ArrayText() {}

  /** The expression of a long array of a primitive type, or of one whose end is empty. */
  static String array(
      Value.Array array, String type, List<String> elements, Imports imports, CallContext context)
      throws CannotRebuild {
    int used = used(array);
    int length = elements.size();
    if (length <= ELEMENTS_PLAIN) {
      return plain(type, elements);
    }
    if (used == 0) {
      int bracket = type.indexOf('[');
      return "new " + type.substring(0, bracket) + "[" + length + "]"
          + type.substring(bracket + 2);
    }
    if (array.type().equals("byte[]") && used > ELEMENTS_PLAIN) {
      return bytes(bytes(array), imports, context);
    }
    if (array.type().equals("char[]") && length <= CHARS_MAX) {
      StringBuilder text = new StringBuilder();
      array.elements().forEach(c -> text.append(c instanceof Value.Scalar s ? s.text() : ""));
      return used == length
          ? Literals.string(text.toString()) + ".toCharArray()"
          : copied(Literals.string(text.substring(0, used)) + ".toCharArray()", length, imports);
    }
    if (used > ELEMENTS_MAX) {
      throw new CannotRebuild("an array of " + used + " elements");
    }
    return used == length
        ? plain(type, elements)
        : copied(plain(type, elements.subList(0, used)), length, imports);
  }

  private static String plain(String type, List<String> elements) {
    return "new " + type + " {" + String.join(", ", elements) + "}";
  }

  private static String copied(String start, int length, Imports imports) {
    return imports.name("java.util.Arrays") + ".copyOf(" + start + ", " + length + ")";
  }

  /** Bytes as numbers, as the text they are, or in base 64. */
  static String bytes(byte[] bytes, Imports imports, CallContext context) throws CannotRebuild {
    int used = bytes.length;
    while (used > 0 && bytes[used - 1] == 0) {
      used--;
    }
    if (used == 0) {
      return "new byte[" + bytes.length + "]";
    }
    String start = start(Arrays.copyOf(bytes, used), imports, context);
    return used == bytes.length ? start : copied(start, bytes.length, imports);
  }

  private static String start(byte[] bytes, Imports imports, CallContext context)
      throws CannotRebuild {
    if (bytes.length > BYTES_MAX) {
      throw new CannotRebuild("an array of " + bytes.length + " bytes");
    }
    if (bytes.length > ELEMENTS_PLAIN
        && context.level() >= CHARSETS_LEVEL
        && isPrintable(bytes)) {
      return Literals.string(new String(bytes, StandardCharsets.US_ASCII))
          + ".getBytes(" + imports.name("java.nio.charset.StandardCharsets") + ".US_ASCII)";
    }
    if (bytes.length > ELEMENTS_PLAIN && context.level() >= BASE64_LEVEL) {
      return imports.name("java.util.Base64") + ".getDecoder().decode(\""
          + Base64.getEncoder().encodeToString(bytes) + "\")";
    }
    List<String> numbers = new ArrayList<>();
    for (byte b : bytes) {
      numbers.add(Byte.toString(b));
    }
    if (numbers.size() > ELEMENTS_MAX) {
      throw new CannotRebuild("an array of " + bytes.length + " bytes");
    }
    return plain("byte[]", numbers);
  }

  private static boolean isPrintable(byte[] bytes) {
    for (byte b : bytes) {
      if (b < ' ' && b != '\n' && b != '\r' && b != '\t' || b == 127) {
        return false;
      }
    }
    return true;
  }

  private static byte[] bytes(Value.Array array) throws CannotRebuild {
    byte[] bytes = new byte[array.elements().size()];
    for (int i = 0; i < bytes.length; i++) {
      try {
        bytes[i] =
            array.elements().get(i) instanceof Value.Scalar scalar
                ? Byte.parseByte(scalar.text()) : 0;
      } catch (NumberFormatException e) {
        throw new CannotRebuild("a captured byte is no number");
      }
    }
    return bytes;
  }

  /** The length without what a new array has anyway at its end. */
  private static int used(Value.Array array) {
    String component = array.type().substring(0, Math.max(0, array.type().length() - 2));
    int used = array.elements().size();
    while (used > 0 && isInitial(array.elements().get(used - 1), component)) {
      used--;
    }
    return used;
  }

  private static boolean isInitial(Value value, String component) {
    return value instanceof Value.Null
        || value instanceof Value.Scalar scalar
            && scalar.type().equals(component)
            && scalar.text().equals(INITIAL.get(component));
  }
}
