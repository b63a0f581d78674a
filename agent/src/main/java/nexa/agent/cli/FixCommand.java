package nexa.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows a fix, its diff or its proof. */
@Command(name = "fix", description = "Shows a fix: nexa fix show|diff|evidence ID.")
final class FixCommand implements Callable<Integer> {

  /** What of a fix to show. */
  enum Part {
    show,
    diff,
    evidence
  }

  @Mixin
  private HomeOptions home = new HomeOptions();

  @Parameters(
      index = "0",
      paramLabel = "show|diff|evidence",
      description = "The fix or its proof as JSON, or its unified diff.")
  private Part part = Part.show;

  @Parameters(index = "1", paramLabel = "ID", description = "The fix's id.")
  private String id = "";

  @Override
  public Integer call() {
    String path = "/api/v1/fixes/" + PathSegment.of(id);
    System.out.println(
        new DaemonClient(home.config())
            .text(part == Part.show ? path : path + "/" + part.name()));
    return ExitCode.OK;
  }
}
