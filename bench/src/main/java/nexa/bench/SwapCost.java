package nexa.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import workload.Shop;
import workload.Sums;
import workload.TornCalls;

/**
 * What happens to calls and requests while a class is changed back and forth under them, with our
 * agent's transformers in the way.
 */
final class SwapCost {

  private static final String CALLS_EACH = "60000000";
  private static final long PAUSE_MS = 40;
  private static final String SAFEPOINT = "Safepoint \"RedefineClasses\"";
  private static final String TOTAL = "Total:";

  private final AgentJars jars;
  private final List<Jdk> jdks;
  private final int times;
  private final int classes;

  SwapCost(AgentJars jars, List<Jdk> jdks, Options options) {
    this.jars = jars;
    this.jdks = jdks;
    this.times = options.number("swaps", 60);
    this.classes = options.number("classes", 0);
  }

  /** Measures; the table. */
  String measure() throws IOException, InterruptedException {
    StringBuilder table =
        new StringBuilder("\n## Changed while it runs\n\n" + times
            + " redefinitions back and forth, for the calls with "
            + classes
            + " more classes of the JDK loaded;"
            + " ranges are smallest / median / largest.\n\n"
            + "| JDK | calls checked | wrong | of the patched form | redefinition, ms | safepoint, ms |"
            + " requests | failed | redefinition, ms |\n|---|---|---|---|---|---|---|---|---|\n");
    for (Jdk jdk : jdks) {
      Calls calls = calls(jdk);
      Requests requests = requests(jdk);
      table.append("| ").append(jdk.version()).append(" | ").append(calls.count).append(" | ")
          .append(calls.wrong).append(" | ").append(calls.patched).append(" | ")
          .append(calls.redefinition).append(" | ").append(calls.safepoint).append(" | ")
          .append(requests.count).append(" | ").append(requests.failed).append(" | ")
          .append(requests.redefinition).append(" |\n");
    }
    return table.toString();
  }

  private static byte[] original() throws IOException {
    try (InputStream in = Sums.class.getResourceAsStream("Sums.class")) {
      if (in == null) {
        throw new IOException("No class file of " + Sums.class);
      }
      return in.readAllBytes();
    }
  }

  /** Two threads in a tight loop. */
  private Calls calls(Jdk jdk) throws IOException, InterruptedException {
    Path safepoints = jars.folder().resolve("safepoints.log");
    try (SinkDaemon daemon = new SinkDaemon()) {
      List<String> flags = flags(daemon);
      flags.add("-Xlog:safepoint:file=" + safepoints.toAbsolutePath() + "::filecount=0");
      try (WatchedProcess program =
          WatchedProcess.start(
              jdk, flags, WatchedShop.classPath(), TornCalls.class, CALLS_EACH,
              String.valueOf(classes))) {
        Range redefinitions = redefinitions(program.said("swapped"));
        String[] called = program.said("called").split(" ");
        return new Calls(
            Long.parseLong(called[0]),
            Long.parseLong(called[1]),
            Long.parseLong(called[2]),
            redefinitions,
            safepoint(safepoints));
      }
    }
  }

  /** Requests that pass through the changed method. */
  private Requests requests(Jdk jdk) throws IOException, InterruptedException {
    try (SinkDaemon daemon = new SinkDaemon();
        WatchedProcess shop =
            WatchedProcess.start(jdk, flags(daemon), WatchedShop.classPath(), Shop.class);
        Loading loading = new Loading(new Load(Integer.parseInt(shop.said("port")), 2), "/sum")) {
      Range redefinition = redefinitions(shop.said("swapped"));
      Load.Answers answers = loading.end();
      return new Requests(
          answers.count(), answers.failed() + answers.unanswered(), redefinition);
    }
  }

  /**
   * What two threads in a tight loop saw.
   *
   * @param patched answers of the patched form
   * @param wrong answers of neither form
   */
  record Calls(long count, long patched, long wrong, Range redefinition, Range safepoint) {}

  /** What came of the requests; a failed one was answered 5xx or not at all. */
  record Requests(long count, long failed, Range redefinition) {}

  /** Smallest, middle and largest, in milliseconds. */
  record Range(int count, double min, double median, double max) {
    static Range of(double... ms) {
      double[] sorted = ms.clone();
      Arrays.sort(sorted);
      return new Range(
          sorted.length, sorted[0], Samples.median(sorted), sorted[sorted.length - 1]);
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.1f / %.1f / %.1f", min, median, max);
    }
  }

  private List<String> flags(SinkDaemon daemon) throws IOException {
    Path patched = jars.folder().resolve("Sums-patched.class").toAbsolutePath();
    Files.write(patched, Patches.ONE_MORE.patched(original()));
    List<String> flags = new ArrayList<>(Variant.NEXA.flags(jars, daemon.port()));
    flags.add("-javaagent:" + jars.swapper() + "=" + patched + ";" + times + ";" + PAUSE_MS);
    return flags;
  }

  private static Range redefinitions(String said) {
    try {
      return Range.of(
          Arrays.stream(said.split(" ")).mapToDouble(nanos -> Long.parseLong(nanos) / 1e6)
              .toArray());
    } catch (NumberFormatException e) {
      throw new IllegalStateException("The class could not be changed: " + said, e);
    }
  }

  /** How long the JVM stood still for each redefinition, by its own log. */
  private static Range safepoint(Path log) throws IOException {
    double[] ms =
        Files.readAllLines(log).stream()
            .filter(line -> line.contains(SAFEPOINT) && line.contains(TOTAL))
            .map(line -> line.substring(line.indexOf(TOTAL) + TOTAL.length()).strip().split(" ")[0])
            .mapToDouble(nanos -> Long.parseLong(nanos) / 1e6)
            .toArray();
    if (ms.length == 0) {
      throw new IOException("No safepoint of a redefinition in " + log);
    }
    return Range.of(ms);
  }
}
