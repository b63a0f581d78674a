package nexa.heal.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import nexa.event.Severity;
import nexa.heal.classify.Urgency.Level;
import nexa.heal.classify.Urgency.Reach;
import org.junit.jupiter.api.Test;

final class UrgencyTest {

  private static final OptionalInt UNKNOWN = OptionalInt.empty();

  @Test
  void rareWarning_canWait() {
    Urgency urgency =
        Urgency.of(new Reach(Severity.WARN, 1, 1, false, false, UNKNOWN, UNKNOWN));

    assertThat(urgency).isEqualTo(new Urgency(Level.LOW, 0, List.of()));
  }

  @Test
  void steadyError_isOrdinary() {
    Urgency urgency =
        Urgency.of(new Reach(Severity.ERROR, 5, 5, false, false, OptionalInt.of(1), UNKNOWN));

    assertThat(urgency.level()).isEqualTo(Level.NORMAL);
    assertThat(urgency.because()).containsExactly("requests or jobs fail");
  }

  @Test
  void errorOfTheNewRelease_isNext() {
    Urgency urgency =
        Urgency.of(new Reach(Severity.ERROR, 2, 0, true, true, UNKNOWN, UNKNOWN));

    assertThat(urgency.level()).isEqualTo(Level.HIGH);
    assertThat(urgency.because().getFirst()).isEqualTo("it came with the release that runs now");
  }

  @Test
  void errorOfManyThatRises_wakesSomebody() {
    Urgency urgency =
        Urgency.of(
            new Reach(Severity.ERROR, 1_200, 100, false, false, OptionalInt.of(4),
                OptionalInt.of(250)));

    assertThat(urgency.level()).isEqualTo(Level.NOW);
    assertThat(urgency.because())
        .containsExactly(
            "1200 times in the last hour", "250 users are concerned", "requests or jobs fail",
            "12 times as often as before", "4 routes fail");
  }

  @Test
  void suddenError_saysThatThereWasNoneBefore() {
    Urgency urgency = Urgency.of(new Reach(Severity.ERROR, 30, 0, true, false, UNKNOWN, UNKNOWN));

    assertThat(urgency.because()).contains("none in the hours before", "it was never seen before");
  }

  @Test
  void deadProcess_isNextHoweverRare() {
    Urgency urgency = Urgency.of(new Reach(Severity.FATAL, 1, 1, false, false, UNKNOWN, UNKNOWN));

    assertThat(urgency.level()).isEqualTo(Level.HIGH);
  }
}
