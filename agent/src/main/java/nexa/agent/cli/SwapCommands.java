package nexa.agent.cli;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Put a fix into the running JVMs, and take it out again. */
final class SwapCommands {

  private SwapCommands() {}

  /** Swaps a fix in. */
  @Command(
      name = "apply",
      description = "Swaps an approved fix into the running JVMs, as after a restart without it.")
  static final class Apply extends Swap {
    Apply() {
      super("apply", "swapped in");
    }
  }

  /** Takes a fix out. */
  @Command(name = "rollback", description = "Takes a fix out of all running JVMs.")
  static final class Rollback extends Swap {
    Rollback() {
      super("rollback", "rolled back");
    }
  }

  /** What both share: the JVMs are asked one after the other. */
  abstract static sealed class Swap implements Callable<Integer> {

    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final String verb;
    private final String done;
    @Mixin
    private HomeOptions home = new HomeOptions();
    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(paramLabel = "ID", description = "The fix's id.")
    private String id = "";

    Swap(String verb, String done) {
      this.verb = verb;
      this.done = done;
    }

    @Override
    public Integer call() {
      JsonNode answer =
          new DaemonClient(home.config())
              .post("/api/v1/fixes/" + PathSegment.of(id) + "/" + verb, Map.of(), TIMEOUT);
      if (output.json()) {
        OutputOption.print(answer);
      } else {
        print(answer);
      }
      boolean all = answer.path("jvms").valueStream().allMatch(jvm -> jvm.path("refusal").isNull());
      return all && !answer.path("jvms").isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private void print(JsonNode answer) {
      for (JsonNode jvm : answer.path("jvms")) {
        String refusal = jvm.path("refusal").asString("");
        System.out.println(
            "process " + jvm.path("pid").asLong(0) + ": "
                + (refusal.isEmpty() ? done : "refused: " + refusal));
      }
      if (answer.path("jvms").isEmpty()) {
        System.err.println("nexa: " + answer.path("reason").asString(""));
      }
    }
  }
}
