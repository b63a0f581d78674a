package nexa.bench.ingest;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A log file made of real messages (loghub's) and real traces (Defects4J's), one trace in a hundred
 * records, in Spring Boot's layout.
 *
 * @param records how many records it has
 * @param traces how many of them have a stack trace
 */
record LogCorpus(Path file, long lines, long records, long traces) {

  private static final List<String> SYSTEMS = List.of("HDFS", "Hadoop", "Spark", "Zookeeper");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");
  private static final int TRACES_MAX = 118;
  private static final int RECORDS_PER_TRACE = 100;
  private static final int THREADS = 200;
  private static final int REQUESTS = 1_000_000;

  /**
   * Writes one.
   *
   * @param messages a folder with {@code X/X_2k.log} for some systems
   * @param crashes a folder with {@code X/trigger_tests/N}
   * @param lines how many lines it has at least
   */
  static LogCorpus write(Path file, Path messages, Path crashes, long lines, long seed)
      throws IOException {
    List<String> bodies = bodies(messages);
    List<List<String>> traces = traces(crashes);
    Random random = new Random(seed);
    LocalDateTime time = LocalDateTime.of(2026, 11, 22, 0, 0);
    long written = 0;
    long records = 0;
    long withTrace = 0;
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      while (written < lines) {
        boolean crash = random.nextInt(RECORDS_PER_TRACE) == 0;
        String level = crash ? "ERROR" : random.nextInt(10) == 0 ? " WARN" : " INFO";
        out.write(
            TIME.format(time) + " " + level + " 4711 --- [exec-" + random.nextInt(THREADS)
                + "] com.example.Worker : " + bodies.get(random.nextInt(bodies.size()))
                + " request " + random.nextInt(REQUESTS) + "\n");
        written++;
        records++;
        if (crash) {
          List<String> trace = traces.get(random.nextInt(traces.size()));
          for (String line : trace) {
            out.write(line + "\n");
          }
          written += trace.size();
          withTrace++;
        }
        time = time.plusNanos(3_000_000);
      }
    }
    return new LogCorpus(file, written, records, withTrace);
  }

  /** The lines of the systems behind their date and time. */
  private static List<String> bodies(Path folder) throws IOException {
    List<String> bodies = new ArrayList<>();
    for (String system : SYSTEMS) {
      Path log = folder.resolve(system).resolve(system + "_2k.log");
      for (String line : Files.readAllLines(log)) {
        int time = line.indexOf(' ', line.indexOf(' ') + 1);
        bodies.add(line.substring(Math.max(0, time + 1)).strip());
      }
    }
    return bodies;
  }

  /** The first trace of each of some tests, in the order of their paths. */
  private static List<List<String>> traces(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(path -> String.valueOf(path.getParent()).endsWith("trigger_tests"))
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
    }
    List<List<String>> traces = new ArrayList<>();
    int step = Math.max(1, files.size() / TRACES_MAX);
    for (int i = 0; i < files.size() && traces.size() < TRACES_MAX; i += step) {
      List<String> trace = firstTrace(Files.readAllLines(files.get(i)));
      if (trace.stream().anyMatch(line -> line.startsWith("\tat "))) {
        traces.add(trace);
      }
    }
    if (traces.isEmpty()) {
      throw new IllegalArgumentException("No X/trigger_tests/N with traces in " + folder);
    }
    return traces;
  }

  private static List<String> firstTrace(List<String> lines) {
    List<String> trace = new ArrayList<>();
    for (String line : lines) {
      if (!line.startsWith("---")) {
        trace.add(line);
      } else if (!trace.isEmpty()) {
        break;
      }
    }
    return trace;
  }
}
