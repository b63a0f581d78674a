package nexa.bench;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import workload.Idle;
import workload.Shop;

/** One start of the watched service: from its start over its warm path to its failures. */
final class ShopRun {

  private static final int CONNECTIONS = 4;
  private static final int FAILURES = 8_000;
  private static final double MB = 1 << 20;
  private static final double STEADY_PER_SECOND = 1_000;
  private static final double REPORTED_PER_SECOND = 16;
  private static final double ARMED_PER_SECOND = 8;
  private static final List<String> LIBRARIES =
      List.of("jetty", "logback", "slf4j-api", "servlet-api");

  private final AgentJars jars;
  private final Plan plan;

  ShopRun(AgentJars jars, Plan plan) {
    this.jars = jars;
    this.plan = plan;
  }

  Map<Measure, Double> measure(Jdk jdk, Variant variant) throws IOException, InterruptedException {
    Map<Measure, Double> sample = new EnumMap<>(Measure.class);
    try (SinkDaemon daemon = new SinkDaemon()) {
      List<String> flags = variant.flags(jars, daemon.port());
      if (plan.whole()) {
        sample.put(Measure.PREMAIN, premainMs(jdk, flags));
      }
      long begin = System.nanoTime();
      try (WatchedProcess shop = WatchedProcess.start(jdk, flags, classPath(), Shop.class)) {
        int port = Integer.parseInt(shop.said("port"));
        start(shop, new Load(port, 1), begin, sample);
        Load load = new Load(port, CONNECTIONS);
        load.requests("/ok", plan.warm());
        well(shop, load, sample);
        inside(shop, sample);
        if (plan.whole()) {
          failing(shop, load, daemon, sample);
        }
      }
    }
    return sample;
  }

  /** The workload's classes and libraries, nothing of what watches it. */
  static String classPath() {
    String own = new File(Shop.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .getAbsolutePath();
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> LIBRARIES.stream().anyMatch(new File(entry).getName()::contains))
        .collect(Collectors.joining(File.pathSeparator, own + File.pathSeparator, ""));
  }

  private double premainMs(Jdk jdk, List<String> flags) throws IOException, InterruptedException {
    List<String> timed = new ArrayList<>();
    timed.add("-javaagent:" + jars.clock());
    timed.addAll(flags);
    timed.add("-javaagent:" + jars.clock());
    try (WatchedProcess idle = WatchedProcess.start(jdk, timed, classPath(), Idle.class)) {
      return Long.parseLong(idle.said("premain")) / 1e6;
    }
  }

  private void start(WatchedProcess shop, Load first, long begin, Map<Measure, Double> sample)
      throws IOException, InterruptedException {
    Load.Answers answers = first.requests("/ok", 1);
    sample.put(Measure.START_CPU, shop.cpuNanos() / 1e6);
    sample.put(Measure.START_WALL, (System.nanoTime() - begin) / 1e6);
    sample.put(Measure.FIRST_RSS, shop.residentBytes() / MB);
    if (answers.failed() > 0 || answers.unanswered() > 0) {
      throw new IOException("The shop does not answer: " + shop.output());
    }
  }

  private void well(WatchedProcess shop, Load load, Map<Measure, Double> sample)
      throws IOException, InterruptedException {
    Cost cost = cost(shop, () -> load.closed("/ok", plan.seconds()));
    sample.put(Measure.OK_APP_CPU, cost.applicationMicros());
    sample.put(Measure.OK_CPU, cost.processMicros());
    sample.put(Measure.OK_RATE, cost.answers().perSecond());
    sample.put(Measure.WARM_RSS, shop.residentBytes() / MB);
    if (plan.whole()) {
      Load.Answers steady = load.paced("/ok", plan.seconds(), STEADY_PER_SECOND);
      sample.put(Measure.OK_P50, steady.quantileMs(0.5));
      sample.put(Measure.OK_P99, steady.quantileMs(0.99));
    }
  }

  private static void inside(WatchedProcess shop, Map<Measure, Double> sample)
      throws IOException, InterruptedException {
    WatchedProcess.Inside inside = shop.inside();
    sample.put(Measure.HEAP, inside.heapBytes() / MB);
    sample.put(Measure.METASPACE, inside.metaspaceBytes() / MB);
    sample.put(Measure.THREADS, (double) inside.threads());
  }

  private void failing(
      WatchedProcess shop, Load load, SinkDaemon daemon, Map<Measure, Double> sample)
      throws IOException, InterruptedException {
    long failures = load.requests("/fail", FAILURES).failed();
    Cost dropped = cost(shop, () -> load.closed("/fail", plan.seconds()));
    sample.put(Measure.FAIL_APP_CPU, dropped.applicationMicros());
    sample.put(Measure.FAIL_CPU, dropped.processMicros());
    long eventsBefore = daemon.counts().events();
    Cost reported = cost(shop, () -> load.paced("/fail", 2 * plan.seconds(), REPORTED_PER_SECOND));
    sample.put(Measure.REPORTED_APP_CPU, reported.applicationMicros());
    double events = daemon.counts().events() - eventsBefore;
    sample.put(Measure.REPORTED_SHARE, 100 * events / reported.answers().failed());
    Cost armed = cost(shop, () -> load.paced("/fail", 2 * plan.seconds(), ARMED_PER_SECOND));
    sample.put(Measure.ARMED_APP_CPU, armed.applicationMicros());
    SinkDaemon.Counts counts = daemon.counts();
    failures +=
        dropped.answers().failed() + reported.answers().failed() + armed.answers().failed();
    sample.put(Measure.FAILURES, (double) failures);
    sample.put(Measure.EVENTS, (double) counts.events());
    sample.put(Measure.SNAPSHOTS, (double) counts.snapshots());
    sample.put(Measure.SNAPSHOT_BYTES, (double) counts.snapshotBytesMax());
    sample.put(Measure.AGENT_ERRORS, (double) counts.errors());
  }

  private static Cost cost(WatchedProcess shop, Phase phase)
      throws IOException, InterruptedException {
    long process = shop.cpuNanos();
    long application = shop.cpuNanos(Shop.THREADS);
    Load.Answers answers = phase.run();
    return new Cost(
        answers, shop.cpuNanos(Shop.THREADS) - application, shop.cpuNanos() - process);
  }

  /** Load for a while. */
  private interface Phase {
    Load.Answers run() throws IOException, InterruptedException;
  }

  /** What it took of the service. */
  private record Cost(Load.Answers answers, long applicationNanos, long processNanos) {
    double applicationMicros() {
      return applicationNanos / 1e3 / answers.count();
    }

    double processMicros() {
      return processNanos / 1e3 / answers.count();
    }
  }
}
