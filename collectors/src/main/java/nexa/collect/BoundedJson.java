package nexa.collect;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON from outside: size, depth and the length of a text are bounded. */
final class BoundedJson {

  private static final int DOCUMENT_LENGTH_MAX = 8 << 20;
  private static final int STRING_LENGTH_MAX = 256 << 10;
  private static final int NESTING_MAX = 200;
  /** Two characters may become an object of forty times their size. */
  private static final int TOKENS_MAX = 1_000_000;

  static final JsonMapper MAPPER = mapper(DOCUMENT_LENGTH_MAX, STRING_LENGTH_MAX, NESTING_MAX);

  private BoundedJson() {}

  /** A mapper with other bounds: bytes or characters of a document, characters of a text, depth. */
  static JsonMapper mapper(int documentLengthMax, int stringLengthMax, int nestingMax) {
    return JsonMapper.builder(
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxDocumentLength(documentLengthMax)
                    .maxStringLength(stringLengthMax)
                    .maxNestingDepth(nestingMax)
                    .maxTokenCount(TOKENS_MAX)
                    .build())
            .build())
        .build();
  }

  /**
   * The object a text in UTF-8 is.
   *
   * @param place names the text in the error's message
   * @throws MalformedEventException when it is none
   * @throws OversizedEventException when it is beyond a bound
   */
  static JsonNode object(byte[] text, int from, int to, String place) {
    try {
      JsonNode node = MAPPER.readTree(text, from, to - from);
      if (node.isObject()) {
        return node;
      }
    } catch (StreamConstraintsException e) {
      throw new OversizedEventException(place + ": too large: " + reason(e), e);
    } catch (JacksonException e) {
      throw new MalformedEventException(place + ": no JSON: " + reason(e), e);
    }
    throw new MalformedEventException(place + ": expected an object");
  }

  /** What is wrong, without where the parser read it from, which it does not tell. */
  static String reason(JacksonException e) {
    String message = e.getOriginalMessage();
    int start = message.indexOf(" (start marker at [Source");
    return start < 0 ? message : message.substring(0, start);
  }
}
