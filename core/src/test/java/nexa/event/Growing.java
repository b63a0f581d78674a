package nexa.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.Stream;

/**
 * An input that can be made of any length.
 *
 * @param parts every second one stands as often as the length asks for
 */
public record Growing(List<byte[]> parts) {

  public Growing {
    parts = List.copyOf(parts);
  }

  /** One made of texts: fixed, repeated, fixed, repeated, … */
  public static Growing of(String... parts) {
    return new Growing(Stream.of(parts).map(part -> part.getBytes(UTF_8)).toList());
  }

  /** The input in about a length. */
  byte[] bytes(int length) {
    int each = 0;
    for (int i = 1; i < parts.size(); i += 2) {
      each += parts.get(i).length;
    }
    ByteArrayOutputStream grown = new ByteArrayOutputStream(2 * length);
    for (int i = 0; i < parts.size(); i++) {
      for (int times = i % 2 == 0 ? 1 : 1 + length / each; times > 0; times--) {
        grown.writeBytes(parts.get(i));
      }
    }
    return grown.toByteArray();
  }
}
