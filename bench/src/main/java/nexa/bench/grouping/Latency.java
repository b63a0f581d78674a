package nexa.bench.grouping;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.heal.group.CrashGroups;
import nexa.heal.group.Embedding;
import nexa.heal.group.Fingerprints;
import nexa.heal.group.Weights;
import nexa.issue.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * How long a decision takes among as many groups as are held at most, over made-up crashes of one large
 * service. The groups' vectors are random, as making them takes minutes; those of the crashes that are
 * timed are the model's.
 */
final class Latency {

  private static final int GROUPS = 10_000;
  private static final int DECISIONS = 500;
  private static final int WARM_UP = 300;
  private static final int CLASSES = 800;
  private static final int METHODS = 12;
  private static final List<String> IN_APP = List.of("com.example.");
  private static final List<String> WORDS =
      List.of(
          "Order", "Cart", "Price", "Stock", "Invoice", "User", "Mail", "Search", "Report", "Tax",
          "Ship", "Queue", "Cache", "Token", "Rule", "Audit", "Import", "Export", "Load", "Plan");

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Random random = new Random(7);
  private final @Nullable Embedding model;

  /**
   * @param model null to measure without vectors
   */
  Latency(@Nullable Embedding model) {
    this.model = model;
  }

  /** Exact hits, and new fingerprints. */
  String rows() {
    boolean[] filling = {true};
    CrashGroups groups =
        model == null
            ? new CrashGroups(IN_APP, null, Weights.SHIPPED)
            : new CrashGroups(IN_APP, switching(filling), Weights.WITH_MEANING);
    long before = usedBytes();
    List<StackTrace> known = new ArrayList<>();
    for (int i = 0; i < GROUPS; i++) {
      StackTrace trace = crash();
      if (known.size() < DECISIONS + WARM_UP) {
        known.add(trace);
      }
      groups.add("SERVICE-" + i, fingerprint(trace), trace);
    }
    long held = usedBytes() - before;
    filling[0] = false;
    String name = model == null ? "without vectors" : "with vectors";
    return row("exact hit, " + name, groups, known)
        + row("new fingerprint, " + name, groups, fresh())
        + String.format(Locale.ROOT,
            "| heap of %d groups, %s | %.1f MB | | | |%n",
            GROUPS, name, held / 1e6);
  }

  private List<StackTrace> fresh() {
    List<StackTrace> fresh = new ArrayList<>();
    for (int i = 0; i < DECISIONS + WARM_UP; i++) {
      fresh.add(crash());
    }
    return fresh;
  }

  private static String row(String name, CrashGroups groups, List<StackTrace> traces) {
    double[] wall = new double[DECISIONS];
    double[] cpu = new double[DECISIONS];
    for (int i = 0; i < DECISIONS + WARM_UP; i++) {
      StackTrace trace = traces.get(i);
      Fingerprint fingerprint = fingerprint(trace);
      long start = System.nanoTime();
      long cpuStart = THREADS.getCurrentThreadCpuTime();
      groups.place(trace, fingerprint);
      if (i >= WARM_UP) {
        cpu[i - WARM_UP] = (THREADS.getCurrentThreadCpuTime() - cpuStart) / 1e3;
        wall[i - WARM_UP] = (System.nanoTime() - start) / 1e3;
      }
    }
    return String.format(
        Locale.ROOT, "| %s | %.1f | %.1f | %.1f | %.1f |%n", name, at(cpu, 50), at(cpu, 99),
        at(wall, 50), at(wall, 99));
  }

  private static double at(double[] values, int percent) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length * percent / 100];
  }

  private Embedding switching(boolean[] filling) {
    return new Embedding() {
      @Override
      public float @Nullable [] embed(String text) {
        if (!filling[0] && model != null) {
          return model.embed(text);
        }
        float[] vector = new float[384];
        for (int i = 0; i < vector.length; i++) {
          vector[i] = (float) random.nextGaussian();
        }
        return vector;
      }

      @Override
      public String model() {
        return "random";
      }
    };
  }

  private static Fingerprint fingerprint(StackTrace trace) {
    return Fingerprints.of(trace, IN_APP);
  }

  /** 8 to 40 frames: some of many entry points, then any of the service's methods, a few far more often. */
  private StackTrace crash() {
    List<Frame> frames = new ArrayList<>();
    int depth = 8 + random.nextInt(33);
    for (int i = 0; i < depth; i++) {
      double skewed = random.nextDouble() * random.nextDouble() * random.nextDouble();
      frames.add(frame((int) (skewed * CLASSES), random.nextInt(METHODS)));
    }
    for (int i = 0; i < 20; i++) {
      frames.add(new Frame("org.springframework.web.Chain" + i, "doFilter", null, 1));
    }
    String type = "java.lang." + WORDS.get(random.nextInt(WORDS.size())) + "Exception";
    return new StackTrace(type, message(), frames, null, List.of());
  }

  private @Nullable String message() {
    return random.nextInt(3) == 0 ? null : word() + " of " + word() + " not " + word();
  }

  private static Frame frame(int type, int method) {
    String name =
        WORDS.get(type % WORDS.size()) + WORDS.get(type / WORDS.size() % WORDS.size()) + "Service";
    return new Frame(
        "com.example.part" + type / 100 + "." + name,
        "run" + WORDS.get(method) + WORDS.get((method + type) % WORDS.size()), null, 1);
  }

  private String word() {
    return WORDS.get(random.nextInt(WORDS.size()));
  }

  private static long usedBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
