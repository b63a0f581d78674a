package nexa.heal.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntFunction;
import nexa.heal.reproduce.CommitTrial.Said;
import org.junit.jupiter.api.Test;

final class BracketTest {

  private final List<Integer> asked = new ArrayList<>();

  @Test
  void recentChange_isFoundWithFewQuestions() {
    Bracket bracket = narrowed(500, List.of(), index -> crashesUpTo(5, index));
    assertThat(bracket.crashing()).isEqualTo(5);
    assertThat(bracket.passing()).isEqualTo(6);
    assertThat(asked).hasSizeLessThanOrEqualTo(7);
  }

  @Test
  void oldChange_isFoundWithAboutADozen() {
    Bracket bracket = narrowed(500, List.of(), index -> crashesUpTo(200, index));
    assertThat(bracket.crashing()).isEqualTo(200);
    assertThat(bracket.passing()).isEqualTo(201);
    assertThat(asked).hasSizeLessThanOrEqualTo(13);
  }

  @Test
  void likelyChange_isProvenByWhatCameBeforeAndItself() {
    Bracket bracket = narrowed(500, List.of(200), index -> crashesUpTo(200, index));
    assertThat(bracket.crashing()).isEqualTo(200);
    assertThat(asked).containsExactly(201, 200);
  }

  @Test
  void likelyChangeThatIsInnocent_stillNarrows() {
    Bracket bracket = narrowed(500, List.of(3), index -> crashesUpTo(9, index));
    assertThat(bracket.crashing()).isEqualTo(9);
    assertThat(asked).startsWith(4).doesNotContain(3);
  }

  @Test
  void silentCommits_arePassedOver() {
    Bracket bracket =
        narrowed(100, List.of(),
            index -> index >= 40 && index < 60 ? Said.NOTHING : crashesUpTo(30, index));
    assertThat(bracket.crashing()).isEqualTo(30);
    assertThat(bracket.passing()).isEqualTo(31);
  }

  @Test
  void silenceAroundTheChange_isCounted() {
    Bracket bracket =
        narrowed(100, List.of(),
            index -> index == 30 || index == 31 ? Said.NOTHING : crashesUpTo(30, index));
    assertThat(bracket.crashing()).isEqualTo(29);
    assertThat(bracket.passing()).isEqualTo(32);
    assertThat(bracket.silent()).isEqualTo(2);
  }

  @Test
  void silenceAllTheWayBack_endsAtTheOldestThatSpeaks() {
    Bracket bracket =
        narrowed(300, List.of(), index -> index > 17 ? Said.NOTHING : Said.CRASHES);
    assertThat(bracket.crashing()).isEqualTo(17);
    assertThat(bracket.isPassingKnown()).isFalse();
  }

  private static Said crashesUpTo(int oldest, int index) {
    return index <= oldest ? Said.CRASHES : Said.PASSES;
  }

  private Bracket narrowed(int size, List<Integer> likely, IntFunction<Said> said) {
    Bracket bracket = new Bracket(size, likely);
    OptionalInt next = bracket.next();
    while (next.isPresent()) {
      assertThat(asked).doesNotContain(next.getAsInt());
      asked.add(next.getAsInt());
      bracket.put(next.getAsInt(), said.apply(next.getAsInt()));
      next = bracket.next();
    }
    return bracket;
  }
}
