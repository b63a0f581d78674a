package nexa.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A few fixtures of different kinds, healed by Nexa as it was built, in real containers. */
final class CorpusIT {

  private static final Path ROOT = Path.of(System.getProperty("nexa.root", ".."));
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final Set<String> HEALED =
      Set.of(
          "arithmetic/mean-of-none", "bounds/largest-of-none", "bounds/missing-cell",
          "cast/equals-of-anything", "null/optional-listener", "null/skip-in-loop",
          "operator/last-index-excluded", "revert/dropped-padding");
  private static final Set<String> NO_BUGS =
      Set.of("traps/built-twice", "traps/gone-the-second-time", "traps/negative-deposit");

  @TempDir
  private Path work;

  @Test
  @Timeout(1200)
  void bugs_areFixedRightlyAndOthersNotAtAll() throws Exception {
    List<Attempt> attempts =
        new Attempts(
            new Healer(
                Corpus.built(ROOT.toAbsolutePath().normalize()), LIMIT, Duration.ofSeconds(30)),
            work)
            .all(sources(), 2, attempt -> {});

    String table = CorpusTable.of(attempts);
    assertThat(attempts).as(table).hasSize(HEALED.size() + NO_BUGS.size());
    assertThat(attempts)
        .as(table)
        .allSatisfy(
            attempt -> {
              boolean bug = HEALED.contains(attempt.bug().id());
              assertThat(attempt.result())
                  .isEqualTo(bug ? Attempt.Result.CORRECT : Attempt.Result.ABSTAINED);
              assertThat(attempt.answer().verdict()).isNotEqualTo("error");
              assertThat(attempt.remark()).isEmpty();
            });
  }

  private static List<FixtureSource> sources() throws IOException {
    return Fixture.in(Path.of("src/fixtures")).stream()
        .filter(fixture -> HEALED.contains(fixture.id()) || NO_BUGS.contains(fixture.id()))
        .map(FixtureSource::new)
        .toList();
  }
}
