package nexa.bench.templates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GroupingScoreTest {

  private static final List<String> LABELS = List.of("a", "a", "b", "b", "c");

  @Test
  void equalGroups_areAllRight() {
    assertThat(GroupingScore.of(List.of(7, 7, 5, 5, 1), LABELS))
        .isEqualTo(new GroupingScore(1, 1, 3, 3));
  }

  @Test
  void splitGroup_losesAllItsMessages() {
    assertThat(GroupingScore.of(List.of(7, 8, 5, 5, 1), LABELS))
        .isEqualTo(new GroupingScore(3 / 5.0, 4 / 7.0, 4, 3));
  }

  @Test
  void joinedGroups_loseAllTheirMessages() {
    assertThat(GroupingScore.of(List.of(7, 7, 5, 5, 5), LABELS))
        .isEqualTo(new GroupingScore(2 / 5.0, 2 / 5.0, 2, 3));
  }
}
