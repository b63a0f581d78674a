package nexa.agent.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The tokens by which other people and programs come in. */
@Command(
    name = "token",
    description = "Makes, lists and takes back the tokens of people and programs.",
    subcommands = {
      TokenCommands.Create.class,
      TokenCommands.ListAll.class,
      TokenCommands.Revoke.class
    })
final class TokenCommands {

  private static final String PATH = "/api/v1/tokens";

  private TokenCommands() {}

  /** Makes a token. */
  @Command(name = "create", description = "Makes a token and prints it, this once.")
  static final class Create implements Callable<Integer> {

    @Mixin
    private HomeOptions home = new HomeOptions();
    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(
        paramLabel = "NAME",
        description = "Who will show it; the audit log and commits say so.")
    private String name = "";

    @Option(names = "--scope", paramLabel = "SCOPE", required = true,
        description = "ingest: send events; read: read all; decide: read and decide; admin: all.")
    private String scope = "";

    @Option(names = "--expires", paramLabel = "TIME",
        description = "Such as 12h or 30d, or never (default 90d).")
    private String expires = "90d";

    @Option(names = "--service", paramLabel = "NAME",
        description = "The one service that a token of scope ingest speaks for.")
    private @Nullable String service;

    @Override
    public Integer call() {
      Map<String, Object> wish = new LinkedHashMap<>();
      wish.put("name", name);
      wish.put("scope", scope);
      wish.put("expires", expires);
      if (service != null) {
        wish.put("service", service);
      }
      JsonNode made = new DaemonClient(home.config()).post(PATH, wish);
      if (output.json()) {
        OutputOption.print(made);
        return ExitCode.OK;
      }
      System.err.println(
          "nexa: " + name + " may " + scope + ", until "
              + made.path("expires").asString("it is taken back")
              + "; it is not shown again");
      System.out.println(made.path("token").asString(""));
      return ExitCode.OK;
    }
  }

  /** Lists the tokens. */
  @Command(name = "list", description = "Lists the tokens, without their secrets.")
  static final class ListAll implements Callable<Integer> {

    @Mixin
    private HomeOptions home = new HomeOptions();
    @Mixin
    private OutputOption output = new OutputOption();

    @Override
    public Integer call() {
      JsonNode answer = new DaemonClient(home.config()).get(PATH);
      if (output.json()) {
        OutputOption.print(answer);
        return ExitCode.OK;
      }
      for (JsonNode token : answer.path("tokens")) {
        System.out.printf(
            "%-20s %-7s %-12s %s%n",
            token.path("name").asString(""),
            token.path("scope").asString(""),
            token.path("service").asString("any"),
            state(token));
      }
      return ExitCode.OK;
    }

    private static String state(JsonNode token) {
      String revoked = token.path("revoked").asString("");
      return revoked.isEmpty()
          ? "until " + token.path("expires").asString("taken back")
          : "over since " + revoked;
    }
  }

  /** Takes a token back. */
  @Command(name = "revoke", description = "Takes a token back, at once.")
  static final class Revoke implements Callable<Integer> {

    @Mixin
    private HomeOptions home = new HomeOptions();

    @Parameters(paramLabel = "NAME", description = "Whose token.")
    private String name = "";

    @Override
    public Integer call() {
      String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
      new DaemonClient(home.config()).post(PATH + "/" + encoded + "/revoke", Map.of());
      System.out.println(name + ": taken back");
      return ExitCode.OK;
    }
  }
}
