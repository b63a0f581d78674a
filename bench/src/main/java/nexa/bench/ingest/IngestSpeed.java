package nexa.bench.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import nexa.bench.Options;
import nexa.bench.Samples;

/**
 * Lines a CPU second and memory of reading one large log file, Nexa's reader and rsyslog in turn, as Markdown.
 * Arguments are {@code key=value}: {@code messages}, a checkout of loghub; {@code traces}, Defects4J's {@code
 * framework/projects}; {@code lines}; {@code rounds}; {@code rsyslog}, its program.
 */
public final class IngestSpeed {

  private static final long SEED = 5;
  private static final double MEBIBYTE = 1 << 20;
  /** As the daemon is started, with the least heap that is promised to do. */
  private static final List<String> JVM =
      List.of(
          "-Xms16m", "-Xmx64m", "-XX:+UseSerialGC", "-XX:MinHeapFreeRatio=10",
          "-XX:MaxHeapFreeRatio=30", "-XX:TieredStopAtLevel=1");

  private IngestSpeed() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options = new Options(arguments);
    Path folder = Files.createTempDirectory("nexa-ingest-speed");
    try {
      LogCorpus corpus =
          LogCorpus.write(
              folder.resolve("corpus.log"), Path.of(options.text("messages", ".")),
              Path.of(options.text("traces", ".")), options.number("lines", 2_000_000), SEED);
      System.out.printf(
          Locale.ROOT, "%,d lines, %.1f MB, %,d records, %,d with a trace%n%n", corpus.lines(),
          Files.size(corpus.file()) / 1e6, corpus.records(), corpus.traces());
      Path rsyslog = Path.of(options.text("rsyslog", "/usr/sbin/rsyslogd"));
      Map<String, List<Reading>> readings = new LinkedHashMap<>();
      for (int round = 0; round < options.number("rounds", 3); round++) {
        add(readings, "rsyslog", rsyslog(rsyslog, corpus.file()));
        add(readings, "nexa", nexa(corpus.file(), "events"));
        add(readings, "nexa, a template of each record", nexa(corpus.file(), "all"));
      }
      System.out.print(table(corpus, readings));
    } finally {
      delete(folder);
    }
  }

  private static void add(Map<String, List<Reading>> readings, String name, Reading reading) {
    readings.computeIfAbsent(name, key -> new ArrayList<>()).add(reading);
  }

  /** In a folder of its own: what it writes beside the file that it watches stops its reading. */
  private static Reading rsyslog(Path program, Path file)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("nexa-ingest-rsyslog");
    try {
      return Rsyslog.read(program, file, folder);
    } finally {
      delete(folder);
    }
  }

  private static Reading nexa(Path file, String templates)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(JVM);
    command.addAll(
        List.of(
            "-cp", System.getProperty("java.class.path"), NexaReader.class.getName(),
            "file=" + file, "templates=" + templates));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("The reader ended with " + process.exitValue() + ": " + printed);
    }
    Options figures = new Options(printed.strip().split(" "));
    return new Reading(
        figures.number("events", 0), figures.number("cpuMs", 0), figures.number("peakBytes", 0));
  }

  private static String table(LogCorpus corpus, Map<String, List<Reading>> readings) {
    StringBuilder table =
        new StringBuilder("| program | lines a CPU second | of rsyslog | peak MiB | made |\n");
    table.append("|---|---|---|---|---|\n");
    List<Reading> base = readings.getOrDefault("rsyslog", List.of());
    readings.forEach(
        (name, all) -> {
          double[] ratios = new double[all.size()];
          for (int i = 0; i < ratios.length; i++) {
            ratios[i] = (double) base.get(i).cpuMillis() / all.get(i).cpuMillis();
          }
          table.append(
              String.format(
                  Locale.ROOT, "| %s | %,.0f | %.2fx | %.0f | %s |%n", name,
                  Samples.median(
                      all.stream()
                          .mapToDouble(each -> each.linesPerCpuSecond(corpus.lines()))
                          .toArray()),
                  Samples.median(ratios),
                  Samples.median(all.stream().mapToDouble(Reading::peakBytes).toArray()) / MEBIBYTE,
                  all.stream().map(each -> String.valueOf(each.records())).distinct().toList()));
        });
    return table.toString();
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      files = all.toList();
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(folder);
  }
}
