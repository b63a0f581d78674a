package nexa.bench.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import nexa.event.Frame;
import nexa.event.StackTrace;
import org.junit.jupiter.api.Test;

final class FiguresTest {

  @Test
  void auc_isTheChanceThatAKnownOneScoresAbove() {
    Figures figures = new Figures();
    figures.addQuestion(0.9, true, true);
    figures.addQuestion(0.5, true, false);
    figures.addQuestion(0.5, false, false);
    figures.addQuestion(0.1, false, false);

    assertThat(figures.auc()).isEqualTo(3.5 / 4);
    assertThat(figures.accuracyAtOne()).isEqualTo(0.5);
  }

  @Test
  void groups_areJudgedByEachOfTheirCrashes() {
    Figures figures = new Figures();
    Judged.addGroups(
        figures, List.of(crash("1"), crash("1"), crash("2"), crash("2")), new int[] {0, 0, 0, 3});

    assertThat(figures.precision()).isCloseTo((2 / 3.0 + 2 / 3.0 + 1 / 3.0 + 1) / 4, offset(1e-9));
    assertThat(figures.recall()).isCloseTo((1 + 1 + 0.5 + 0.5) / 4, offset(1e-9));
  }

  @Test
  void nearest_isJoinedFromTheThresholdOn() {
    Judged judged = new Judged(List.of(crash("1"), crash("1"), crash("2")));
    judged.see(1, 0, 0.8, true);
    judged.see(2, 0, 0.9, false);
    judged.see(2, 1, 0.6, true);
    Figures joined = new Figures();
    judged.addTo(joined, 0.7);
    Figures apart = new Figures();
    judged.addTo(apart, 0.81);

    assertThat(joined.f1()).isEqualTo(1);
    assertThat(apart.precision()).isEqualTo(1);
    assertThat(apart.recall()).isCloseTo(2 / 3.0, offset(1e-9));
  }

  private static LabelledCrash crash(String bug) {
    StackTrace trace =
        new StackTrace(
            "java.lang.NullPointerException", null, List.of(new Frame("a.A", "a", null, 1)), null,
            List.of());
    return LabelledCrash.of("P", bug, trace, List.of("a"));
  }
}
