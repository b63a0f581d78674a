package nexa.agent.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What updates tell of, of Yjs's own writing and of worse. */
final class YjsUpdateTest {

  private static final long SEED = 20_261_127;
  private static final int MUTATIONS = 50_000;

  @Test
  void updatesOfYjs_areReadToTheEnd() {
    YjsUpdate all = new YjsUpdate(new IdRanges(), new IdRanges());
    Updates.STEPS.forEach(step -> all.addAll(YjsUpdate.read(step)));

    assertThat(all.brings().prefixes()).as("as Yjs's state vector has it")
        .isEqualTo(Map.of(7L, 33L));
    assertThat(all.deletes().size()).isEqualTo(3);
  }

  @Test
  void snapshot_coversEachStepAndAllOfThem() {
    YjsUpdate whole = YjsUpdate.read(Updates.WHOLE);

    assertThat(Updates.STEPS).allMatch(step -> whole.covers(YjsUpdate.read(step)));
    assertThat(YjsUpdate.read(Updates.STEPS.getFirst()).covers(whole)).isFalse();
  }

  /** What a client was sent and could not use yet is in its snapshot; what it never got is not. */
  @Test
  void snapshotWithAGap_coversOnlyWhatItHas() {
    YjsUpdate pending = YjsUpdate.read(Updates.PENDING);

    assertThat(pending.covers(YjsUpdate.read(Updates.STEPS.get(2)))).isTrue();
    assertThat(pending.covers(YjsUpdate.read(Updates.STEPS.get(0)))).isFalse();
    assertThat(pending.brings().prefixes()).isEqualTo(Map.of(9L, 1L));
  }

  @Test
  void snapshotWithoutADeletion_doesNotCoverIt() {
    YjsUpdate kept = YjsUpdate.read(Updates.text(3, 0, "hello"));

    assertThat(kept.covers(YjsUpdate.read(Updates.deletion(3, 1, 2)))).isFalse();
    assertThat(
        YjsUpdate.read(Updates.snapshot(3, "hello", 1, 2))
            .covers(YjsUpdate.read(Updates.deletion(3, 1, 2))))
        .isTrue();
  }

  /** Skipped ids are those that the sender lacks. */
  @Test
  void gap_bringsNothing() {
    YjsUpdate gap = YjsUpdate.read(Updates.of("010205000a03040101610161" + "00"));

    assertThat(gap.brings().prefixes()).isEmpty();
    assertThat(gap.covers(YjsUpdate.read(Updates.text(5, 0, "abc")))).isFalse();
    assertThat(gap.covers(YjsUpdate.read(Updates.text(5, 3, "d")))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock = """
        '', it ends too early
        00, it ends too early
        000000, it goes on after its end
        ff, it ends too early
        ffffffffffffffffff, a number is too large
        ffffff7f, it tells of more than it has
        01ffffff0f0700, it tells of more than it has
        0101070004, it ends too early
        01010700040101610000, an impossible length
        010107000401016102c32800, a text is not UTF-8
        01010700040101610f6100, it tells of more than it has
        01010700000000, an impossible length
        01010700050101610161, a value is not JSON
        0101070007010161070000, a type of no known kind
        0101070008010161010000, a value of no known type
        010107000b01016100, a content of no known kind
        0001070100, it ends too early
        000107010000, an impossible length
        00010701ffffffffffffff0f0100, an impossible length
        """)
  void whatIsNoUpdate_isRefusedWithTheReason(String hex, String reason) {
    assertThatThrownBy(() -> YjsUpdate.read(Updates.of(hex)))
        .isInstanceOf(Refused.class)
        .hasMessage(reason);
  }

  @Test
  void deepValue_isRefused() {
    String deep = "7501".repeat(5_000) + "7e";

    assertThatThrownBy(() -> YjsUpdate.read(Updates.of("0101070008010161" + "01" + deep + "00")))
        .hasMessage("a value is nested too deep");
  }

  @Test
  @Timeout(20)
  void scatteredDeletions_areBounded() {
    Lib0Writer scattered = new Lib0Writer().number(0).number(1).number(7).number(100_000);
    for (int i = 0; i < 100_000; i++) {
      scattered.number(2L * i).number(1);
    }

    assertThatThrownBy(() -> YjsUpdate.read(scattered.bytes()))
        .hasMessage("it has more than 20000 ranges");
  }

  @Test
  @Timeout(60)
  void mutatedUpdates_areReadOrRefused() {
    Random random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] mutant = Mutation.of(random, base(random));
      try {
        YjsUpdate read = YjsUpdate.read(mutant);
        assertThat(read.covers(read)).isTrue();
      } catch (Refused e) {
        refused++;
      }
    }
    assertThat(refused).as("some are still updates, most are not").isBetween(MUTATIONS / 4,
        MUTATIONS);
  }

  private static byte[] base(Random random) {
    int i = random.nextInt(Updates.STEPS.size() + 2);
    return i < Updates.STEPS.size() ? Updates.STEPS.get(i)
        : i == Updates.STEPS.size() ? Updates.WHOLE : Updates.PENDING;
  }
}
