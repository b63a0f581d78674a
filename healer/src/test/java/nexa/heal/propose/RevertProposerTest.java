package nexa.heal.propose;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import nexa.heal.source.GitBlame.Change;
import nexa.heal.source.GitBlame.Hunk;
import nexa.patch.Origin;
import nexa.patch.Patch;
import org.junit.jupiter.api.Test;

final class RevertProposerTest {

  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private final Crashed crash =
      Crashed.with("java.lang.ArithmeticException", "/ by zero",
          """
          package shop;
          class Shop {
            int mean(int sum, int count) {
              return sum / count; // here
            }
            int all() {
              return 1;
            }
          }
          """);

  @Test
  void changeOfFailingLine_isTakenBack() {
    List<Patch> patches =
        proposed(new Hunk(3, 4, "    return count == 0 ? 0 : sum / count;\n"));

    assertThat(patches).hasSize(1);
    assertThat(crash.patched(patches.getFirst())).isEqualTo(
        crash.source().replace("return sum / count;", "return count == 0 ? 0 : sum / count;"));
    assertThat(patches.getFirst().origin()).isEqualTo(new Origin.Revert("0123456789"));
    assertThat(patches.getFirst().risks()).containsExactly("takes back a change");
  }

  @Test
  void otherHunksOfTheCommit_goBackTogetherAsSecondTry() {
    List<Patch> patches =
        proposed(new Hunk(3, 4, "    return sum;\n"), new Hunk(6, 7, "    return 2;\n"));

    assertThat(patches).extracting(crash::patched).containsExactly(
        crash.source().replace("return sum / count;", "return sum;"),
        crash.source().replace("return sum / count;", "return sum;")
            .replace("return 1;", "return 2;"));
  }

  @Test
  void largeChange_isLeft() {
    assertThat(proposed(new Hunk(3, 4, "    // long\n".repeat(60)))).isEmpty();
  }

  @Test
  void oldChange_isLeft() {
    assertThat(proposed(Duration.ofDays(365), new Hunk(3, 4, "    return sum;\n"))).isEmpty();
  }

  private List<Patch> proposed(Hunk... hunks) {
    return proposed(Duration.ZERO, hunks);
  }

  private List<Patch> proposed(Duration age, Hunk... hunks) {
    Change change =
        new Change(COMMIT, "Make the mean faster", Instant.EPOCH, age, List.of(hunks));
    RevertProposer proposer =
        new RevertProposer((diagnosis, at) -> List.of(change), diagnosis -> crash.model());
    return crash.checked(proposer, List.of());
  }
}
