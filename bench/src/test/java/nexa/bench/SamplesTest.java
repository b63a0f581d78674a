package nexa.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class SamplesTest {

  @Test
  void ratio_isTheMedianOfThePairsOfEachRound() {
    Samples samples = new Samples();
    pair(samples, 100, 110);
    pair(samples, 1000, 1050);
    pair(samples, 10, 30);
    assertThat(samples.ratio(Variant.NEXA, Variant.NONE, Measure.START_CPU)).isEqualTo(1.1);
    assertThat(samples.difference(Variant.NEXA, Variant.NONE, Measure.START_CPU)).isEqualTo(20);
  }

  @Test
  void roundWithoutItsPair_isLeftOut() {
    Samples samples = new Samples();
    pair(samples, 100, 110);
    samples.add(Map.of(Variant.NEXA, Map.of(Measure.START_CPU, 5000.0)));
    assertThat(samples.ratio(Variant.NEXA, Variant.NONE, Measure.START_CPU)).isEqualTo(1.1);
  }

  @Test
  void ratioAtLeast_isWhatAllRoundsButOneReach() {
    Samples samples = new Samples();
    pair(samples, 100, 90);
    assertThat(samples.ratioAtLeast(Variant.NEXA, Variant.NONE, Measure.START_CPU)).isNaN();
    pair(samples, 100, 130);
    pair(samples, 100, 120);
    assertThat(samples.ratioAtLeast(Variant.NEXA, Variant.NONE, Measure.START_CPU)).isEqualTo(1.2);
  }

  @Test
  void nothingMeasured_isNotANumber() {
    assertThat(new Samples().ratio(Variant.NEXA, Variant.NONE, Measure.HEAP)).isNaN();
  }

  private static void pair(Samples samples, double none, double nexa) {
    samples.add(
        Map.of(
            Variant.NONE, Map.of(Measure.START_CPU, none),
            Variant.NEXA, Map.of(Measure.START_CPU, nexa)));
  }
}
