package nexa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What an agent costs a watched service: the same service with no agent, an empty one, ours and
 * another one, in random order in each round, on each JDK. Arguments are {@code key=value}:
 * {@code rounds}, {@code seconds}, {@code jdks}, {@code variants}, {@code seed}.
 */
public final class AgentComparison {

  private static final String RESULT = "agent-comparison.md";

  private final AgentJars jars;
  private final List<Variant> variants;
  private final ShopRun run;
  private final Random random;
  private final Map<Jdk, Samples> samples = new LinkedHashMap<>();

  private AgentComparison(AgentJars jars, Options options) throws IOException {
    this.jars = jars;
    this.variants = variants(options.list("variants", "none,empty,nexa,armed,otel"), jars);
    this.run = new ShopRun(jars, Plan.whole(options.number("seconds", 4)));
    this.random = new Random(options.number("seed", 1));
    for (Jdk jdk : Jdk.find(options.numbers("jdks", "17,25"))) {
      samples.put(jdk, new Samples());
    }
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options = new Options(arguments);
    AgentJars jars = AgentJars.asBuilt();
    AgentComparison comparison = new AgentComparison(jars, options);
    int rounds = options.number("rounds", 3);
    for (int round = 0; round < rounds; round++) {
      comparison.round(round);
    }
    String result =
        LocalDate.now(ZoneOffset.UTC) + ", " + rounds + " rounds, " + Machine.describe()
            + ". Medians (smallest-largest) and **how they stand to none in the same round**.\n\n"
            + comparison.tables();
    Files.writeString(jars.folder().resolve(RESULT), result);
    System.out.println(result);
  }

  private void round(int round) throws IOException, InterruptedException {
    for (Map.Entry<Jdk, Samples> entry : samples.entrySet()) {
      List<Variant> order = new ArrayList<>(variants);
      Collections.shuffle(order, random);
      for (Variant variant : order) {
        Map<Measure, Double> sample = run.measure(entry.getKey(), variant);
        entry.getValue().add(round, variant, sample);
        System.out.println(
            "round=" + round + " jdk=" + entry.getKey().feature() + " variant=" + variant.label()
                + " load=" + Machine.load() + " " + sample);
      }
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
