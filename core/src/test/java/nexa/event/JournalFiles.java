package nexa.event;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Journal files that systemd's own tool writes, of entries made up here. */
public final class JournalFiles {

  private static final Path WRITER = Path.of("/lib/systemd/systemd-journal-remote");
  private static final Path READER = Path.of("/usr/bin/journalctl");

  private final Path folder;
  private long entries;

  /**
   * @param folder of the files, which is there
   */
  public JournalFiles(Path folder) {
    this.folder = folder;
  }

  /** Whether this host can write such files and read them. */
  public static boolean areSupported() {
    return Files.isExecutable(WRITER) && Files.isExecutable(READER);
  }

  /** An entry in the export format, of a line that a unit printed. */
  public String entry(String unit, String stream, String message) {
    entries++;
    return "__REALTIME_TIMESTAMP=" + (1_795_862_432_500_000L + entries) + "\n__MONOTONIC_TIMESTAMP="
        + entries
        + "\n_BOOT_ID=0123456789abcdef0123456789abcdef\n_MACHINE_ID=0123456789abcdef0123456789abcdef\n"
        + "PRIORITY=6\n_SYSTEMD_UNIT=" + unit + "\n_STREAM_ID=" + stream
        + "\n_PID=42\n_TRANSPORT=stdout\nMESSAGE=" + message + "\n\n";
  }

  /** Writes one more file, which holds the entries. */
  public void write(String... more) throws IOException, InterruptedException {
    Path export = Files.createTempFile("nexa", ".export");
    Path said = Files.createTempFile("nexa", ".log");
    try {
      Files.writeString(export, String.join("", more));
      Process writer =
          new ProcessBuilder(
              WRITER.toString(), "-o", folder.resolve(entries + ".journal").toString(),
              export.toString())
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      if (writer.waitFor() != 0) {
        throw new IOException("No journal was written: " + Files.readString(said));
      }
    } finally {
      Files.delete(export);
      Files.delete(said);
    }
  }
}
