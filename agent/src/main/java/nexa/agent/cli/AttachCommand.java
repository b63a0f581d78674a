package nexa.agent.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import nexa.agent.Attachment;
import nexa.agent.Installation;
import nexa.agent.Version;
import nexa.agent.config.Config;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Loads the javaagent into a JVM that runs. */
@Command(name = "attach", description = "Loads the javaagent into a running JVM.")
final class AttachCommand implements Callable<Integer> {

  @Mixin
  private HomeOptions home = new HomeOptions();

  @Parameters(paramLabel = "PID", description = "The JVM's process.")
  private long pid;

  @Option(names = "--service", paramLabel = "NAME", description = "The service it runs.")
  private @Nullable String service;

  @Option(
      names = "--inapp",
      paramLabel = "PACKAGES",
      description = "The application's own packages, ';' between them.")
  private @Nullable String inApp;

  @Option(names = "--release", paramLabel = "COMMIT", description = "The commit it was built from.")
  private @Nullable String release;

  @Option(
      names = "--option",
      paramLabel = "KEY=VALUE",
      description = "Another option of the agent; may be repeated.")
  private List<String> more = List.of();

  @Override
  public Integer call() {
    Config config = home.config();
    Path token = config.home().resolve("agent-token");
    if (!Files.exists(token)) {
      throw new CommandFailure(
          ExitCode.NO_DAEMON, "No " + token + "; start the daemon first: nexa up");
    }
    Path jar = Installation.find().agentJar();
    Attachment attachment = new Attachment(pid);
    String running = attachment.load(jar, token, options(config));
    if (running != null) {
      System.out.println("Version " + running + " of the agent runs in " + pid + " already"
          + (running.equals(Version.current()) ? "." : "; this is " + Version.current() + "."));
      return ExitCode.OK;
    }
    System.out.println("The agent runs in " + pid + "; for the next start: -javaagent:" + jar);
    if (attachment.cacheForbidsAgent()) {
      System.out.println("Not with its AOT cache: -XX:AOTMode=on then refuses to start. Record,"
          + " create and run the cache with --add-modules=java.instrument first.");
    }
    return ExitCode.OK;
  }

  private String options(Config config) {
    List<String> options = new ArrayList<>();
    options.add("daemon=127.0.0.1:" + config.port());
    add(options, "service", service);
    add(options, "inapp", inApp);
    add(options, "release", release);
    for (String option : more) {
      int equals = option.indexOf('=');
      if (equals < 1) {
        throw new CommandFailure(ExitCode.USAGE, "--option needs KEY=VALUE, not " + option);
      }
      add(options, option.substring(0, equals), option.substring(equals + 1));
    }
    return String.join(",", options);
  }

  private static void add(List<String> options, String key, @Nullable String value) {
    if (value == null) {
      return;
    }
    if (value.indexOf(',') >= 0) {
      throw new CommandFailure(ExitCode.USAGE, key + " must not hold a comma: " + value);
    }
    options.add(key + "=" + value);
  }
}
