package nexa.bench.templates;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;
import nexa.collect.template.TemplateMiner;

/** How many messages a second of CPU are put to their templates, mining alone. */
final class MiningSpeed {

  /** Twice as many as there is room for, to begin with. */
  private static final int FLOOD = 20_000;

  private MiningSpeed() {}

  /** Measured first thing in the process, so that the first pass is cold. */
  static String measure(List<LabelledLog> logs, int rounds) {
    if (rounds == 0) {
      return "";
    }
    List<TemplateMiner> miners = new ArrayList<>();
    logs.forEach(log -> miners.add(new TemplateMiner()));
    long messages = logs.stream().mapToLong(log -> log.messages().size()).sum();
    double first = perSecond(MiningSpeed::processNanos, messages, () -> pass(logs, miners));
    double begin =
        perSecond(
            MiningSpeed::processNanos, messages * rounds, () -> repeat(rounds, logs, miners));
    double[] known = new double[rounds];
    double[] anew = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      known[round] = perSecond(MiningSpeed::threadNanos, messages, () -> pass(logs, miners));
      miners.replaceAll(old -> new TemplateMiner());
      anew[round] = perSecond(MiningSpeed::threadNanos, messages, () -> pass(logs, miners));
    }
    return String.format(
        Locale.ROOT,
        "%nMessages a CPU second, %,d messages a pass: %,.0f in the first pass of a new process and %,.0f in"
            + " the %d after it (CPU of the whole process, compiler included); then, by the CPU of the thread"
            + " and as medians of %d passes, %,.0f with all templates known and %,.0f from none on. A flood of"
            + " new kinds: %.1f µs a message.%n",
        messages, first, begin, rounds, rounds, median(known), median(anew), 1e6 / flood());
  }

  /** Each message begins a template of its own, and all end alike: the worst for the search. */
  private static double flood() {
    TemplateMiner miner = new TemplateMiner();
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < 2 * FLOOD; i++) {
      messages.add(word(2 * i) + " has the same words around " + word(2 * i + 1) + " and after");
    }
    messages.subList(0, FLOOD).forEach(miner::match);
    return perSecond(
        MiningSpeed::threadNanos,
        FLOOD,
        () -> messages.subList(FLOOD, 2 * FLOOD).forEach(miner::match));
  }

  /** Letters that are no number in any notation. */
  private static String word(int number) {
    StringBuilder word = new StringBuilder("w");
    for (int rest = number; rest > 0; rest /= 20) {
      word.append((char) ('g' + rest % 20));
    }
    return word.toString();
  }

  private static void repeat(int rounds, List<LabelledLog> logs, List<TemplateMiner> miners) {
    for (int round = 0; round < rounds; round++) {
      pass(logs, miners);
    }
  }

  private static void pass(List<LabelledLog> logs, List<TemplateMiner> miners) {
    for (int i = 0; i < logs.size(); i++) {
      TemplateMiner miner = miners.get(i);
      for (String message : logs.get(i).messages()) {
        miner.match(message);
      }
    }
  }

  private static double perSecond(LongSupplier clock, long messages, Runnable work) {
    long before = clock.getAsLong();
    work.run();
    return messages * 1e9 / (clock.getAsLong() - before);
  }

  private static long threadNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long processNanos() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
