package nexa.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows a fix, its diff, its proof, or a mail that applies it elsewhere. */
@Command(name = "fix", description = "Shows a fix: nexa fix show|diff|evidence|patch ID.")
final class FixCommand implements Callable<Integer> {

  /** What of a fix to show. */
  enum Part {
    show,
    diff,
    evidence,
    patch
  }

  @Mixin
  private HomeOptions home = new HomeOptions();

  @Parameters(
      index = "0",
      paramLabel = "show|diff|evidence|patch",
      description = "The fix or its proof as JSON, its unified diff, or a mail for git am.")
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
