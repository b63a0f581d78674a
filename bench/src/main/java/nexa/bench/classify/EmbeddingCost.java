package nexa.bench.classify;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import nexa.bench.Options;
import nexa.bench.ProcessFiles;
import nexa.bench.Samples;
import nexa.event.StackTrace;
import nexa.heal.recall.OnnxEmbedder;

/** What the embedding model takes: CPU of the whole process and of the calling thread, and memory. */
public final class EmbeddingCost {

  private static final int WARM_UP = 20;
  private static final int FRAMES = 8;
  private static final double MEBIBYTE = 1 << 20;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private EmbeddingCost() {}

  /**
   * @param arguments {@code state=} the folder that keeps the unpacked model; a new one when absent, so
   *     that the model is unpacked, too
   */
  public static void main(String[] arguments) throws IOException {
    String state = new Options(arguments).text("state", "");
    Path folder = state.isEmpty() ? Files.createTempDirectory("nexa-embedding") : Path.of(state);
    List<String> texts = texts();
    long before = resident();
    try (OnnxEmbedder embedder = new OnnxEmbedder(folder)) {
      System.out.println(row("first", embedder, texts.subList(0, 1)));
      texts.subList(0, WARM_UP).forEach(embedder::embed);
      System.out.println(row("labelled", embedder, texts));
      System.out.println(
          row("longest", embedder, Collections.nCopies(WARM_UP, String.join(" ", texts))));
      System.out.printf(Locale.ROOT, "added MiB: %.0f%n", (resident() - before) / MEBIBYTE);
    }
  }

  private static String row(String name, OnnxEmbedder embedder, List<String> texts) {
    double[] millis = new double[texts.size()];
    long process = PROCESS.getProcessCpuTime();
    for (int i = 0; i < millis.length; i++) {
      long thread = THREADS.getCurrentThreadCpuTime();
      embedder.embed(texts.get(i));
      millis[i] = (THREADS.getCurrentThreadCpuTime() - thread) / 1e6;
    }
    double mean = (PROCESS.getProcessCpuTime() - process) / 1e6 / millis.length;
    Arrays.sort(millis);
    return String.format(
        Locale.ROOT,
        "%s: texts=%d characters=%.0f CPU ms mean=%.1f, of the calling thread median=%.1f p99=%.1f",
        name, millis.length, texts.stream().mapToInt(String::length).average().orElse(0), mean,
        Samples.median(millis), millis[millis.length * 99 / 100]);
  }

  /** What is resident once the heap's garbage is gone, in bytes. */
  private static long resident() throws IOException {
    System.gc();
    return ProcessFiles.bytes(ProcessHandle.current().pid(), "VmRSS");
  }

  private static List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    for (LabelledEvent each : LabelledSet.resource(ClassifierFigures.SET)) {
      StringBuilder text = new StringBuilder(each.event().message());
      StackTrace trace = each.event().stackTrace();
      if (trace != null) {
        trace.frames().stream().limit(FRAMES).forEach(frame -> text.append('\n').append(frame));
      }
      texts.add(text.toString());
    }
    return texts;
  }
}
