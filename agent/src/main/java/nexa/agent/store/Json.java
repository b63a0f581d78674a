package nexa.agent.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import nexa.event.Value;
import nexa.patch.Origin;
import nexa.patch.Verdict;
import nexa.repair.Decision;
import nexa.repair.Locator;
import nexa.repair.Outcome;
import nexa.repair.Reproducer;
import nexa.repair.Triage;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Domain records as JSON documents and back. A sealed type's shape is named in {@code "is"}. */
public final class Json {

  /** How every document of Nexa's own is written. */
  public static final JsonMapper MAPPER = mapper();

  private static final String OWN = "nexa.";
  private static final String TYPE = "type";
  private static final String VALUE = "value";
  private static final String LIST = "list";

  private Json() {}

  /** Marks a sealed type; the shapes are its permitted subtypes, by their simple names. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
  private interface Shape {}

  private static JsonMapper mapper() {
    JsonMapper.Builder builder =
        JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .changeDefaultPropertyInclusion(
                inclusion -> inclusion.withValueInclusion(JsonInclude.Include.ALWAYS));
    for (Class<?> sealed : List.of(
        Value.class,
        Origin.class,
        Verdict.class,
        Decision.class,
        Outcome.class,
        Locator.Answer.class,
        Triage.Answer.class,
        Reproducer.Answer.class)) {
      builder.addMixIn(sealed, Shape.class).registerSubtypes(sealed.getPermittedSubclasses());
    }
    return builder.build();
  }

  /** A record as text. */
  public static String write(Object document) {
    return MAPPER.writeValueAsString(document);
  }

  /** A record from its text. */
  public static <T> T read(String document, Class<T> type) {
    return MAPPER.readValue(document, type);
  }

  /** A record, or a list of records, as text that names its own type. */
  static String writeTyped(Object result) {
    ObjectNode node = MAPPER.createObjectNode();
    if (result instanceof List<?> items) {
      ArrayNode list = node.putArray(LIST);
      items.forEach(item -> list.add(typed(item)));
      return node.toString();
    }
    return typed(result).toString();
  }

  private static ObjectNode typed(Object result) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put(TYPE, result.getClass().getName());
    node.set(VALUE, MAPPER.valueToTree(result));
    return node;
  }

  /**
   * What {@link #writeTyped} wrote.
   *
   * @throws IllegalArgumentException when the text names a class that is no record of Nexa's
   */
  static Object readTyped(String text) {
    JsonNode node = MAPPER.readTree(text);
    if (node.has(LIST)) {
      return node.get(LIST).valueStream().map(Json::untyped).toList();
    }
    return untyped(node);
  }

  private static Object untyped(JsonNode node) {
    String name = node.path(TYPE).asString("");
    if (!name.startsWith(OWN)) {
      throw new IllegalArgumentException("Not a record of Nexa: " + name);
    }
    try {
      Class<?> type = Class.forName(name, false, Json.class.getClassLoader());
      if (!type.isRecord()) {
        throw new IllegalArgumentException("Not a record of Nexa: " + name);
      }
      return MAPPER.treeToValue(node.get(VALUE), type);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("No such record: " + name, e);
    }
  }
}
