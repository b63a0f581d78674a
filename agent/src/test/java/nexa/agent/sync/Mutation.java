package nexa.agent.sync;

import java.util.Arrays;
import java.util.Random;

/** Bytes as a broken or hostile client would send them. */
public final class Mutation {

  private Mutation() {}

  /** One to four changes: bits, bytes, cuts, repeats, large lengths. */
  public static byte[] of(Random random, byte[] bytes) {
    byte[] mutant = bytes.clone();
    for (int left = random.nextInt(4); left >= 0 && mutant.length > 0; left--) {
      mutant = change(random, mutant);
    }
    return mutant;
  }

  private static byte[] change(Random random, byte[] bytes) {
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(5)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> bytes[at] = (byte) 0xff;
      case 3 -> {
        return Arrays.copyOf(bytes, at);
      }
      default -> {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 3);
        System.arraycopy(bytes, at, longer, at + 3, bytes.length - at);
        return longer;
      }
    }
    return bytes;
  }
}
