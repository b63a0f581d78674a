package nexa.collect;

import org.jspecify.annotations.Nullable;

/** A line that comes in several parts, of which each has its own place in the source. */
final class PartialLine {

  private static final int LENGTH_MAX = 64 << 10;

  private final Losses losses;
  private final StringBuilder text = new StringBuilder();
  private @Nullable Envelope envelope;
  private int envelopes;
  private boolean open;
  private boolean cut;
  private long from;
  private long to;

  /**
   * @param losses is told of lines longer than {@value #LENGTH_MAX} characters, which lose their end
   */
  PartialLine(Losses losses) {
    this.losses = losses;
  }

  boolean isOpen() {
    return open;
  }

  /** Where the first part begins. */
  long from() {
    return from;
  }

  /**
   * Adds a part.
   *
   * @param around what was around it
   * @param depth how many envelopes it was taken out of
   */
  void add(String part, long at, @Nullable Envelope around, int depth) {
    if (!open) {
      open = true;
      cut = false;
      from = at;
      envelope = around;
      envelopes = depth;
    }
    to = at;
    int kept = Math.min(part.length(), LENGTH_MAX - text.length());
    text.append(part, 0, kept);
    if (kept < part.length() && !cut) {
      cut = true;
      losses.cut(Losses.LONG_LINE, text);
    }
  }

  /** The line that the parts make, which is complete now. */
  LogStreams.Part take(String stream, boolean whole) {
    String line = text.toString();
    text.setLength(0);
    open = false;
    return new LogStreams.Part(stream, from, to, line, envelope, envelopes, whole);
  }
}
