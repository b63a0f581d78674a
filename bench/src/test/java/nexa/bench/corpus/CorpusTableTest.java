package nexa.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of a run. */
final class CorpusTableTest {

  @Test
  void totals_stateRecallAndPrecision() {
    String table =
        CorpusTable.of(
            List.of(
                attempt(true, "fixed", Attempt.Result.CORRECT),
                attempt(true, "fixed", Attempt.Result.WRONG),
                attempt(true, "no-patch", Attempt.Result.ABSTAINED),
                attempt(true, "no-patch", Attempt.Result.ABSTAINED),
                attempt(false, "not-code", Attempt.Result.ABSTAINED)));

    assertThat(table)
        .contains(
            "| **recall**: right, of all | 1 of 4, 25 % |",
            "| **precision**: right, of those shown as fixed | 1 of 2, 50 % |",
            "| wrong shown as fixed | 1 |",
            "| rightly not fixed | 1 of 1, 100 % |",
            "| developer's method among the first five | 4 of 4, 100 % |");
  }

  @Test
  void fixWithoutBug_isWrong() {
    String table = CorpusTable.of(List.of(attempt(false, "fixed", Attempt.Result.WRONG)));

    assertThat(table)
        .contains("| **wrong** |", "| rightly not fixed | 0 of 1, 0 % |", "fixed | 0 of 1, 0 % |");
  }

  @Test
  void reason_breaksNoRow() {
    Attempt attempt =
        new Attempt(
            bug(true), HealAnswer.error("a|b\nc"), Attempt.Result.ABSTAINED,
            Duration.ofMillis(1500),
            "");

    assertThat(CorpusTable.row(attempt))
        .isEqualTo("| x | no | - | 0 | error | 1.5 | 0 |  | a\\|b c |");
  }

  @Test
  void percentile_isOneOfTheValues() {
    double[] seconds = {1, 2, 3, 4, 100};

    assertThat(CorpusTable.percentile(seconds, 0.5)).isEqualTo(3);
    assertThat(CorpusTable.percentile(seconds, 0.95)).isEqualTo(100);
    assertThat(CorpusTable.percentile(new double[0], 0.5)).isZero();
  }

  private static Attempt attempt(boolean healable, String verdict, Attempt.Result result) {
    HealAnswer answer =
        new HealAnswer(
            verdict, "because", true, List.of("a.A#first", "a.B#second"), 3, 1, "null-guard", "",
            "");
    return new Attempt(bug(healable), answer, result, Duration.ofSeconds(2), "");
  }

  private static Bug bug(boolean healable) {
    return new Bug(
        "x", Path.of("."), Path.of("."), "HEAD", "true", "", "true", List.of("a.B#second"),
        healable);
  }
}
