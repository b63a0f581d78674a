package nexa.collect;

import java.util.Arrays;
import java.util.Random;

/** Damages input as a broken or hostile sender would. */
final class Mutations {

  private static final int CHANGES_MAX = 4;
  private static final int BYTES = 256;

  private Mutations() {}

  /** The input with one to four bytes changed, doubled, left out, or with its end cut off. */
  static byte[] of(byte[] input, Random random) {
    byte[] mutant = input.clone();
    for (int changes = 1 + random.nextInt(CHANGES_MAX); changes > 0; changes--) {
      int at = random.nextInt(Math.max(1, mutant.length));
      switch (random.nextInt(4)) {
        case 0 -> mutant = Arrays.copyOf(mutant, at);
        case 1 -> mutant = without(mutant, at);
        case 2 -> mutant = doubled(mutant, at);
        default -> {
          if (at < mutant.length) {
            mutant[at] = (byte) random.nextInt(BYTES);
          }
        }
      }
    }
    return mutant;
  }

  private static byte[] without(byte[] input, int at) {
    byte[] shorter = Arrays.copyOf(input, Math.max(0, input.length - 1));
    System.arraycopy(input, Math.min(at + 1, input.length), shorter, Math.min(at, shorter.length),
        Math.max(0, shorter.length - at));
    return shorter;
  }

  /** A part of up to 64 bytes stands twice. */
  private static byte[] doubled(byte[] input, int at) {
    int length = Math.min(64, input.length - at);
    byte[] longer = Arrays.copyOf(input, input.length + Math.max(0, length));
    System.arraycopy(input, at, longer, at + length, input.length - at);
    return longer;
  }
}
