package nexa.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows one issue. */
@Command(name = "show", description = "Shows one issue and its healing run.")
final class ShowCommand implements Callable<Integer> {

  @Mixin
  private HomeOptions home = new HomeOptions();
  @Mixin
  private OutputOption output = new OutputOption();

  @Parameters(paramLabel = "ID", description = "The issue's id.")
  private String id = "";

  @Override
  public Integer call() {
    String path = "/api/v1/issues/" + PathSegment.of(id);
    JsonNode issue = new DaemonClient(home.config()).get(path);
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
      if (issue.path("unauthenticated").asBoolean(false)) {
        System.out.printf(
            "%-14s only senders that showed no key: a fix is proposed at most, never swapped in%n",
            "told by");
      }
      for (JsonNode template : issue.path("templates")) {
        System.out.printf(
            "%-14s %s (seen %d times)%n", "message", template.path("text").asString(""),
            template.path("count").asLong(0));
      }
    }
    return ExitCode.OK;
  }
}
