package nexa.bench.corpus;

import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code nexa heal -o json} said.
 *
 * @param locations where it looked, as {@code pkg.Type#method}, the likeliest first
 * @param origin the operator, case or model that the patch came from; empty without a patch
 * @param commit the commit of the fix; empty without a fix
 */
record HealAnswer(
    String verdict,
    String reason,
    boolean reproduced,
    List<String> locations,
    int candidates,
    int plausible,
    String origin,
    String diff,
    String commit) {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  HealAnswer {
    locations = List.copyOf(locations);
  }

  static HealAnswer of(Command.Ended ended) {
    try {
      JsonNode json = MAPPER.readTree(ended.out());
      if (json.path("schema").asString("").startsWith("nexa.heal/")) {
        return of(json);
      }
    } catch (JacksonException e) {
      return error("no answer, exit code " + ended.exitCode() + ": " + ended.tail(300));
    }
    return error((ended.late() ? "ended after " + ended.took().toSeconds() + " s: "
        : "no answer, exit code " + ended.exitCode() + ": ") + ended.tail(300));
  }

  static HealAnswer error(String reason) {
    return new HealAnswer("error", reason, false, List.of(), 0, 0, "", "", "");
  }

  boolean isFixed() {
    return verdict.equals("fixed");
  }

  private static HealAnswer of(JsonNode json) {
    Stream<JsonNode> locations = json.path("locations").valueStream();
    return new HealAnswer(
        json.path("verdict").asString("error"),
        json.path("reason").asString(""),
        json.path("reproduction").isObject(),
        locations
            .map(at -> at.path("className").asString("") + "#" + at.path("method").asString(""))
            .toList(),
        json.path("verification").path("candidates").asInt(0),
        json.path("verification").path("plausible").asInt(0),
        json.path("patch").path("origin").path("name").asString(""),
        json.path("patch").path("diff").asString(""),
        json.path("commit").asString(""));
  }
}
