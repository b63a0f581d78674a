package nexa.agent.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The kill switch. */
final class PauseCommands {

  private PauseCommands() {}

  /** Stops everything. */
  @Command(
      name = "pause",
      description = "Stops healing, orders and the javaagents, which take every swap out.")
  static final class Pause extends Switch {
    Pause() {
      super("pause", "paused; nexa resume ends it");
    }
  }

  /** Ends a pause. */
  @Command(name = "resume", description = "Ends a pause.")
  static final class Resume extends Switch {
    Resume() {
      super("resume", "working again");
    }
  }

  /** What both share. */
  abstract static sealed class Switch implements Callable<Integer> {

    private final String verb;
    private final String said;
    @Mixin
    private HomeOptions home = new HomeOptions();

    Switch(String verb, String said) {
      this.verb = verb;
      this.said = said;
    }

    @Override
    public Integer call() {
      new DaemonClient(home.config()).post("/api/v1/" + verb, Map.of());
      System.out.println(said);
      return ExitCode.OK;
    }
  }
}
