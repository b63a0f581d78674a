package nexa.bench.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import nexa.bench.ProcessFiles;

/** rsyslog in the foreground, which joins the lines of one file to records and writes them to another. */
final class Rsyslog {

  private static final long POLL_MS = 200;
  private static final int QUIET_POLLS = 10;
  private static final long READ_MS_MAX = 60_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private Rsyslog() {}

  /** What it took; it keeps the last record back for it cannot know that it has ended. */
  static Reading read(Path program, Path file, Path folder)
      throws IOException, InterruptedException {
    Path out = folder.resolve("rsyslog.out");
    Path configuration = folder.resolve("rsyslog.conf");
    Files.writeString(configuration, configuration(file, out, folder));
    Process process =
        new ProcessBuilder(
            program.toString(), "-n", "-f", configuration.toString(), "-i",
            folder.resolve("rsyslog.pid").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("rsyslog.log").toFile())
            .start();
    try {
      long cpu = waitFor(process, out, Files.size(file));
      return new Reading(records(out), cpu, ProcessFiles.bytes(process.pid(), "VmHWM"));
    } finally {
      process.destroy();
      process.waitFor(10, TimeUnit.SECONDS);
      process.destroyForcibly();
    }
  }

  private static String configuration(Path file, Path out, Path folder) {
    return """
        global(workDirectory="%s" maxMessageSize="64k")
        module(load="imfile" mode="inotify")
        template(name="raw" type="string" string="%%msg%%\\n")
        ruleset(name="out") {
          action(type="omfile" file="%s" template="raw" asyncWriting="on" ioBufferSize="256k")
        }
        input(type="imfile" file="%s" tag="bench" ruleset="out" readTimeout="2" escapeLF="on"
              startmsg.regex="^[0-9]{4}-[0-9]{2}-[0-9]{2} ")
        """
        .formatted(folder, out, file);
  }

  /** Until the output is about as long as the input and grows no more; the CPU time in milliseconds. */
  private static long waitFor(Process process, Path out, long bytes)
      throws IOException, InterruptedException {
    long size = -1;
    long cpu = 0;
    long waited = 0;
    for (int quiet = 0; quiet < QUIET_POLLS; waited += POLL_MS) {
      if (!process.isAlive() || size < bytes / 2 && waited > READ_MS_MAX) {
        throw new IOException("rsyslog did not read on after " + size + " bytes of output");
      }
      Thread.sleep(POLL_MS);
      long now = Files.exists(out) ? Files.size(out) : 0;
      quiet = now > bytes / 2 && now == size ? quiet + 1 : 0;
      cpu = quiet == 0 ? ProcessFiles.cpuNanos(process.pid()) / NANOS_PER_MILLI : cpu;
      size = now;
    }
    return cpu;
  }

  private static long records(Path out) throws IOException {
    try (Stream<String> lines = Files.lines(out)) {
      return lines.count();
    }
  }
}
