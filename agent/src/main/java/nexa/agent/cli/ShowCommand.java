package nexa.agent.cli;

import java.util.concurrent.Callable;
import nexa.event.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows one issue. */
@Command(name = "show", description = "Shows one issue and its healing run.")
final class ShowCommand implements Callable<Integer> {

  private static final int FRAMES_MAX = 20;
  private static final int LINE_MAX = 2_000;

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
      issue.properties().forEach(field -> print(field.getKey(), field.getValue()));
      if (issue.path("unauthenticated").asBoolean(false)) {
        System.out.printf(
            "%-14s only senders that showed no key: a fix is proposed at most, never swapped in%n",
            "told by");
      }
      for (JsonNode template : issue.path("templates")) {
        System.out.printf(
            "%-14s %s (%d such messages, of any service)%n", "message",
            template.path("text").asString(""),
            template.path("count").asLong(0));
      }
      for (JsonNode fix : issue.path("fixes")) {
        String reason = OneLine.of(fix.path("reason").asString(""), LINE_MAX);
        System.out.printf(
            "%-14s %s %s%s%n", "fix", fix.path("id").asString(""),
            fix.path("status").asString(""), reason.isEmpty() ? "" : ": " + reason);
      }
      String caption = "";
      for (JsonNode trace : issue.path("traces")) {
        printTrace(caption, trace);
        caption = "Caused by: ";
      }
    }
    return ExitCode.OK;
  }

  /** A value, and each of a list of words; what is not known is left out. */
  private static void print(String name, JsonNode value) {
    if (value.isArray()) {
      value.valueStream().filter(JsonNode::isString).forEach(each -> print(name, each));
    } else if (value.isValueNode() && !value.isNull()) {
      System.out.printf("%-14s %s%n", name, OneLine.of(value.asString(""), LINE_MAX));
    }
  }

  /** A throwable and its first frames, as a trace is printed; the service's own are marked. */
  private static void printTrace(String caption, JsonNode trace) {
    String message = trace.path("message").asString("");
    System.out.printf(
        "%n%s%s%s%n", caption, trace.path("exceptionType").asString(""),
        message.isEmpty() ? "" : ": " + OneLine.of(message, LINE_MAX));
    trace.path("frames").valueStream().limit(FRAMES_MAX).forEach(
        frame -> System.out.printf(
            "  %s %s.%s(%s:%d)%n", frame.path("inApp").asBoolean(false) ? ">" : " ",
            frame.path("className").asString(""), frame.path("method").asString(""),
            frame.path("file").asString("?"), frame.path("line").asInt(0)));
    int more = trace.path("frames").size() - FRAMES_MAX;
    if (more > 0) {
      System.out.printf("    ... %d more frames; -o json has them%n", more);
    }
  }
}
