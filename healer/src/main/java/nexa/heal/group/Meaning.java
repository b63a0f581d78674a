package nexa.heal.group;

/** A sentence vector kept in one byte a dimension: a quarter of the room, a cosine off by 0.01 at most. */
public final class Meaning {

  private final byte[] steps;
  private final double length;

  private Meaning(byte[] steps) {
    this.steps = steps;
    this.length = Math.sqrt(dot(steps, steps));
  }

  /**
   * @param vector of any length but zero, each number within -1 and 1
   */
  static Meaning of(float[] vector) {
    byte[] steps = new byte[vector.length];
    float largest = 0;
    for (float part : vector) {
      largest = Math.max(largest, Math.abs(part));
    }
    for (int i = 0; i < vector.length; i++) {
      steps[i] = largest == 0 ? 0 : (byte) Math.round(vector[i] / largest * Byte.MAX_VALUE);
    }
    return new Meaning(steps);
  }

  /** The cosine of the angle to another vector, from 0 to 1; 0 when they are of different models. */
  double cosine(Meaning other) {
    if (steps.length != other.steps.length || length == 0 || other.length == 0) {
      return 0;
    }
    return Math.clamp(dot(steps, other.steps) / (length * other.length), 0, 1);
  }

  private static int dot(byte[] a, byte[] b) {
    int sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
