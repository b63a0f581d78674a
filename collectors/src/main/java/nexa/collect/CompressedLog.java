package nexa.collect;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A rotated log file that was compressed with gzip, inflated as it is read. Reading goes forward; going
 * back inflates from the start again. What is behind {@value #INFLATED_BYTES_MAX} bytes is not read.
 */
final class CompressedLog implements LogContent {

  private static final String SUFFIX = ".gz";
  private static final long INFLATED_BYTES_MAX = 4L << 30;
  private static final int BUFFER_BYTES = 64 << 10;

  private final Path file;
  private final byte[] head;
  private InputStream in;
  private long at;
  private long size = Long.MAX_VALUE;

  CompressedLog(Path file) throws IOException {
    this.file = file;
    this.in = inflating(file);
    try {
      this.head = in.readNBytes(FileHead.LENGTH_MAX);
    } catch (IOException e) {
      in.close();
      throw e;
    }
    this.at = head.length;
  }

  static boolean isNamedSo(Path file) {
    return file.toString().endsWith(SUFFIX);
  }

  private static InputStream inflating(Path file) throws IOException {
    InputStream packed = Files.newInputStream(file);
    try {
      return new GZIPInputStream(packed, BUFFER_BYTES);
    } catch (IOException e) {
      packed.close();
      throw e;
    }
  }

  /** The first bytes are kept, as they are looked at again and again. */
  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    if (position < head.length) {
      int length = (int) Math.min(into.remaining(), head.length - position);
      into.put(head, (int) position, length);
      return length;
    }
    if (!goTo(position)) {
      return -1;
    }
    byte[] bytes = in.readNBytes((int) Math.min(into.remaining(), INFLATED_BYTES_MAX - at));
    into.put(bytes);
    at += bytes.length;
    return bytes.length == 0 ? ended() : bytes.length;
  }

  private boolean goTo(long position) throws IOException {
    if (position < at) {
      in.close();
      in = inflating(file);
      at = 0;
    }
    while (at < position) {
      long skipped = in.skip(position - at);
      if (skipped <= 0) {
        ended();
        return false;
      }
      at += skipped;
    }
    return true;
  }

  private int ended() {
    size = at;
    return -1;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
