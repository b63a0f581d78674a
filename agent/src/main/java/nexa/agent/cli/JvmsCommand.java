package nexa.agent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Lists the connected JVMs. */
@Command(
    name = "jvms",
    description = "Lists the JVMs whose javaagent is connected: what is armed, swapped, spent.")
final class JvmsCommand implements Callable<Integer> {

  private static final String ROW = "%-12s %7s  %-9s %-8s %-6s %-8s %-9s %7s %7s %6s  %s%n";
  private static final int RELEASE_DIGITS = 8;

  @Mixin
  private HomeOptions home = new HomeOptions();
  @Mixin
  private OutputOption output = new OutputOption();

  @Override
  public Integer call() {
    JsonNode answer = new DaemonClient(home.config()).get("/api/v1/jvms");
    if (output.json()) {
      OutputOption.print(answer);
      return ExitCode.OK;
    }
    if (answer.path("jvms").isEmpty()) {
      System.err.println("nexa: no javaagent is connected");
      return ExitCode.OK;
    }
    System.out.printf(
        ROW, "SERVICE", "PID", "JAVA", "RELEASE", "ARMED", "CPU %", "HOOKS µs/s", "SENT", "DROPPED",
        "ERRORS", "SWAPS");
    answer.path("jvms").forEach(JvmsCommand::print);
    return ExitCode.OK;
  }

  private static void print(JsonNode jvm) {
    String release = jvm.path("release").asString("-");
    JsonNode overhead = jvm.path("overhead");
    System.out.printf(
        Locale.ROOT,
        ROW,
        jvm.path("service").asString(""),
        jvm.path("pid").asLong(0),
        jvm.path("version").asString(""),
        release.substring(0, Math.min(RELEASE_DIGITS, release.length())),
        jvm.path("armed").size(),
        String.format(Locale.ROOT, "%.3f", overhead.path("cpuPercent").asDouble(0)),
        String.format(Locale.ROOT, "%.0f", overhead.path("hookMicrosPerSecond").asDouble(0)),
        jvm.path("sent").asLong(0),
        jvm.path("dropped").asLong(0),
        jvm.path("errors").asLong(0),
        swaps(jvm));
  }

  /** What is swapped in, or why nothing can be. */
  private static String swaps(JsonNode jvm) {
    List<String> words = new ArrayList<>();
    String paused = jvm.path("paused").asString("");
    if (!paused.isEmpty()) {
      words.add("paused (" + paused + ")");
    }
    for (JsonNode swap : jvm.path("swaps")) {
      String state = swap.path("state").asString("");
      String until = swap.path("until").asString("");
      String reason = swap.path("reason").asString("");
      words.add(
          swap.path("id").asString("") + " " + state
              + (state.equals("provisional") && !until.isEmpty() ? " until " + until : "")
              + (reason.isEmpty() ? "" : " (" + reason + ")"));
    }
    String swapping = jvm.path("swap").asString("");
    return words.isEmpty() ? swapping : swapping + ": " + String.join(", ", words);
  }
}
