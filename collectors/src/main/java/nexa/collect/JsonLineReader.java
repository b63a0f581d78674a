package nexa.collect;

import java.util.List;
import nexa.event.EventContext;
import nexa.event.Severity;
import nexa.event.StackTrace;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a line of JSON as far as its keys are known, in one pass and without a tree. Nothing in a
 * string begins anything: a head or a stack trace in a message stays in the message.
 */
final class JsonLineReader {

  private static final int NESTING_MAX = 100;
  private static final int NAME_LENGTH_MAX = 10_000;
  private static final int KEY_LENGTH_MAX = 64;
  private static final int LINE_LENGTH_MAX = 1 << 20;
  private static final int TEXT_LENGTH_MAX = 256 << 10;
  private static final int MESSAGE_LENGTH_MAX = 16 << 10;
  private static final int CONTEXT_LENGTH_MAX = 256;
  private static final int ERROR_TYPE_LENGTH_MAX = 512;

  private static final JsonMapper JSON =
      JsonMapper.builder(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxDocumentLength(LINE_LENGTH_MAX)
                      .maxStringLength(LINE_LENGTH_MAX)
                      .maxNameLength(NAME_LENGTH_MAX)
                      .maxNestingDepth(NESTING_MAX)
                      .build())
              .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
              .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
              .build())
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS) // of which there are more keys
          .build();

  private final String line;
  private final JsonParser parser;
  private final @Nullable String[] values = new @Nullable String[JsonKey.values().length];
  private final int[] ranks = new int[JsonKey.values().length];
  private @Nullable List<String> arguments;
  private @Nullable StackTrace trace;
  private @Nullable Layout sign;
  private boolean levelIsNumber;

  /** The key whose value is being read and where the value begins, for a line that was cut there. */
  private JsonKey.@Nullable Known open;
  private int openFrom;

  private JsonLineReader(String line, JsonParser parser) {
    this.line = line;
    this.parser = parser;
  }

  /** What a line says, or null when it is no JSON, or none that a logger wrote. */
  static @Nullable JsonLine read(String line) {
    if (!mayBeObject(line)) {
      return null;
    }
    try (JsonParser parser = JSON.createParser(line)) {
      JsonLineReader reader = new JsonLineReader(line, parser);
      return reader.readLine() ? reader.toJsonLine() : null;
    } catch (JacksonException e) {
      // Broken, or it only looks like JSON: it is text then.
      return null;
    }
  }

  private static boolean mayBeObject(String line) {
    int at = 1;
    while (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
    return at < line.length() && line.charAt(0) == '{' && line.charAt(at) == '"';
  }

  /** False when something follows the object. A line that was cut is taken as far as it goes. */
  private boolean readLine() {
    try {
      parser.nextToken();
      readObject("");
      return parser.nextToken() == null;
    } catch (JacksonException e) {
      if (!isCut(e)) {
        throw e;
      }
      takeCutStack();
      return true;
    }
  }

  private boolean isCut(JacksonException e) {
    return e instanceof UnexpectedEndOfInputException
        || (parser.currentLocation().getCharOffset() >= line.length() && !line.endsWith("}"));
  }

  private void takeCutStack() {
    boolean string = openFrom < line.length() && line.charAt(openFrom) == '"';
    if (open != null && open.key() == JsonKey.STACK && string) {
      take(open, JsonStrings.unescaped(line, openFrom + 1));
    }
  }

  private void readObject(String prefix) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      String name = prefix.isEmpty() || key.length() > KEY_LENGTH_MAX ? key : prefix + key;
      JsonKey.Known known = JsonKey.known(name);
      if (known != null && known.sign() != null) {
        sign = sign == null || known.sign().compareTo(sign) < 0 ? known.sign() : sign;
      }
      JsonToken token = parser.nextToken();
      if (known == null || known.key() == null) {
        skip(name, token);
      } else {
        readValue(known, name, token);
      }
    }
  }

  private void skip(String name, JsonToken token) {
    if (token == JsonToken.START_OBJECT && JsonKey.isParent(name)) {
      readObject(name + '.');
    } else {
      parser.skipChildren();
    }
  }

  private void readValue(JsonKey.Known known, String name, JsonToken token) {
    open = known;
    openFrom = (int) parser.currentTokenLocation().getCharOffset();
    if (token.isScalarValue()) {
      readScalar(known, token);
    } else if (known.key() == JsonKey.ARGUMENTS) {
      arguments = JsonStrings.list(JSON.readTree(parser));
    } else if (known.key() == JsonKey.STACK && token == JsonToken.START_ARRAY) {
      readLines(known);
    } else if (known.key() == JsonKey.STACK && !JsonKey.isParent(name)) {
      readThrowable(known, JSON.readTree(parser));
    } else {
      skip(name, token);
    }
    open = null;
  }

  private void readScalar(JsonKey.Known known, JsonToken token) {
    if (token != JsonToken.VALUE_NULL) {
      take(known, parser.getString());
    }
    if (known.key() == JsonKey.LEVEL && token == JsonToken.VALUE_NUMBER_INT) {
      levelIsNumber = true;
    }
  }

  /** The lines of a stack trace, as far as they come. */
  private void readLines(JsonKey.Known known) {
    StringBuilder text = new StringBuilder();
    try {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken().isScalarValue()) {
          text.append(parser.getString()).append('\n');
        } else {
          parser.skipChildren();
        }
      }
    } finally {
      take(known, text.toString());
    }
  }

  /** A throwable, or an object that has the text of its stack trace. */
  private void readThrowable(JsonKey.Known known, JsonNode node) {
    String text = JsonStrings.first(node, "extendedStackTrace", "stacktrace", "stackTrace");
    if (text != null) {
      take(known, text);
    } else if (trace == null) {
      trace = JsonTrace.read(node);
    }
  }

  private void take(JsonKey.Known known, String value) {
    JsonKey key = known.key();
    if (key != null && (values[key.ordinal()] == null || known.rank() < ranks[key.ordinal()])) {
      values[key.ordinal()] = value;
      ranks[key.ordinal()] = known.rank();
    }
  }

  private @Nullable JsonLine toJsonLine() {
    Envelope envelope = envelope();
    Layout layout = envelope != null ? Layout.DOCKER : layout();
    if (layout == null) {
      return null;
    }
    return new JsonLine(
        layout, severity(), values[JsonKey.TIME.ordinal()], context(), message(),
        text(JsonKey.STACK, TEXT_LENGTH_MAX), quoted(), trace, error(), envelope);
  }

  private @Nullable Envelope envelope() {
    String log = values[JsonKey.LOG.ordinal()];
    String stream = text(JsonKey.STREAM, CONTEXT_LENGTH_MAX);
    return log == null || stream == null ? null
        : Envelope.docker(
            log, stream, values[JsonKey.TIME.ordinal()], values[JsonKey.LOG_TAG.ordinal()]);
  }

  /** A level or the sign of a logger's own layout is needed: a logged body may have a message, too. */
  private @Nullable Layout layout() {
    boolean says =
        has(JsonKey.MESSAGE) || has(JsonKey.STACK) || has(JsonKey.FULL_MESSAGE)
            || has(JsonKey.ERROR_TYPE) || trace != null;
    boolean sure = sign != null && sign.compareTo(Layout.PYTHON) <= 0;
    if (!says || (!sure && !has(JsonKey.LEVEL))) {
      return null;
    }
    if (levelIsNumber && !sure) {
      return sign == Layout.BUNYAN ? Layout.BUNYAN : Layout.PINO;
    }
    return sign == null || sign == Layout.BUNYAN ? Layout.JSON : sign;
  }

  private boolean has(JsonKey key) {
    return values[key.ordinal()] != null;
  }

  private @Nullable String text(JsonKey key, int max) {
    String value = values[key.ordinal()];
    return value == null || value.isEmpty() ? null : Printable.text(value, max);
  }

  private @Nullable Severity severity() {
    String level = values[JsonKey.LEVEL.ordinal()];
    if (level == null) {
      return null;
    }
    Line digits = Line.first(level);
    boolean number = !level.isEmpty() && level.length() < 9 && digits.areDigits(0, level.length());
    return number ? Levels.numbered(digits.number(0, level.length())) : Levels.named(level);
  }

  private EventContext context() {
    return new EventContext(
        "logged",
        text(JsonKey.LOGGER, CONTEXT_LENGTH_MAX),
        text(JsonKey.THREAD, CONTEXT_LENGTH_MAX),
        TraceIds.trace(values[JsonKey.TRACE_ID.ordinal()]),
        TraceIds.span(values[JsonKey.SPAN_ID.ordinal()]));
  }

  private String message() {
    String message = text(JsonKey.MESSAGE, MESSAGE_LENGTH_MAX);
    if (message == null) {
      message = text(JsonKey.FULL_MESSAGE, MESSAGE_LENGTH_MAX);
    }
    if (message == null) {
      return "";
    }
    boolean formatted = ranks[JsonKey.MESSAGE.ordinal()] == 0;
    return formatted || arguments == null ? message
        : Printable.text(JsonStrings.format(message, arguments), MESSAGE_LENGTH_MAX);
  }

  private @Nullable String quoted() {
    JsonKey key = has(JsonKey.FULL_MESSAGE) ? JsonKey.FULL_MESSAGE : JsonKey.MESSAGE;
    String value = values[key.ordinal()];
    return value == null || value.indexOf('\n') < 0 ? null : text(key, TEXT_LENGTH_MAX);
  }

  private @Nullable StackTrace error() {
    String type = text(JsonKey.ERROR_TYPE, ERROR_TYPE_LENGTH_MAX);
    if (type == null || type.indexOf('.') < 0 || type.indexOf(' ') >= 0) {
      return null;
    }
    String message = text(JsonKey.ERROR_MESSAGE, MESSAGE_LENGTH_MAX);
    return new StackTrace(type, message, List.of(), null, List.of());
  }
}
