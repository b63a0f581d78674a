package nexa.collect;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * How far a log file has been read, as it is stored.
 *
 * @param generation how often the file was truncated: the same offset then means another line
 * @param offset where a line starts
 * @param headLength how many of the file's first bytes {@code headHash} covers
 */
record LogPosition(int generation, long offset, int headLength, long headHash) {

  /** The position a text stands for, or null when it is none. */
  static @Nullable LogPosition parse(String text) {
    String[] parts = text.split(":", 5);
    if (parts.length != 4) {
      return null;
    }
    try {
      return new LogPosition(
          Integer.parseInt(parts[0]),
          Long.parseLong(parts[1]),
          Integer.parseInt(parts[2]),
          Long.parseUnsignedLong(parts[3], 16));
    } catch (NumberFormatException e) {
      // Not written by this version: the file is read as a new one, and known events are known by id.
      return null;
    }
  }

  /** Whether a file is the one this position was taken of. */
  boolean isIn(FileChannel file) throws IOException {
    FileHead head = FileHead.read(file, headLength);
    return file.size() >= offset && head.length() == headLength && head.hash() == headHash;
  }

  /** Whether the first bytes are enough to know a copy of the file by them alone. */
  boolean knowsCopies() {
    return headLength == FileHead.LENGTH_MAX;
  }

  @Override
  public String toString() {
    return generation + ":" + offset + ":" + headLength + ":" + Long.toHexString(headHash);
  }
}
