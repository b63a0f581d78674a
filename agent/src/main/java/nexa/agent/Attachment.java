package nexa.agent;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A running JVM the javaagent is loaded into. One in a container gets jar and token through the
 * root of its process, when it shares this host's network; else it could not reach the daemon.
 */
public final class Attachment {

  /** The property by which a JVM says that the agent runs in it, and which version. */
  private static final String STARTED = "nexa.agent.started";

  private static final String OFF = "-XX:+DisableAttachMechanism";

  private final long pid;
  private final Path proc;

  /** The JVM cannot be attached to; the message says what to do. */
  public static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String reason) {
      super(reason);
    }
  }

  /**
   * Names a process.
   *
   * @throws Refused when it is not there, is another user's, or lets nothing attach
   */
  public Attachment(long pid) {
    this.pid = pid;
    this.proc = Path.of("/proc", Long.toString(pid));
    ProcessHandle process =
        ProcessHandle.of(pid).orElseThrow(() -> new Refused("No process " + pid + "."));
    String owner = process.info().user().orElse("");
    String self = ProcessHandle.current().info().user().orElse(owner);
    if (!owner.isEmpty() && !owner.equals(self) && !self.equals("root")) {
      throw new Refused(
          "Process " + pid + " is " + owner + "'s; attach as that user: sudo -u " + owner);
    }
    if (arguments().contains(OFF)) {
      throw new Refused(
          "Process " + pid + " runs with " + OFF + "; restart it with -javaagent instead.");
    }
  }

  /**
   * Loads the agent, unless it is there.
   *
   * @param options the agent's options but for its token
   * @return the version that was running already, or null
   */
  public @Nullable String load(Path jar, Path token, String options) {
    VirtualMachine vm = connect();
    try {
      String running = vm.getSystemProperties().getProperty(STARTED);
      if (running != null) {
        return running;
      }
      boolean contained = isContained();
      Path theirJar = contained ? copy(jar) : jar.toAbsolutePath();
      Path theirToken = contained ? copy(token) : token.toAbsolutePath();
      vm.loadAgent(theirJar.toString(), options + ",token=" + theirToken);
      if (vm.getSystemProperties().getProperty(STARTED) == null) {
        throw new Refused("The agent did not start; process " + pid + " says why on its stderr.");
      }
      return null;
    } catch (AgentLoadException | AgentInitializationException e) {
      throw new Refused("Process " + pid + " does not load the agent: " + e.getMessage());
    } catch (IOException e) {
      throw new Refused("Lost process " + pid + " while attaching: " + e.getMessage());
    } finally {
      detach(vm);
    }
  }

  /** Whether the JVM would not start again with an agent, as its cache was made without one. */
  public boolean cacheForbidsAgent() {
    List<String> arguments = arguments();
    return arguments.contains("-XX:AOTMode=on")
        && arguments.stream().noneMatch(argument -> argument.contains("java.instrument"));
  }

  private VirtualMachine connect() {
    try {
      return VirtualMachine.attach(Long.toString(pid));
    } catch (AttachNotSupportedException e) { // whose message holds the whole command line
      throw new Refused("Process " + pid + " is no JVM, or one that does not answer.");
    } catch (IOException e) {
      throw new Refused(
          "Cannot attach to process " + pid + ", is it another user's? " + e.getMessage());
    }
  }

  private static void detach(VirtualMachine vm) {
    try {
      vm.detach();
    } catch (IOException e) {
      throw new Refused("The agent is loaded, but the connection broke: " + e.getMessage());
    }
  }

  private boolean isContained() throws IOException {
    if (same("mnt")) {
      return false;
    }
    if (!same("net")) {
      throw new Refused(
          "Process " + pid + " is in a container with a network of its own, from which the agent"
              + " cannot reach the daemon on 127.0.0.1; run the container with --network host.");
    }
    return true;
  }

  private boolean same(String namespace) throws IOException {
    Path own = Path.of("/proc/self/ns", namespace);
    return !Files.exists(own, LinkOption.NOFOLLOW_LINKS)
        || Files.readSymbolicLink(own)
            .equals(Files.readSymbolicLink(proc.resolve("ns").resolve(namespace)));
  }

  /** Copies a file into the process's own temporary folder; its path there. */
  private Path copy(Path file) throws IOException {
    Path theirs = Path.of("/tmp", "nexa-" + pid + "-" + file.getFileName());
    Path here = proc.resolve("root").resolve("tmp").resolve(String.valueOf(theirs.getFileName()));
    Path fresh = Files.createTempFile(here.getParent(), "nexa", null); // never through a link
    Files.copy(file, fresh, StandardCopyOption.REPLACE_EXISTING);
    Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
    Files.setOwner(fresh, Files.getOwner(proc));
    Files.move(fresh, here, StandardCopyOption.REPLACE_EXISTING);
    return theirs;
  }

  private List<String> arguments() {
    try {
      String line = Files.readString(proc.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      return List.of(line.split("\0"));
    } catch (IOException e) { // no /proc here, or not ours to read: attaching will say
      return List.of();
    }
  }
}
