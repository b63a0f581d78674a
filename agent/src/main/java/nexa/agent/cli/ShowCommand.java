package nexa.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows one issue. */
@Command(name = "show", description = "Shows one issue and its healing run.")
final class ShowCommand implements Callable<Integer> {

  @Mixin private HomeOptions home = new HomeOptions();
  @Mixin private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "ID", description = "The issue's id.")
  private String id = "";

  @Override
  public Integer call() {
    JsonNode issue = new DaemonClient(home.config()).get("/api/v1/issues/" + PathSegment.of(id));
    if (output.json()) {
      OutputOption.print(issue);
    } else {
      issue
          .properties()
          .forEach(
              field -> {
                if (field.getValue().isValueNode()) {
                  System.out.printf("%-14s %s%n", field.getKey(), field.getValue().asString(""));
                }
              });
    }
    return ExitCode.OK;
  }
}
