package nexa.collect;

/**
 * The lines of a log that were written together.
 *
 * @param offset of its first byte in the file
 * @param hasHead whether the first line is a {@link LogHead}
 */
record LogRecord(long offset, String text, boolean hasHead) {}
