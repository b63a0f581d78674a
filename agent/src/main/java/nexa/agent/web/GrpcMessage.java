package nexa.agent.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The one message of a unary gRPC call, as HTTP/2 carries it: whether it is compressed, its length, and
 * its bytes.
 *
 * @see <a href="https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md">gRPC over HTTP2</a>
 */
final class GrpcMessage {

  private static final int PREFIX_BYTES = 5;

  private GrpcMessage() {}

  /**
   * The message in a request's body.
   *
   * @param encoding the request's {@code grpc-encoding}, null for none
   * @throws Problem when the body is not one message of at most 4 MB
   */
  static byte[] unwrap(byte[] body, @Nullable String encoding) {
    ByteBuffer buffer = ByteBuffer.wrap(body);
    if (body.length < PREFIX_BYTES) {
      throw malformed("it is shorter than a message's prefix");
    }
    boolean compressed = buffer.get() == 1;
    if (buffer.getInt() != buffer.remaining()) {
      throw malformed("its length is not the one in its prefix");
    }
    byte[] message = Arrays.copyOfRange(body, PREFIX_BYTES, body.length);
    return RequestBody.inflated(message, compressed ? encoding : null);
  }

  private static Problem malformed(String reason) {
    return Problem.badRequest("The body is no gRPC message: " + reason + ".", "Use a gRPC client.");
  }

  /** A message as the body of a response. */
  static byte[] wrap(byte[] message) {
    return ByteBuffer.allocate(PREFIX_BYTES + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }

  /** A text for {@code grpc-message}: percent-encoded but for printable ASCII. */
  static String trailer(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b >= ' ' && b <= '~' && b != '%') {
        encoded.append((char) b);
      } else {
        encoded.append(String.format("%%%02X", b));
      }
    }
    return encoded.toString();
  }
}
