package nexa.collect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;
import nexa.event.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Decodes the captured values of one snapshot; object numbers hold within it. */
final class AgentValues {

  private static final int VALUES_MAX = 50_000;
  private static final int ELEMENTS_MAX = 1_024;
  private static final int ARRAY_LENGTH_MAX = 64 * 1_024;
  private static final int ARRAY_ELEMENTS_MAX = 400_000;

  /** What the elements of an array are that nothing was put into. */
  private static final Map<String, String> PRIMITIVES =
      Map.of(
          "boolean", "false", "byte", "0", "short", "0", "int", "0", "long", "0", "float", "0.0",
          "double", "0.0", "char", "\0");

  private final Set<Integer> ids = new HashSet<>();
  private int values;
  private int arrayElements;

  Value decode(JsonObject json) {
    if (++values > VALUES_MAX) {
      throw new MalformedEventException(json.place() + ": more than " + VALUES_MAX + " values");
    }
    return switch (json.text("k")) {
      case "null" -> new Value.Null();
      case "scalar" -> new Value.Scalar(json.name("type"), json.text("text"));
      case "truncated" -> new Value.Truncated(json.name("type"), json.size("size"));
      case "seq" -> new Value.Sequence(newId(json), json.name("type"), elements(json));
      case "array" -> new Value.Array(newId(json), json.name("type"), array(json));
      case "map" -> new Value.Mapping(newId(json), json.name("type"), entries(json));
      case "optional" -> new Value.Maybe(decodeOrNull(json.objectOrNull("value")));
      case "object" -> new Value.Instance(newId(json), json.name("type"), fields(json));
      case "ref" -> new Value.Ref(knownId(json));
      case "redacted" -> new Value.Redacted(json.name("type"), json.size("length"));
      case "missing" -> new Value.Missing(json.name("type"), json.text("reason"));
      case String kind -> throw json.wrong("k", "no such kind of value: " + shorten(kind));
    };
  }

  @Nullable Value decodeOrNull(@Nullable JsonObject json) {
    return json == null ? null : decode(json);
  }

  private int newId(JsonObject json) {
    int id = (int) json.number("id", 1, Integer.MAX_VALUE);
    if (!ids.add(id)) {
      throw json.wrong("id", "object " + id + " appears twice");
    }
    return id;
  }

  private int knownId(JsonObject json) {
    int id = (int) json.number("id", 1, Integer.MAX_VALUE);
    if (!ids.contains(id)) {
      throw json.wrong("id", "no object " + id + " before");
    }
    return id;
  }

  private List<Value> elements(JsonObject json) {
    return json.list("elements", ELEMENTS_MAX, this::decode);
  }

  /** The elements of an array, of which the zeros or nulls at its end may be left out. */
  private List<Value> array(JsonObject json) {
    String type = json.name("type");
    String component = type.endsWith("[]") ? type.substring(0, type.length() - 2) : type;
    String numbers = json.textOrNull("numbers");
    List<Value> elements =
        new ArrayList<>(numbers == null ? elements(json) : numbers(json, component, numbers));
    int length =
        json.node().has("length") ? (int) json.number("length", 0, ARRAY_LENGTH_MAX) : 0;
    arrayElements += length;
    if (arrayElements > ARRAY_ELEMENTS_MAX) {
      throw json.wrong("length", "more than " + ARRAY_ELEMENTS_MAX + " elements of arrays");
    }
    Value rest = PRIMITIVES.containsKey(component)
        ? new Value.Scalar(component, PRIMITIVES.get(component)) : new Value.Null();
    while (elements.size() < length) {
      elements.add(rest);
    }
    return elements;
  }

  /** An array of a primitive type, as words. */
  private List<Value> numbers(JsonObject json, String component, String text) {
    if (!PRIMITIVES.containsKey(component)) {
      throw json.wrong("numbers", "an array of " + shorten(component) + " has none");
    }
    List<Value> elements = new ArrayList<>();
    StringTokenizer words = new StringTokenizer(text, " ");
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      elements.add(
          new Value.Scalar(component, component.equals("char") ? character(json, word) : word));
      if (elements.size() > ARRAY_LENGTH_MAX || ++arrayElements > ARRAY_ELEMENTS_MAX) {
        throw json.wrong("numbers", "too many numbers");
      }
    }
    return elements;
  }

  private static String character(JsonObject json, String word) {
    try {
      return String.valueOf((char) Integer.parseInt(word));
    } catch (NumberFormatException e) {
      throw json.wrong("numbers", "no character: " + shorten(word));
    }
  }

  private List<Value.Entry> entries(JsonObject json) {
    List<Value.Entry> entries = new ArrayList<>();
    for (JsonNode pair : json.items("entries", ELEMENTS_MAX)) {
      if (!pair.isArray() || pair.size() != 2) {
        throw json.wrong("entries", "expected pairs");
      }
      Value key = decode(new JsonObject(pair.get(0), json.place() + ".key"));
      entries
          .add(new Value.Entry(key, decode(new JsonObject(pair.get(1), json.place() + ".value"))));
    }
    return entries;
  }

  private Map<String, Value> fields(JsonObject json) {
    JsonObject object = json.object("fields");
    if (object.node().size() > ELEMENTS_MAX) {
      throw json.wrong("fields", "more than " + ELEMENTS_MAX + " fields");
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object.node().properties()) {
      String place = object.place() + "." + shorten(field.getKey());
      fields.put(field.getKey(), decode(new JsonObject(field.getValue(), place)));
    }
    return fields;
  }

  private static String shorten(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64) + "…";
  }
}
