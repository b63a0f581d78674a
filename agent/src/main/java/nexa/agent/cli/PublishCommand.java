package nexa.agent.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Brings a fix to its forge again. */
@Command(
    name = "publish",
    description = "Pushes and proposes a fix again that its remote or forge had refused.")
final class PublishCommand implements Callable<Integer> {

  @Mixin
  private HomeOptions home = new HomeOptions();

  @Parameters(paramLabel = "ID", description = "The fix's id.")
  private String id = "";

  @Override
  public Integer call() {
    new DaemonClient(home.config())
        .post("/api/v1/fixes/" + PathSegment.of(id) + "/publish", Map.of());
    System.out.println(id + ": on its way; nexa fix show " + id + " says how far it got");
    return ExitCode.OK;
  }
}
