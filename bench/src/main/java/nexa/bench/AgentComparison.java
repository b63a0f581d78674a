package nexa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What an agent costs a watched service: the same service with no agent, an empty one, ours and
 * another one, in random order in each round, on each JDK.
 */
final class AgentComparison {

  private final AgentJars jars;
  private final List<Variant> variants;
  private final ShopRun run;
  private final int rounds;
  private final Random random;
  private final Map<Jdk, Samples> samples = new LinkedHashMap<>();

  AgentComparison(AgentJars jars, List<Jdk> jdks, Options options) {
    this.jars = jars;
    this.variants = variants(options.list("variants", "none,empty,nexa,armed,otel"), jars);
    this.run = new ShopRun(jars, Plan.whole(options.number("seconds", 4)));
    this.rounds = options.number("rounds", 3);
    this.random = new Random(options.number("seed", 1));
    jdks.forEach(jdk -> samples.put(jdk, new Samples()));
  }

  /** Measures; the tables. */
  String measure() throws IOException, InterruptedException {
    for (int round = 0; round < rounds; round++) {
      round(round);
      System.out.println(tables());
    }
    return "\n## Side by side\n\n" + rounds + " rounds: medians (smallest-largest) and **how they"
        + " stand to none in the same round**.\n\n" + tables();
  }

  private void round(int round) throws IOException, InterruptedException {
    for (Map.Entry<Jdk, Samples> entry : samples.entrySet()) {
      List<Variant> order = new ArrayList<>(variants);
      Collections.shuffle(order, random);
      entry.getValue().add(run.round(entry.getKey(), order));
      System.out.println(
          "round=" + round + " jdk=" + entry.getKey().feature() + " load=" + Machine.load());
    }
  }

  private String tables() throws IOException {
    StringBuilder tables = new StringBuilder("| jar | KB |\n|---|---|\n");
    for (Variant variant : variants) {
      Path jar = variant.jar(jars);
      if (jar != null) {
        tables.append("| ").append(variant.label()).append(" | ")
            .append(String.format(Locale.ROOT, "%.1f", Files.size(jar) / 1024.0)).append(" |\n");
      }
    }
    samples.forEach(
        (jdk, of) -> tables.append('\n').append(ComparisonTable.of(jdk, variants, of)));
    return tables.toString();
  }

  private static List<Variant> variants(List<String> labels, AgentJars jars) {
    List<Variant> variants = new ArrayList<>();
    for (String label : labels) {
      Variant variant = Variant.valueOf(label.toUpperCase(Locale.ROOT));
      Path jar = variant.jar(jars);
      if (jar == null || Files.isRegularFile(jar)) {
        variants.add(variant);
      } else {
        System.out.println("Not measured, there is no " + jar);
      }
    }
    return variants;
  }
}
