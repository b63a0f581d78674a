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

/** The watched service while it runs, the daemon that its agent ships to, and what was measured. */
final class WatchedShop implements AutoCloseable {

  private static final int CONNECTIONS = 4;
  private static final double MB = 1 << 20;
  private static final List<String> LIBRARIES =
      List.of("jetty", "logback", "slf4j-api", "servlet-api");

  private final Variant variant;
  private final Map<Measure, Double> sample = new EnumMap<>(Measure.class);
  private final SinkDaemon daemon;
  private final WatchedProcess process;
  private final Load load;
  private long requests = 1;
  private long failures;

  private WatchedShop(
      Variant variant, SinkDaemon daemon, WatchedProcess process, int port) {
    this.variant = variant;
    this.daemon = daemon;
    this.process = process;
    this.load = new Load(port, CONNECTIONS);
  }

  /** Starts it, waits for its first answer and measures that. */
  static WatchedShop start(Jdk jdk, Variant variant, AgentJars jars)
      throws IOException, InterruptedException {
    SinkDaemon daemon = new SinkDaemon();
    WatchedProcess process = null;
    try {
      long begin = System.nanoTime();
      List<String> flags = variant.flags(jars, daemon.port());
      process = WatchedProcess.start(jdk, flags, classPath(), Shop.class);
      int port = Integer.parseInt(process.said("port"));
      WatchedShop shop = new WatchedShop(variant, daemon, process, port);
      shop.answered(new Load(port, 1).requests("/ok", 1), begin);
      return shop;
    } catch (IOException | InterruptedException | RuntimeException e) {
      daemon.close();
      if (process != null) {
        process.close();
      }
      throw e;
    }
  }

  /** How long the agent takes before {@code main} of a program that does nothing. */
  static double premainMs(Jdk jdk, Variant variant, AgentJars jars)
      throws IOException, InterruptedException {
    try (SinkDaemon daemon = new SinkDaemon()) {
      List<String> timed = new ArrayList<>();
      timed.add("-javaagent:" + jars.clock());
      timed.addAll(variant.flags(jars, daemon.port()));
      timed.add("-javaagent:" + jars.clock());
      try (WatchedProcess idle = WatchedProcess.start(jdk, timed, classPath(), Idle.class)) {
        return Long.parseLong(idle.said("premain")) / 1e6;
      }
    }
  }

  /** The workload's classes and libraries, nothing of what watches it. */
  static String classPath() {
    String own = new File(Shop.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .getAbsolutePath();
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> LIBRARIES.stream().anyMatch(new File(entry).getName()::contains))
        .collect(Collectors.joining(File.pathSeparator, own + File.pathSeparator, ""));
  }

  private void answered(Load.Answers first, long begin) throws IOException {
    sample.put(Measure.START_CPU, process.cpuNanos() / 1e6);
    sample.put(Measure.START_WALL, (System.nanoTime() - begin) / 1e6);
    sample.put(Measure.FIRST_RSS, process.residentBytes() / MB);
    if (first.failed() > 0 || first.unanswered() > 0) {
      throw new IOException("The shop does not answer: " + process.output());
    }
  }

  Variant variant() {
    return variant;
  }

  /** What was measured until now. */
  Map<Measure, Double> sample() {
    return sample;
  }

  /** Requests that nothing is measured of. */
  void requests(String path, int count) throws IOException, InterruptedException {
    count(load.requests(path, count));
  }

  /** What requests cost, as fast as they are answered. */
  Cost closed(String path, double seconds) throws IOException, InterruptedException {
    return cost(() -> load.closed(path, seconds));
  }

  /** What requests cost at a fixed rate. */
  Cost paced(String path, double seconds, double perSecond)
      throws IOException, InterruptedException {
    return cost(() -> load.paced(path, seconds, perSecond));
  }

  /** Events that the daemon has until now. */
  long events() {
    return daemon.counts().events();
  }

  /** Measures the time in hooks of all requests until now, as the agent samples it. */
  void measureHooks() throws InterruptedException {
    if (variant.ships()) {
      sample.put(Measure.HOOKS, hookMicros() / requests);
    }
  }

  /** The time in all hooks until now, as the agent's next status says; 0 without our agent. */
  double hookMicros() throws InterruptedException {
    return variant.ships()
        ? daemon.nextStatus().path("overhead").path("hookMs").asDouble() * 1e3
        : 0;
  }

  /** Measures what it holds when it is warm. */
  void measureMemory() throws IOException, InterruptedException {
    sample.put(Measure.WARM_RSS, process.residentBytes() / MB);
    WatchedProcess.Inside inside = process.inside();
    sample.put(Measure.HEAP, inside.heapBytes() / MB);
    sample.put(Measure.METASPACE, inside.metaspaceBytes() / MB);
    sample.put(Measure.THREADS, (double) inside.threads());
  }

  /** Measures what all failures together left at the daemon. */
  void measureEvents() {
    SinkDaemon.Counts counts = daemon.counts();
    sample.put(Measure.FAILURES, (double) failures);
    sample.put(Measure.EVENTS, (double) counts.events());
    sample.put(Measure.SNAPSHOTS, (double) counts.snapshots());
    sample.put(Measure.SNAPSHOT_BYTES, (double) counts.snapshotBytesMax());
    sample.put(Measure.AGENT_ERRORS, (double) counts.errors());
  }

  private void count(Load.Answers answers) {
    requests += answers.count();
    failures += answers.failed();
  }

  private Cost cost(Phase phase) throws IOException, InterruptedException {
    long whole = process.cpuNanos();
    long application = process.cpuNanos(Shop.THREADS);
    Load.Answers answers = phase.run();
    count(answers);
    return new Cost(
        answers.count(),
        answers.seconds(),
        process.cpuNanos(Shop.THREADS) - application,
        process.cpuNanos() - whole,
        answers);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    try {
      process.close();
    } finally {
      daemon.close();
    }
  }

  /** Load for a while. */
  private interface Phase {
    Load.Answers run() throws IOException, InterruptedException;
  }

  /**
   * What requests took of the service.
   *
   * @param last the answers of the last part, for their latencies
   */
  record Cost(
      long count, double seconds, long applicationNanos, long processNanos, Load.Answers last) {

    Cost and(Cost more) {
      return new Cost(
          count + more.count,
          seconds + more.seconds,
          applicationNanos + more.applicationNanos,
          processNanos + more.processNanos,
          more.last);
    }

    double applicationMicros() {
      return applicationNanos / 1e3 / count;
    }

    double processMicros() {
      return processNanos / 1e3 / count;
    }

    double perSecond() {
      return count / seconds;
    }
  }
}
