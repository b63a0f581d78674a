package nexa.bench;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What a call costs while its method is armed and nothing is thrown, and what a throw costs: {@link
 * ShapesBenchmark} in JVMs with our agent that has armed the methods as they loaded, by turns with
 * JVMs without it.
 */
final class ArmedCost {

  private static final String THROWN = "thrown";
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private final AgentJars jars;
  private final List<Jdk> jdks;
  private final int rounds;

  ArmedCost(AgentJars jars, List<Jdk> jdks, Options options) {
    this.jars = jars;
    this.jdks = jdks;
    this.rounds = options.number("rounds", 3);
  }

  /** Measures; the tables. */
  String measure() throws RunnerException {
    StringBuilder result =
        new StringBuilder("\n## Armed, not thrown\n\n" + rounds
            + " rounds, of each the fastest iteration: medians (smallest-largest).\n");
    for (Jdk jdk : jdks) {
      Map<String, Cost> plain = new LinkedHashMap<>();
      Map<String, Cost> armed = new LinkedHashMap<>();
      for (int round = 0; round < rounds; round++) {
        run(jdk, List.of(), plain);
        run(jdk, List.of(agent()), armed);
      }
      result.append(table(jdk, plain, armed));
    }
    return result.toString();
  }

  private void run(Jdk jdk, List<String> flags, Map<String, Cost> into) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(ShapesBenchmark.class.getName())
            .jvm(jdk.java().toString())
            .jvmArgs(Stream.concat(Stream.of("-Xmx256m", "-XX:+UseSerialGC"), flags.stream())
                .toArray(String[]::new))
            .addProfiler(GCProfiler.class)
            .verbosity(VerboseMode.SILENT);
    for (RunResult result : new Runner(options.build()).run()) {
      String name = result.getPrimaryResult().getLabel();
      Cost cost = into.computeIfAbsent(name, absent -> new Cost());
      cost.nanos.add(fastest(result));
      Result<?> allocated = requireNonNull(result.getSecondaryResults().get(ALLOCATED), ALLOCATED);
      cost.bytes.add(allocated.getScore());
      System.out.println(jdk.feature() + " armed=" + !flags.isEmpty() + " " + name + " " + cost);
    }
  }

  /** The fastest iteration: what else runs on the machine only ever adds to it. */
  private static double fastest(RunResult result) {
    return result.getBenchmarkResults().stream()
        .flatMap(fork -> fork.getIterationResults().stream())
        .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
        .min()
        .orElse(Double.NaN);
  }

  private String agent() {
    String methods =
        Stream.of("tiny", "mid", "point", "chain", "middle", "last", "fails")
            .map(method -> "workload.Shapes#" + method)
            .collect(joining(";"));
    Path spool = jars.folder().resolve("spool").toAbsolutePath();
    return "-javaagent:" + jars.nexa().toAbsolutePath() + "=inapp=none.is.armed.later,spool="
        + spool + ",arm="
        + methods;
  }

  private static String table(Jdk jdk, Map<String, Cost> plain, Map<String, Cost> armed) {
    StringBuilder table =
        new StringBuilder("\n### JDK " + jdk.version() + "\n\n")
            .append("| a call | not armed, ns | armed, ns | median of differences, ns |")
            .append(" not armed, B | armed, B |\n|---|---|---|---|---|---|\n");
    plain.forEach(
        (name, without) -> {
          Cost with = armed.getOrDefault(name, new Cost());
          table.append("| ").append(name).append(" | ").append(range(without.nanos)).append(" | ")
              .append(range(with.nanos)).append(" | ").append(number(difference(without, with)))
              .append(" | ").append(range(without.bytes)).append(" | ").append(range(with.bytes))
              .append(" |\n");
        });
    if (!(bytes(armed) > bytes(plain))) {
      table.append("\nVoid: a throw allocates nothing for a capture, so nothing was armed.\n");
    }
    return table.toString();
  }

  private static double difference(Cost without, Cost with) {
    double[] differences = new double[Math.min(without.nanos.size(), with.nanos.size())];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = with.nanos.get(i) - without.nanos.get(i);
    }
    return Samples.median(differences);
  }

  private static String range(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    String median = number(Samples.median(sorted));
    return sorted.length < 2
        ? median
        : median + " (" + number(sorted[0]) + "-" + number(sorted[sorted.length - 1]) + ")";
  }

  private static double bytes(Map<String, Cost> costs) {
    return Samples.median(
        costs.getOrDefault(THROWN, new Cost()).bytes.stream().mapToDouble(b -> b).toArray());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.2f" : "%.0f", value);
  }

  /** Scores of one method, a round each. */
  private static final class Cost {
    private final List<Double> nanos = new ArrayList<>();
    private final List<Double> bytes = new ArrayList<>();

    @Override
    public String toString() {
      return nanos + " ns " + bytes + " B";
    }
  }
}
