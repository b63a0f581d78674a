package nexa.agent.sync;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import nexa.agent.store.Json;
import tools.jackson.core.JacksonException;

/**
 * Reads lib0's encoding, in which Yjs and its protocols are written. A length is held against what is left
 * before it is believed. Each method throws {@link Refused} where the bytes are not what it reads.
 */
final class Lib0Reader {

  /** What a number of JavaScript can hold exactly. */
  private static final long NUMBER_MAX = (1L << 53) - 1;

  private static final int NUMBER_OCTETS_MAX = 8;
  private static final int DEPTH_MAX = 32;
  private static final int MORE = 0x80;
  private static final int BITS = 7;

  private final ByteBuffer bytes;

  Lib0Reader(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  int octet() {
    if (!bytes.hasRemaining()) {
      throw Refused.malformed("it ends too early");
    }
    return Byte.toUnsignedInt(bytes.get());
  }

  /** A number of at most 53 bits. */
  long number() {
    long number = 0;
    for (int i = 0; i < NUMBER_OCTETS_MAX; i++) {
      int octet = octet();
      number |= (long) (octet & (MORE - 1)) << (i * BITS);
      if (octet < MORE) {
        if (number > NUMBER_MAX) {
          break;
        }
        return number;
      }
    }
    throw Refused.malformed("a number is too large");
  }

  /** A count of things, each of which takes a byte at least. */
  int count() {
    long count = number();
    if (count > bytes.remaining()) {
      throw Refused.malformed("it tells of more than it has");
    }
    return (int) count;
  }

  byte[] block() {
    byte[] block = new byte[count()];
    bytes.get(block);
    return block;
  }

  void skip(int length) {
    if (length > bytes.remaining()) {
      throw Refused.malformed("it ends too early");
    }
    bytes.position(bytes.position() + length);
  }

  String text() {
    int length = count();
    ByteBuffer text = bytes.slice(bytes.position(), length);
    skip(length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      throw Refused.malformed("a text is not UTF-8");
    }
  }

  /** Passes over a text that holds JSON, or the word for a value that JSON does not have. */
  void skipJson() {
    String text = text();
    try {
      if (!text.equals("undefined")) {
        Json.MAPPER.readTree(text);
      }
    } catch (JacksonException e) {
      throw Refused.malformed("a value is not JSON");
    }
  }

  /** Passes over a value of any type. */
  void skipAny() {
    skipAny(0);
  }

  private void skipAny(int depth) {
    if (depth > DEPTH_MAX) {
      throw Refused.malformed("a value is nested too deep");
    }
    int type = octet();
    switch (type) {
      case 127, 126, 121, 120 -> {
        // undefined, null, false, true
      }
      case 125 -> skipInteger();
      case 124 -> skip(Float.BYTES);
      case 123, 122 -> skip(Long.BYTES);
      case 119 -> text();
      case 118 -> {
        for (int left = count(); left > 0; left--) {
          text();
          skipAny(depth + 1);
        }
      }
      case 117 -> {
        for (int left = count(); left > 0; left--) {
          skipAny(depth + 1);
        }
      }
      case 116 -> block();
      default -> throw Refused.malformed("a value of no known type");
    }
  }

  private void skipInteger() {
    for (int i = 0; i < NUMBER_OCTETS_MAX; i++) {
      if (octet() < MORE) {
        return;
      }
    }
    throw Refused.malformed("a number is too large");
  }

  void requireEnd() {
    if (bytes.hasRemaining()) {
      throw Refused.malformed("it goes on after its end");
    }
  }
}
