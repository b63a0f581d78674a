package nexa.javaagent.guard;

import java.io.File;
import org.jspecify.annotations.Nullable;

/**
 * Turns the agent off for as long as one of three things holds: a file exists, a file with this
 * process's number exists in the temporary directory, or the daemon says so. Any thread may ask.
 */
public final class KillSwitch {

  private final File file;
  private final File signal;
  private volatile boolean daemon;

  /**
   * Creates a switch.
   *
   * @param file the file that turns the agent off
   * @param folder where {@code nexa-agent-off.<pid>} does
   */
  public KillSwitch(File file, File folder, long pid) {
    this.file = file;
    this.signal = new File(folder, "nexa-agent-off." + pid);
  }

  /** The daemon was heard. */
  public void daemon(boolean paused) {
    daemon = paused;
  }

  /** What turns the agent off: {@code file}, {@code signal} or {@code daemon}; null while nothing does. */
  public @Nullable String reason() {
    if (file.exists()) {
      return "file";
    }
    if (signal.exists()) {
      return "signal";
    }
    return daemon ? "daemon" : null;
  }
}
