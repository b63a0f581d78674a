package nexa.javaagent.guard;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Turns the agent off for as long as one of three things holds: a file exists, a file with this
 * process's number exists in the temporary directory, or the daemon says so. Anybody can write into
 * that directory, so the file there has to be this process's user's or root's. Any thread may ask.
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
    if (signal.exists() && Owner.isTrusted(signal)) {
      return "signal";
    }
    return daemon ? "daemon" : null;
  }

  /** Tells whose a file is; apart, because most JVMs never need to know. */
  private static final class Owner {
    private static final File PROCESS = new File("/proc/self");

    static boolean isTrusted(File file) {
      try { // of a link itself, which anybody may point at a file of root's
        UserPrincipal owner = Files.getOwner(file.toPath(), LinkOption.NOFOLLOW_LINKS);
        String name = owner.getName();
        return name.equals("root") || name.equals("0") || owner.equals(ours(file.toPath()));
      } catch (IOException | UnsupportedOperationException e) { // gone, or nobody knows whose
        return false;
      }
    }

    private static UserPrincipal ours(Path file) throws IOException {
      if (PROCESS.exists()) {
        return Files.getOwner(Paths.get(PROCESS.getPath()));
      }
      return file.getFileSystem()
          .getUserPrincipalLookupService()
          .lookupPrincipalByName(System.getProperty("user.name", ""));
    }
  }
}
