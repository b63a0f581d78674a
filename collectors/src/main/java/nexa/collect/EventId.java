package nexa.collect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.HexFormat;
import nexa.event.Sha256;

/** Makes the id of an event whose source gives it none: the same content has the same id, so it counts once. */
final class EventId {

  private static final int BYTES = 16;

  private EventId() {}

  /** 32 hexadecimal digits over the parts in their order. */
  static String of(String... parts) {
    MessageDigest digest = Sha256.digest();
    for (String part : parts) {
      digest.update(part.getBytes(UTF_8));
      digest.update((byte) 0);
    }
    return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
  }
}
