package nexa.event;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Tries a decoder with damaged inputs: it may refuse in the way it declares, and nothing else; what it
 * makes stays small; and its time grows as its input does.
 *
 * @param growing inputs of any length, those that ask most of it
 * @param refusal what it throws when an input is not what it decodes
 */
public record DecoderTrial(
    String name, Mutations mutations, List<Growing> growing,
    Class<? extends RuntimeException> refusal, Function<byte[], Object> decode) {

  /** How many mutants each decoder is given; {@code docs/BENCHMARKS.md} tells of 200,000 in all. */
  public static final int MUTANTS = Integer.getInteger("nexa.mutations", 1_000);

  /** One line may stand for a thousand frames, and a text has 65,536 at most. */
  private static final int OUTPUT_CHARS_MAX = 16 << 20;

  /** The length of the shorter inputs; what is quadratic shows the more the longer they are. */
  private static final int SMALL_BYTES = Integer.getInteger("nexa.mutations.bytes", 8 << 10);

  private static final int TIMES_LARGER = 8;
  private static final int ROUNDS = 3;

  /** Half of what a quadratic one would have. */
  private static final double GROWTH_MAX = 4;

  /**
   * What came of it.
   *
   * @param outputCharsMax of the largest output, printed
   */
  public record Tally(int mutants, int refused, int outputCharsMax) {}

  /** Gives the decoder its mutants. */
  public Tally run() {
    int refused = 0;
    int largest = 0;
    for (int i = 0; i < MUTANTS; i++) {
      byte[] mutant = mutations.next();
      try {
        largest = Math.max(largest, String.valueOf(decode.apply(mutant)).length());
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        if (!refusal.isInstance(e)) {
          throw new AssertionError(name + " fails on " + Arrays.toString(mutant), e);
        }
        refused++;
      }
    }
    if (largest > OUTPUT_CHARS_MAX) {
      throw new AssertionError(name + " made " + largest + " characters of a mutant");
    }
    return new Tally(MUTANTS, refused, largest);
  }

  /**
   * How much dearer one input is than eight of an eighth of its length, for the worst of several: about
   * 1 for a decoder in linear time, 8 for one in quadratic time. CPU time, the best of some rounds.
   */
  public double growth() {
    double worst = 0;
    for (Growing input : growing) {
      byte[] small = input.bytes(SMALL_BYTES);
      byte[] large = input.bytes(SMALL_BYTES * TIMES_LARGER);
      long parts = Long.MAX_VALUE;
      long whole = Long.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        parts = Math.min(parts, cpuNanos(small, TIMES_LARGER));
        whole = Math.min(whole, cpuNanos(large, 1));
      }
      worst = Math.max(worst, (double) whole / parts);
    }
    if (worst > GROWTH_MAX) {
      throw new AssertionError(name + " grows " + worst + " times faster than its input");
    }
    return worst;
  }

  private long cpuNanos(byte[] input, int times) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < times; i++) {
      try {
        Object unused = decode.apply(input);
      } catch (RuntimeException e) {
        if (!refusal.isInstance(e)) {
          throw e;
        }
      }
    }
    return threads.getCurrentThreadCpuTime() - before;
  }

  @Override
  public String toString() {
    return name;
  }
}
