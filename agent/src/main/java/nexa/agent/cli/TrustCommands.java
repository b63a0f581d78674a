package nexa.agent.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows how far which patches are trusted, and sets it. */
@Command(
    name = "trust",
    description = "Shows or sets how far Nexa may go with which patches.",
    subcommands = {TrustCommands.Get.class, TrustCommands.Set.class})
final class TrustCommands {

  private static final String PATH = "/api/v1/trust";

  private TrustCommands() {}

  /** Shows it. */
  @Command(name = "get", description = "Shows the levels, who set them, and what speaks for more.")
  static final class Get implements Callable<Integer> {

    @Mixin
    private HomeOptions home = new HomeOptions();
    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(arity = "0..1", paramLabel = "SERVICE", description = "One service only.")
    private @Nullable String service;

    @Override
    public Integer call() {
      JsonNode answer = new DaemonClient(home.config()).get(PATH);
      boolean found = service == null;
      for (JsonNode each : answer.path("services")) {
        if (service == null || each.path("service").asString("").equals(service)) {
          found = true;
          if (!output.json()) {
            print(each);
          }
        }
      }
      if (!found) {
        throw new CommandFailure(
            ExitCode.NOT_FOUND,
            "There is no configured service " + service + ". nexa trust get lists them.");
      }
      if (output.json()) {
        OutputOption.print(answer);
      }
      return ExitCode.OK;
    }
  }

  /** Sets it. */
  @Command(
      name = "set",
      description = "Sets the level of a service, or of a class of its patches.")
  static final class Set implements Callable<Integer> {

    @Mixin
    private HomeOptions home = new HomeOptions();

    @Parameters(index = "0", paramLabel = "SERVICE")
    private String service = "";

    @Parameters(
        index = "1",
        paramLabel = "LEVEL",
        description = "observe, propose, commit, hotswap, autonomous, or default to unset it.")
    private String level = "";

    @Option(
        names = "--origin",
        description = "Only patches from there: recalled, revert, operator[:NAME], model[:NAME].")
    private String origin = "";

    @Option(names = "--package", description = "Only patches to classes in or below it.")
    private String inPackage = "";

    @Option(names = "-m", paramLabel = "WHY", description = "Why, for the audit log.")
    private String reason = "";

    @Option(
        names = "--confirm",
        paramLabel = "SERVICE",
        description = "The service's name again, which hotswap and autonomous want, also by default.")
    private String confirm = "";

    @Override
    public Integer call() {
      Map<String, String> body = new LinkedHashMap<>();
      body.put("level", level);
      body.put("origin", origin);
      body.put("inPackage", inPackage);
      body.put("reason", reason);
      body.put("confirm", confirm);
      print(
          new DaemonClient(home.config()).put(PATH + "/" + PathSegment.of(service), body));
      return ExitCode.OK;
    }
  }

  private static void print(JsonNode service) {
    System.out.printf(
        "%s  %s (nexa.yaml: %s)%n",
        service.path("service").asString(""),
        service.path("level").asString(""),
        service.path("configured").asString(""));
    for (JsonNode set : service.path("set")) {
      String patches =
          (set.path("origin").asString("") + " " + set.path("inPackage").asString("")).strip();
      System.out.printf(
          "  %-10s %s, by %s %s%n",
          set.path("level").asString(""),
          patches.isEmpty() ? "all patches" : patches,
          set.path("by").asString(""),
          set.path("reason").asString(""));
    }
    for (JsonNode track : service.path("record")) {
      System.out.printf(
          "  %s: %d approved, %d without asking, %d rejected, %d did harm%s%n",
          track.path("origin").asString(""),
          track.path("approved").asInt(0),
          track.path("unasked").asInt(0),
          track.path("rejected").asInt(0),
          track.path("harmed").asInt(0),
          raise(service, track));
    }
  }

  private static String raise(JsonNode service, JsonNode track) {
    String raise = track.path("raise").asString("");
    return raise.isEmpty()
        ? ""
        : "; that speaks for " + raise + ": nexa trust set "
            + service.path("service").asString("") + " " + raise + " --origin "
            + track.path("origin").asString("");
  }
}
