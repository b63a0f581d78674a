package nexa.agent.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decide a plan. */
final class DecisionCommands {

  private DecisionCommands() {}

  /** Approves a fix. */
  @Command(name = "approve", description = "Approves a fix: its plan is carried out.")
  static final class Approve extends Decide {
    Approve() {
      super("approve");
    }
  }

  /** Rejects a fix. */
  @Command(name = "reject", description = "Rejects a fix; the reason is remembered.")
  static final class Reject extends Decide {
    Reject() {
      super("reject");
    }
  }

  /** What approving and rejecting share. */
  abstract static sealed class Decide implements Callable<Integer> {

    private final String decision;
    @Mixin
    private HomeOptions home = new HomeOptions();

    @Parameters(paramLabel = "ID", description = "The fix's id.")
    private String id = "";

    @Option(names = "-m", paramLabel = "WHY", description = "The reason.")
    private String reason = "";

    @Option(names = "--digest", paramLabel = "SHA",
        description = "Decide only what has this digest.")
    private @Nullable String digest;

    Decide(String decision) {
      this.decision = decision;
    }

    @Override
    public Integer call() {
      String path = "/api/v1/fixes/" + PathSegment.of(id);
      DaemonClient daemon = new DaemonClient(home.config());
      String shown = digest == null ? daemon.get(path).path("digest").asString("") : digest;
      daemon.post(
          path + "/decision", Map.of("decision", decision, "digest", shown, "reason", reason));
      System.out.println(id + ": " + decision + " recorded for digest " + shown);
      return ExitCode.OK;
    }
  }
}
