package nexa.agent.web;

import io.javalin.http.Context;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import nexa.agent.store.Json;
import org.brotli.dec.BrotliInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The body of a request, read up to a bound. */
final class RequestBody {

  static final int BYTES_MAX = 4 << 20;

  /** Whoever sends Brotli may ask for a window of 16 MB, so that one body is inflated at a time. */
  private static final Lock BROTLI = new ReentrantLock();

  private static final String PLAIN = "identity";
  private static final int NAME_SHOWN_MAX = 40;

  private RequestBody() {}

  /**
   * All of the body, inflated.
   *
   * @throws Problem when it is longer than 4 MB, not compressed as it says, or breaks off
   */
  static byte[] bytes(Context context) {
    try {
      return inflated(context.req().getInputStream(), context.header("Content-Encoding"));
    } catch (IOException e) { // the client went away, or fell silent for too long
      throw brokenOff(String.valueOf(e.getMessage()));
    }
  }

  static Problem brokenOff(String reason) {
    return new Problem(
        503, "Broken off", "The client did not send the whole body: " + reason, "Send it again.");
  }

  static Problem tooLarge() {
    return new Problem(
        413, "Too large", "The body is longer than " + BYTES_MAX + " bytes.",
        "Send fewer events in one request.");
  }

  /**
   * A body that was read already, inflated.
   *
   * @throws Problem when it is longer than 4 MB, or not compressed as it says
   */
  static byte[] inflated(byte[] body, @Nullable String encoding) {
    if (name(encoding).equals(PLAIN)) {
      return body;
    }
    try {
      return inflated(new ByteArrayInputStream(body), encoding);
    } catch (IOException e) {
      throw new UncheckedIOException("Memory cannot fail", e);
    }
  }

  /**
   * All that a stream holds, inflated; the one place where anything from outside is.
   *
   * @param encoding the name of its compression, null for none
   * @throws Problem when it is longer than 4 MB, or not compressed as it says
   */
  static byte[] inflated(InputStream in, @Nullable String encoding) throws IOException {
    String name = name(encoding);
    try {
      return switch (name) {
        case PLAIN -> bounded(in);
        case "gzip" -> bounded(new GZIPInputStream(in));
        case "deflate" -> bounded(new InflaterInputStream(in));
        case "br" -> brotli(bounded(in));
        default ->
            throw new Problem(
                415, "Unsupported encoding",
                "Bodies are read plain, or with gzip, deflate or br, not with "
                    + name.substring(0, Math.min(name.length(), NAME_SHOWN_MAX)) + ".",
                "Send the body uncompressed.");
      };
    } catch (ZipException | EOFException e) {
      if (name.equals(PLAIN)) {
        throw e; // it broke off
      }
      throw notAsItSays(e);
    }
  }

  private static String name(@Nullable String encoding) {
    return encoding == null ? PLAIN : encoding.toLowerCase(Locale.ROOT);
  }

  private static byte[] bounded(InputStream in) throws IOException {
    try (in) {
      byte[] body = in.readNBytes(BYTES_MAX + 1);
      if (body.length > BYTES_MAX) {
        throw tooLarge();
      }
      return body;
    }
  }

  private static byte[] brotli(byte[] sent) {
    BROTLI.lock();
    try {
      return bounded(new BrotliInputStream(new ByteArrayInputStream(sent)));
    } catch (IOException e) {
      throw notAsItSays(e);
    } finally {
      BROTLI.unlock();
    }
  }

  private static Problem notAsItSays(IOException e) {
    return Problem.badRequest(
        "The body is not compressed as it says: " + e.getMessage(), "Send it uncompressed.");
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
