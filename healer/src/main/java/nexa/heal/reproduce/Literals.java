package nexa.heal.reproduce;

/** Writes Java literals. All text of a snapshot comes from outside: nothing but a literal leaves here. */
final class Literals {

  private Literals() {}

  /** A string literal in ASCII. */
  static String string(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    text.chars().forEach(c -> append(out, (char) c, '"'));
    return out.append('"').toString();
  }

  /** A character literal. */
  static String character(char c) {
    StringBuilder out = new StringBuilder().append('\'');
    append(out, c, '\'');
    return out.append('\'').toString();
  }

  /**
   * A literal of a primitive type.
   *
   * @throws CannotRebuild when the text is no value of the type
   */
  static String primitive(String type, String text) throws CannotRebuild {
    try {
      return switch (type) {
        case "boolean" -> Boolean.toString(Boolean.parseBoolean(text));
        case "byte" -> "(byte) " + Byte.parseByte(text);
        case "short" -> "(short) " + Short.parseShort(text);
        case "int" -> Integer.toString(Integer.parseInt(text));
        case "long" -> Long.parseLong(text) + "L";
        case "float" -> floating("Float", Float.parseFloat(text), Float.parseFloat(text) + "f");
        case "double" ->
            floating("Double", Double.parseDouble(text), Double.toString(Double.parseDouble(text)));
        case "char" -> character(single(text));
        default -> throw new CannotRebuild(type + " is no primitive type");
      };
    } catch (NumberFormatException e) {
      throw new CannotRebuild("a captured " + type + " is no number");
    }
  }

  private static String floating(String box, double value, String literal) {
    if (Double.isNaN(value)) {
      return box + ".NaN";
    }
    return Double.isInfinite(value)
        ? box + (value > 0 ? ".POSITIVE_INFINITY" : ".NEGATIVE_INFINITY")
        : literal;
  }

  private static char single(String text) throws CannotRebuild {
    if (text.length() != 1) {
      throw new CannotRebuild("a captured char is no character");
    }
    return text.charAt(0);
  }

  private static void append(StringBuilder out, char c, char quote) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\\' -> out.append("\\\\");
      default -> {
        if (c == quote) {
          out.append('\\').append(c);
        } else if (c >= ' ' && c < 127) {
          out.append(c);
        } else {
          out.append(String.format("\\u%04x", (int) c));
        }
      }
    }
  }
}
