package nexa.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The agent stays within its bounds: pairs of the service without and with it, CPU time rather than
 * wall time. A ratio whose median is out of bounds gets more pairs, and fails when it is out of bounds
 * beyond chance: two JVMs alike differ by up to a tenth in what their JIT made of the same program.
 */
@Isolated
final class AgentCostIT {

  private static final int PAIRS = 3;
  private static final int PAIRS_MAX = 9;

  private static final double START_CPU_RATIO_MAX = 1.35;
  private static final double REQUEST_CPU_RATIO_MAX = 1.10;
  private static final double RESIDENT_MB_MAX = 20;
  private static final double HEAP_MB_MAX = 1;
  private static final double THREADS_MAX = 1;
  private static final long JAR_BYTES_MAX = 400 * 1024;

  static List<Jdk> jdks() throws IOException {
    return Jdk.find(List.of(17, 25));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void watchedService_staysWithinBounds(Jdk jdk) throws IOException, InterruptedException {
    ShopRun run = new ShopRun(AgentJars.asBuilt(), Plan.brief());
    Samples samples = new Samples();
    for (int pair = 0; pair < PAIRS || pair < PAIRS_MAX && !exceeded(samples, false).isEmpty();
        pair++) {
      List<Variant> order =
          pair % 2 == 0
              ? List.of(Variant.NONE, Variant.NEXA)
              : List.of(Variant.NEXA, Variant.NONE);
      samples.add(run.round(jdk, order));
    }
    System.out.println(ComparisonTable.of(jdk, List.of(Variant.NONE, Variant.NEXA), samples));
    assertThat(exceeded(samples, true)).isEmpty();
  }

  @Test
  void jar_isSmall() throws IOException {
    assertThat(Files.size(AgentJars.asBuilt().nexa())).isLessThanOrEqualTo(JAR_BYTES_MAX);
  }

  /**
   * What is out of bounds, each with its figure.
   *
   * @param beyondChance whether the pairs of a ratio have to agree on it
   */
  private static Map<Measure, Double> exceeded(Samples samples, boolean beyondChance) {
    Map<Measure, Double> bounds =
        Map.of(
            Measure.START_CPU, START_CPU_RATIO_MAX,
            Measure.OK_APP_CPU, REQUEST_CPU_RATIO_MAX,
            Measure.FIRST_RSS, RESIDENT_MB_MAX,
            Measure.HEAP, HEAP_MB_MAX,
            Measure.THREADS, THREADS_MAX);
    Map<Measure, Double> exceeded = new EnumMap<>(Measure.class);
    bounds.forEach(
        (measure, bound) -> {
          double figure =
              switch (measure.compared()) {
                case DIFFERENCE, NOT -> samples.difference(Variant.NEXA, Variant.NONE, measure);
                case RATIO -> beyondChance
                    ? samples.ratioAtLeast(Variant.NEXA, Variant.NONE, measure)
                    : samples.ratio(Variant.NEXA, Variant.NONE, measure);
              };
          if (!(figure <= bound)) {
            exceeded.put(measure, figure);
          }
        });
    return exceeded;
  }
}
