package nexa.collect;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The first bytes of a file, by which it is known again after it was renamed, and told from another
 * one that took its place or its inode.
 */
final class FileHead {

  /** Long enough to reach the first timestamp behind a start-up banner. */
  static final int LENGTH_MAX = 1_024;

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private byte[] bytes;

  private FileHead(byte[] bytes) {
    this.bytes = bytes;
  }

  static FileHead empty() {
    return new FileHead(new byte[0]);
  }

  /** The first bytes of a file, fewer when it is shorter. */
  static FileHead read(LogContent file, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(Math.min(length, LENGTH_MAX));
    while (buffer.hasRemaining() && file.read(buffer, buffer.position()) > 0) {
      continue;
    }
    return new FileHead(Arrays.copyOf(buffer.array(), buffer.position()));
  }

  int length() {
    return bytes.length;
  }

  /** FNV-1a over the bytes. */
  long hash() {
    long hash = FNV_OFFSET;
    for (byte b : bytes) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return hash;
  }

  /** Whether a file still begins with these bytes. */
  boolean isHeadOf(LogContent file) throws IOException {
    return Arrays.equals(bytes, read(file, bytes.length).bytes);
  }

  /** Takes in bytes that were read at a position of the same file. */
  void extend(long position, byte[] data, int length) {
    if (bytes.length == LENGTH_MAX || position > bytes.length) {
      return;
    }
    int from = (int) (bytes.length - position);
    int added = Math.min(length - from, LENGTH_MAX - bytes.length);
    if (added > 0) {
      byte[] longer = Arrays.copyOf(bytes, bytes.length + added);
      System.arraycopy(data, from, longer, bytes.length, added);
      bytes = longer;
    }
  }
}
