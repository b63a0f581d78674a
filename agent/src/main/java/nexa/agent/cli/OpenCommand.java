package nexa.agent.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import nexa.agent.config.Config;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the page's one-time link. */
@Command(name = "open", description = "Prints the link that opens the page.")
final class OpenCommand implements Callable<Integer> {

  @Mixin
  private HomeOptions home = new HomeOptions();

  @Override
  public Integer call() {
    Config config = home.config();
    DaemonClient daemon = new DaemonClient(config);
    daemon.text("/healthz");
    Path key = config.home().resolve("page-key");
    try {
      System.out.println(daemon.base() + "/?key=" + Files.readString(key).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + key, e);
    }
    return ExitCode.OK;
  }
}
