package nexa.collect;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsPartialSuccess;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The two encodings of OTLP. Whatever comes in is read as OTLP's JSON, protobuf too, so that there is
 * one decoder of what it means; an answer has the encoding of its request.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/">OTLP specification</a>
 */
public enum OtlpEncoding {
  /** Protocol buffers. */
  PROTOBUF("application/x-protobuf"),
  /** JSON with ids in hexadecimal and enums as numbers. */
  JSON("application/json");

  /** What a request exports. */
  public enum Signal {
    /** Log records. */
    LOGS(ExportLogsServiceRequest.getDefaultInstance()),
    /** Spans. */
    TRACES(ExportTraceServiceRequest.getDefaultInstance()),
    /** Data points of metrics. */
    METRICS(ExportMetricsServiceRequest.getDefaultInstance());

    private final Message prototype;

    Signal(Message prototype) {
      this.prototype = prototype;
    }
  }

  /** More than 8,000 log records with eight attributes each have. */
  private static final int FIELDS_MAX = 400_000;

  private static final HexFormat HEX = HexFormat.of();

  private final String mediaType;

  OtlpEncoding(String mediaType) {
    this.mediaType = mediaType;
  }

  /** The media type, as in {@code Content-Type}. */
  public String mediaType() {
    return mediaType;
  }

  /**
   * An export request in OTLP's JSON.
   *
   * @throws MalformedEventException when it is not in this encoding
   * @throws OversizedEventException when it has too many parts
   */
  JsonNode read(byte[] body, Signal signal) {
    if (this == JSON) {
      return BoundedJson.object(body, 0, body.length, "request");
    }
    try {
      if (ProtobufFields.areMoreThan(FIELDS_MAX, body, signal.prototype.getDescriptorForType())) {
        throw new OversizedEventException("request: more than " + FIELDS_MAX + " fields");
      }
      return tree(signal.prototype.getParserForType().parseFrom(body));
    } catch (IOException e) {
      throw new MalformedEventException("request: no such protobuf message: " + e.getMessage(), e);
    }
  }

  /**
   * The answer to a request that was taken, whole or in part. All three answers have the same shape,
   * and so do their fields' numbers.
   *
   * @param rejected how many records were not taken
   */
  public byte[] success(Signal signal, long rejected, String reason) {
    if (this == JSON) {
      return json(rejected == 0 ? Map.of()
          : Map.of("partialSuccess",
              Map.of(rejectedName(signal), rejected, "errorMessage", reason)));
    }
    ExportLogsServiceResponse.Builder response = ExportLogsServiceResponse.newBuilder();
    if (rejected > 0) {
      response.setPartialSuccess(
          ExportLogsPartialSuccess.newBuilder()
              .setRejectedLogRecords(rejected)
              .setErrorMessage(reason));
    }
    return response.build().toByteArray();
  }

  private static String rejectedName(Signal signal) {
    return switch (signal) {
      case LOGS -> "rejectedLogRecords";
      case TRACES -> "rejectedSpans";
      case METRICS -> "rejectedDataPoints";
    };
  }

  /** The answer to a request that was refused: a {@code google.rpc.Status}. */
  public byte[] status(int code, String message) {
    if (this == JSON) {
      return json(Map.of("code", code, "message", message));
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeInt32(1, code);
      out.writeString(2, message);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot fail", e);
    }
  }

  private static byte[] json(Map<String, ?> document) {
    return BoundedJson.MAPPER.writeValueAsBytes(document);
  }

  private static ObjectNode tree(Message message) {
    ObjectNode node = BoundedJson.MAPPER.createObjectNode();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      boolean isSet =
          field.isRepeated() ? message.getRepeatedFieldCount(field) > 0 : message.hasField(field);
      if (isSet) {
        node.set(field.getJsonName(), value(message.getField(field)));
      }
    }
    return node;
  }

  private static JsonNode value(Object value) {
    return switch (value) {
      case Message message -> tree(message);
      case List<?> items -> {
        ArrayNode array = BoundedJson.MAPPER.createArrayNode();
        items.forEach(item -> array.add(value(item)));
        yield array;
      }
      case ByteString bytes -> BoundedJson.MAPPER.valueToTree(HEX.formatHex(bytes.toByteArray()));
      case EnumValueDescriptor constant -> BoundedJson.MAPPER.valueToTree(constant.getNumber());
      default -> BoundedJson.MAPPER.valueToTree(value);
    };
  }
}
