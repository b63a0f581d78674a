package nexa.collect;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How far a log file has been read, as it is stored.
 *
 * @param generation how often the file was truncated: the same offset then means another line
 * @param offset where a line starts
 * @param headLength how many of the file's first bytes {@code headHash} covers
 * @param original what the lines of a copy were named by where they were read first, null for a file's
 *     own: the same line is the same event, wherever it is read
 */
record LogPosition(
    int generation, long offset, int headLength, long headHash, @Nullable String original) {

  private static final int FIELDS_MAX = 5;

  /** Where a file begins that has not been read. */
  static LogPosition startOf(int generation) {
    return new LogPosition(generation, 0, 0, FileHead.empty().hash(), null);
  }

  /** The same place in a copy of a source. */
  LogPosition copied(String source) {
    return original != null
        ? this
        : new LogPosition(generation, offset, headLength, headHash, source + "/" + generation);
  }

  /** The same place in a file that had so many generations of its own, as inodes are used again. */
  LogPosition in(int ownGeneration) {
    return new LogPosition(ownGeneration, offset, headLength, headHash, original);
  }

  /** The position a text stands for, or null when it is none. */
  static @Nullable LogPosition parse(String text) {
    String[] parts = text.split(":", FIELDS_MAX);
    if (parts.length < FIELDS_MAX - 1) {
      return null;
    }
    try {
      return new LogPosition(
          Integer.parseInt(parts[0]),
          Long.parseLong(parts[1]),
          Integer.parseInt(parts[2]),
          Long.parseUnsignedLong(parts[3], 16),
          parts.length == FIELDS_MAX ? parts[FIELDS_MAX - 1] : null);
    } catch (NumberFormatException e) {
      // Not written by this version: the file is read as a new one, and known events are known by id.
      return null;
    }
  }

  /** Whether a file is the one this position was taken of. */
  boolean isIn(LogContent file) throws IOException {
    FileHead head = FileHead.read(file, headLength);
    return file.size() >= offset && head.length() == headLength && head.hash() == headHash;
  }

  /** Whether the first bytes are enough to know a copy of the file by them alone. */
  boolean knowsCopies() {
    return headLength == FileHead.LENGTH_MAX;
  }

  /** Whether all that was read of the file is known by its first bytes, and that is not nothing. */
  boolean isWithinHead() {
    return offset > 0 && offset <= headLength;
  }

  @Override
  public String toString() {
    return generation + ":" + offset + ":" + headLength + ":" + Long.toHexString(headHash)
        + (original == null ? "" : ":" + original);
  }
}
