package nexa.bench.ingest;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nexa.bench.Options;
import nexa.bench.ProcessFiles;
import nexa.collect.LogFileCollector;
import nexa.collect.LogFiles;
import nexa.collect.template.TemplateMiner;
import nexa.event.Batch;
import nexa.event.Event;
import nexa.heal.group.Fingerprints;
import nexa.issue.Fingerprint;

/**
 * A process that reads one log file as the daemon does, but for the store: layout, level, records, traces, and
 * of each event its fingerprint and template. Prints one line of figures and ends.
 *
 * <p>The daemon passes over records that are no errors. With {@code templates=all} their messages are put to
 * templates, too, in a second reading of the file that counts as well.
 */
public final class NexaReader {

  private static final int SILENT_MS = 20;

  private final Map<String, String> positions = new HashMap<>();
  private final TemplateMiner miner = new TemplateMiner();
  private long events;
  private long frames;
  private final Set<Fingerprint> fingerprints = new HashSet<>();

  private NexaReader() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Options options = new Options(arguments);
    Path file = Path.of(options.text("file", ""));
    NexaReader reader = new NexaReader();
    reader.read(file);
    if (options.text("templates", "events").equals("all")) {
      reader.mine(file);
    }
    System.out.printf(
        "events=%d frames=%d fingerprints=%d cpuMs=%d peakBytes=%d%n",
        reader.events, reader.frames, reader.fingerprints.size(), cpuMillis(),
        ProcessFiles.bytes(ProcessHandle.current().pid(), "VmHWM"));
  }

  /** The file appears once the collector runs, as all of a new file is news, but only the end of an old one. */
  private void read(Path file) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("nexa-ingest");
    Path link = folder.resolve("service.log");
    LogFiles files = LogFiles.at("bench", null, link.toString());
    try (LogFileCollector collector =
        new LogFileCollector(
            files, source -> Optional.ofNullable(positions.get(source)), Clock.systemUTC())) {
      collector.poll(this::take);
      Files.createLink(link, file);
      String end = ":" + Files.size(file) + ":";
      while (positions.values().stream().noneMatch(position -> position.contains(end))) {
        Map<String, String> before = Map.copyOf(positions);
        collector.poll(this::take);
        if (positions.equals(before)) {
          Thread.sleep(SILENT_MS);
        }
      }
    } finally {
      Files.deleteIfExists(link);
      Files.delete(folder);
    }
  }

  private void take(Batch batch) {
    for (Event event : batch.events()) {
      events++;
      miner.match(event.message());
      if (event.stackTrace() != null) {
        frames += event.stackTrace().frames().size();
        fingerprints.add(Fingerprints.of(event.stackTrace(), List.of()));
      }
    }
    if (batch.offset() != null) {
      positions.put(batch.offset().source(), batch.offset().position());
    }
  }

  private void mine(Path file) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        int message = line.indexOf(" : ");
        if (message > 0 && Character.isDigit(line.charAt(0))) {
          miner.match(line.substring(message + 3));
        }
      }
    }
  }

  private static long cpuMillis() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1_000_000;
  }
}
