package nexa.agent.cli;

import java.io.Console;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Decide a plan. */
final class DecisionCommands {

  private DecisionCommands() {}

  /** Approves a fix. */
  @Command(name = "approve", description = "Approves a fix: its plan is carried out.")
  static final class Approve extends Decide {
    Approve() {
      super("approve");
    }

    @Option(names = "--confirm", paramLabel = "ID",
        description = "The fix's id again: for a fix that goes into running JVMs.")
    private @Nullable String confirm;

    @Option(names = "--signoff",
        description = "Names you in a Signed-off-by of the commit, too.")
    private boolean signoff;

    @Override
    boolean signoff() {
      return signoff;
    }

    @Override
    String confirmation(JsonNode fix) {
      if (confirm != null || !fix.path("confirm").asBoolean(false)) {
        return confirm == null ? "" : confirm;
      }
      Console console = System.console();
      if (console == null || !console.isTerminal()) {
        return ""; // the daemon says what is missing
      }
      fix.path("actions").forEach(action -> System.err.println("  " + action.asString("")));
      String typed = console.readLine("Type %s to approve: ", fix.path("id").asString(""));
      return typed == null ? "" : typed.strip();
    }
  }

  /** Rejects a fix. */
  @Command(name = "reject", description = "Rejects a fix; the reason is remembered.")
  static final class Reject extends Decide {
    Reject() {
      super("reject");
    }
  }

  /** Asks for another fix. */
  @Command(
      name = "request-changes",
      description = "Turns a fix down and has another candidate sought, in the light of -m WHY.")
  static final class RequestChanges extends Decide {
    RequestChanges() {
      super("request_changes");
    }
  }

  /** What all decisions share. */
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
      JsonNode fix = daemon.get(path);
      String shown = digest == null ? fix.path("digest").asString("") : digest;
      JsonNode answer =
          daemon.post(
              path + "/decision",
              Map.of(
                  "decision", decision, "digest", shown, "reason", reason, "confirm",
                  confirmation(fix), "signoff", signoff()));
      System.out.println(
          id + ": " + decision + " recorded for digest " + shown + missing(answer));
      return ExitCode.OK;
    }

    /** Says who is missing where one person's approval is not enough. */
    private static String missing(JsonNode answer) {
      JsonNode approvals = answer.path("approvals");
      JsonNode first = approvals.path("first");
      return answer.path("status").asString("").equals("waiting") && first.isObject()
          ? ": 1 of " + approvals.path("needed").asInt(2) + ", by " + first.path("by").asString("")
              + ". Another person has to approve it until " + first.path("until").asString("")
          : "";
    }

    /** Whether the person signs the commit off; only when asked to. */
    boolean signoff() {
      return false;
    }

    /** What the person typed to confirm; empty when nothing had to be. */
    String confirmation(JsonNode fix) {
      return "";
    }
  }
}
