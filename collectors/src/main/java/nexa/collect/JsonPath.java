package nexa.collect;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A place in a JSON document: names of fields with dots between them and numbers of elements in
 * brackets, such as {@code data.errors[0].title}. There is nothing else to it.
 */
public final class JsonPath {

  private static final int LENGTH_MAX = 256;
  private static final int INDEX_DIGITS_MAX = 4;

  private final String text;
  private final List<Step> steps = new ArrayList<>();

  /** A field's name, or an element's number where there is no name. */
  private record Step(@Nullable String name, int index) {}

  private JsonPath(String text) {
    this.text = text;
  }

  /**
   * Reads a path of at most {@value #LENGTH_MAX} characters.
   *
   * @throws IllegalArgumentException when the text is none; the message says at which character
   */
  public static JsonPath of(String text) {
    if (text.length() > LENGTH_MAX) {
      throw new IllegalArgumentException(
          "a path has at most " + LENGTH_MAX + " characters, not " + text.length());
    }
    JsonPath path = new JsonPath(text);
    int at = 0;
    do {
      at = text.startsWith("[", at) ? path.readIndex(at) : path.readName(at);
    } while (at < text.length());
    return path;
  }

  private int readIndex(int bracket) {
    int end = bracket + 1;
    while (end < text.length() && Line.isDigit(text.charAt(end))) {
      end++;
    }
    int digits = end - bracket - 1;
    if (digits == 0 || digits > INDEX_DIGITS_MAX) {
      throw wanted("a number of one to " + INDEX_DIGITS_MAX + " digits", bracket + 1);
    }
    if (!text.startsWith("]", end)) {
      throw wanted("]", end);
    }
    steps.add(new Step(null, Integer.parseInt(text.substring(bracket + 1, end))));
    return end + 1;
  }

  private int readName(int at) {
    if (at > 0 && text.charAt(at) != '.') {
      throw wanted(". or [", at);
    }
    int start = at > 0 ? at + 1 : 0;
    int end = start;
    while (end < text.length() && ".[]".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    String name = text.substring(start, end);
    if (name.isBlank()) {
      throw wanted("a field's name", start);
    }
    steps.add(new Step(name, 0));
    return end;
  }

  private IllegalArgumentException wanted(String what, int at) {
    return new IllegalArgumentException(
        "'" + text + "' needs " + what + " at character " + (at + 1));
  }

  /** What stands at this place of a document; a missing node when nothing does. */
  JsonNode in(JsonNode document) {
    JsonNode node = document;
    for (Step step : steps) {
      node = step.name() == null ? node.path(step.index()) : node.path(step.name());
    }
    return node;
  }

  /** Puts a text at this place of a document; what it needs on the way takes the place of all else. */
  public void put(ObjectNode document, String value) {
    JsonNode node = document;
    for (int i = 0; i < steps.size(); i++) {
      boolean isLast = i + 1 == steps.size();
      JsonNodeFactory make = JsonNodeFactory.instance;
      JsonNode next = isLast ? make.stringNode(value)
          : steps.get(i + 1).name() == null ? make.arrayNode() : make.objectNode();
      node = isLast ? put(node, steps.get(i), next) : within(node, steps.get(i), next);
    }
  }

  /** What stands at a step when it is of the right kind, else what takes its place. */
  private static JsonNode within(JsonNode node, Step step, JsonNode otherwise) {
    JsonNode there = node instanceof ArrayNode array ? array.path(step.index())
        : node.path(String.valueOf(step.name()));
    return there.getNodeType() == otherwise.getNodeType() ? there : put(node, step, otherwise);
  }

  private static JsonNode put(JsonNode node, Step step, JsonNode value) {
    if (node instanceof ArrayNode array) {
      while (array.size() <= step.index()) {
        array.addNull();
      }
      array.set(step.index(), value);
    } else if (node instanceof ObjectNode object) {
      object.set(String.valueOf(step.name()), value);
    }
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonPath path && path.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The path as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
