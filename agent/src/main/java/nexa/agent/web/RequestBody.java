package nexa.agent.web;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import nexa.agent.store.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The body of a request, read up to a bound. */
final class RequestBody {

  static final int BYTES_MAX = 4 << 20;

  private RequestBody() {}

  /**
   * All of the body.
   *
   * @throws Problem when it is longer than 4 MB, or compressed
   */
  static byte[] bytes(Context context) {
    String encoding = context.header("Content-Encoding");
    if (encoding != null && !encoding.equals("identity")) {
      throw new Problem(
          415, "Unsupported encoding", "Compressed bodies are not read here.",
          "Send the body without Content-Encoding.");
    }
    try {
      byte[] body = context.req().getInputStream().readNBytes(BYTES_MAX + 1);
      if (body.length > BYTES_MAX) {
        throw new Problem(
            413, "Too large", "The body is longer than " + BYTES_MAX + " bytes.",
            "Send fewer events in one request.");
      }
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException("The client broke off", e);
    }
  }

  /** The body as a JSON object. */
  static JsonNode json(byte[] body) {
    try {
      JsonNode document = Json.MAPPER.readTree(body);
      if (document.isObject()) {
        return document;
      }
      throw Problem.badRequest("The body is no JSON object.", "Send one object in braces.");
    } catch (JacksonException e) {
      throw Problem.badRequest(
          "The body is no JSON: " + e.getOriginalMessage(), "Send UTF-8 JSON with Content-Length.");
    }
  }
}
