package nexa.collect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A JSON object whose fields are read strictly, and which knows its place for error messages. */
record JsonObject(JsonNode node, String place) {

  private static final int NAME_LENGTH_MAX = 1_024;

  JsonObject {
    if (!node.isObject()) {
      throw new MalformedEventException(place + ": expected an object");
    }
  }

  String text(String name) {
    String text = textOrNull(name);
    if (text == null) {
      throw wrong(name, "expected a string");
    }
    return text;
  }

  /** A short non-empty string. */
  String name(String name) {
    String text = text(name);
    if (text.isEmpty() || text.length() > NAME_LENGTH_MAX) {
      throw wrong(name, "expected a string of 1 to " + NAME_LENGTH_MAX + " characters");
    }
    return text;
  }

  @Nullable String textOrNull(String name) {
    JsonNode field = fieldOrNull(name);
    if (field == null) {
      return null;
    }
    if (!field.isString()) {
      throw wrong(name, "expected a string");
    }
    return field.stringValue();
  }

  long number(String name, long min, long max) {
    JsonNode field = fieldOrNull(name);
    if (field == null || !field.isIntegralNumber() || !field.canConvertToLong()) {
      throw wrong(name, "expected a whole number");
    }
    long number = field.longValue();
    if (number < min || number > max) {
      throw wrong(name, "expected a number from " + min + " to " + max);
    }
    return number;
  }

  int size(String name) {
    return (int) number(name, 0, Integer.MAX_VALUE);
  }

  JsonObject object(String name) {
    JsonObject object = objectOrNull(name);
    if (object == null) {
      throw wrong(name, "expected an object");
    }
    return object;
  }

  @Nullable JsonObject objectOrNull(String name) {
    JsonNode field = fieldOrNull(name);
    return field == null ? null : new JsonObject(field, place + "." + name);
  }

  /** The objects of an array, each read by {@code read}. */
  <T> List<T> list(String name, int sizeMax, Function<JsonObject, T> read) {
    List<JsonNode> items = items(name, sizeMax);
    List<T> list = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      list.add(read.apply(new JsonObject(items.get(i), place + "." + name + "[" + i + "]")));
    }
    return list;
  }

  List<JsonNode> items(String name, int sizeMax) {
    JsonNode field = fieldOrNull(name);
    if (field == null || !field.isArray()) {
      throw wrong(name, "expected an array");
    }
    if (field.size() > sizeMax) {
      throw wrong(name, "more than " + sizeMax + " elements");
    }
    return List.copyOf(field.values());
  }

  MalformedEventException wrong(String name, String reason) {
    return new MalformedEventException(place + "." + name + ": " + reason);
  }

  private @Nullable JsonNode fieldOrNull(String name) {
    JsonNode field = node.get(name);
    return field == null || field.isNull() ? null : field;
  }
}
