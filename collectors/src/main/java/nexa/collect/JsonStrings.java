package nexa.collect;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The strings of a line of JSON: cut ones, lists of them, and messages with placeholders. */
final class JsonStrings {

  private static final int ELEMENTS_MAX = 4_096;
  private static final int FORMATTED_LENGTH_MAX = 16 << 10;

  private JsonStrings() {}

  /** What a string of JSON says that has lost its end, from behind its quote. */
  static String unescaped(String line, int from) {
    StringBuilder text = new StringBuilder(line.length() - from);
    for (int at = from; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c != '\\') {
        text.append(c);
      } else if (at + 1 < line.length()) {
        at++;
        int end = line.charAt(at) == 'u' ? at + 5 : at + 1;
        if (end <= line.length()) {
          text.append(character(line, at));
        }
        at = end - 1;
      }
    }
    return text.toString();
  }

  private static char character(String line, int at) {
    return switch (line.charAt(at)) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> hexadecimal(line, at + 1);
      default -> line.charAt(at);
    };
  }

  private static char hexadecimal(String line, int from) {
    int character = 0;
    for (int i = from; i < from + 4; i++) {
      character = character * 16 + Math.max(0, Character.digit(line.charAt(i), 16));
    }
    return (char) character;
  }

  /** The first of an object's fields that is a string, or null. */
  static @Nullable String first(JsonNode object, String... names) {
    for (String name : names) {
      if (object.path(name).isString()) {
        return object.path(name).stringValue();
      }
    }
    return null;
  }

  /** The scalars of an array as texts, at most {@value #ELEMENTS_MAX}; empty for anything else. */
  static List<String> list(JsonNode array) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : array) {
      if (texts.size() < ELEMENTS_MAX) {
        texts.add(element.isString() ? element.stringValue() : element.toString());
      }
    }
    return texts;
  }

  /** A message whose placeholders {@code {}} are replaced by arguments, as SLF4J does it. */
  static String format(String template, List<String> arguments) {
    StringBuilder text = new StringBuilder();
    int from = 0;
    int next = 0;
    int hole = template.indexOf("{}");
    while (hole >= 0 && next < arguments.size() && text.length() < FORMATTED_LENGTH_MAX) {
      text.append(template, from, hole).append(arguments.get(next++));
      from = hole + 2;
      hole = template.indexOf("{}", from);
    }
    return text.append(template, from, template.length()).toString();
  }
}
