package nexa.event;

/**
 * Something that an input could not take at all, or not whole.
 *
 * @param reason one of few, never text from outside
 * @param count how many there were
 * @param sample what the last of them was, or what was wrong with it; only its first {@value
 *     #SAMPLE_LENGTH_MAX} characters are kept
 */
public record Loss(Kind kind, String reason, long count, String sample) {

  public static final int SAMPLE_LENGTH_MAX = 200;

  public Loss {
    sample = sample.substring(0, Math.min(sample.length(), SAMPLE_LENGTH_MAX));
  }

  /** How much of it is lost. */
  public enum Kind {
    /** All of it. */
    REFUSED,
    /** A part of it, most often its end. */
    CUT
  }

  /** One thing that was not taken. */
  public static Loss refused(String reason, String sample) {
    return new Loss(Kind.REFUSED, reason, 1, sample);
  }

  /** One thing that lost its end. */
  public static Loss cut(String reason, String sample) {
    return new Loss(Kind.CUT, reason, 1, sample);
  }

  /** This and a later one of the same kind and reason, in one. */
  public Loss and(Loss later) {
    return new Loss(kind, reason, count + later.count, later.sample);
  }
}
