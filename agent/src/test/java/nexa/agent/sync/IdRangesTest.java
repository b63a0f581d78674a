package nexa.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ranges of ids, against a set that knows each id by itself. */
final class IdRangesTest {

  private static final long SEED = 7;
  private static final int ROUNDS = 2_000;
  private static final int CLOCKS = 60;

  @Test
  void rangesInAnyOrder_areTheSetOfTheirIds() {
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      IdRanges ranges = new IdRanges();
      IdRanges others = new IdRanges();
      BitSet ids = fill(random, ranges);
      BitSet otherIds = fill(random, others);

      BitSet missing = (BitSet) otherIds.clone();
      missing.andNot(ids);
      assertThat(ranges.covers(others)).as("%s of %s", ids, otherIds).isEqualTo(missing.isEmpty());
      assertThat(ranges.size()).isEqualTo(runs(ids));
      assertThat(ranges.prefixes().getOrDefault(1L, 0L)).isEqualTo(ids.nextClearBit(0));
      ranges.addAll(others);
      ids.or(otherIds);
      assertThat(ranges.size()).isEqualTo(runs(ids));
      assertThat(ranges.covers(others)).isTrue();
    }
  }

  private static BitSet fill(Random random, IdRanges ranges) {
    BitSet ids = new BitSet();
    for (int left = random.nextInt(8); left > 0; left--) {
      int start = random.nextInt(CLOCKS);
      int length = 1 + random.nextInt(12);
      ranges.add(1, start, length);
      ids.set(start, start + length);
    }
    return ids;
  }

  private static int runs(BitSet ids) {
    int runs = 0;
    for (int at = ids.nextSetBit(0); at >= 0; at = ids.nextSetBit(ids.nextClearBit(at))) {
      runs++;
    }
    return runs;
  }
}
