package nexa.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Lists the issues. */
@Command(name = "issues", description = "Lists the issues, newest first.")
final class IssuesCommand implements Callable<Integer> {

  static final int OPEN_ISSUES = 10;

  @Mixin
  private HomeOptions home = new HomeOptions();
  @Mixin
  private OutputOption output = new OutputOption();

  @Option(names = "--exit-code", description = "Exit with 10 when an issue is open.")
  private boolean exitCode;

  @Override
  public Integer call() {
    JsonNode answer = new DaemonClient(home.config()).get("/api/v1/issues");
    boolean open = false;
    for (JsonNode issue : answer.path("issues")) {
      open |= issue.path("status").asString("").equals("open");
    }
    if (output.json()) {
      OutputOption.print(answer);
    } else {
      for (JsonNode issue : answer.path("issues")) {
        System.out.printf(
            "%-12s %-9s %5d  %s%n",
            issue.path("id").asString(""),
            issue.path("status").asString(""),
            issue.path("count").asLong(0),
            issue.path("title").asString(""));
      }
    }
    return exitCode && open ? OPEN_ISSUES : ExitCode.OK;
  }
}
