package nexa.agent.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints a link that opens the page once, for whoever asks. */
@Command(name = "open", description = "Prints a link that opens the page once.")
final class OpenCommand implements Callable<Integer> {

  @Mixin
  private HomeOptions home = new HomeOptions();

  @Override
  public Integer call() {
    DaemonClient daemon = new DaemonClient(home.config());
    System.out.println(
        daemon.base() + daemon.post("/api/v1/links", Map.of()).path("path").asString(""));
    return ExitCode.OK;
  }
}
