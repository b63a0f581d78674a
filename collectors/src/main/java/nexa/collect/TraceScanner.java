package nexa.collect;

/** Reads the stack traces of one language out of lines that are handed to it in order. */
abstract class TraceScanner {

  /**
   * Reads the next line.
   *
   * @param number counts the lines, so that the traces of several scanners can be put in order
   * @return whether the line is a frame of the trace being read and can be nothing else, not even
   *     part of another trace's message
   */
  abstract boolean read(Line line, int number);

  /** Takes what is open for ended, as the next line belongs to another text. */
  abstract void close();
}
