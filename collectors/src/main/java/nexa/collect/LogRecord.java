package nexa.collect;

import org.jspecify.annotations.Nullable;

/**
 * The lines of a log that were written together.
 *
 * @param offset of the first byte of its first line in the file
 * @param end the same of its last line
 * @param text empty for a line of JSON
 * @param hasHead whether the first line is a {@link LogHead}
 * @param envelope what was around the first line
 */
record LogRecord(
    long offset,
    long end,
    String text,
    boolean hasHead,
    @Nullable JsonLine json,
    @Nullable Envelope envelope) {}
