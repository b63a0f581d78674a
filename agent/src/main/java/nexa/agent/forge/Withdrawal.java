package nexa.agent.forge;

import java.util.Map;
import java.util.Set;
import nexa.agent.forge.Forge.Answer;
import nexa.agent.forge.Forge.Closing;
import nexa.agent.forge.ForgeHttp.Reply;

/**
 * Closes a pull request and says why on it. Before each step it looks whether that was done, so that a
 * daemon that was killed in between says nothing twice.
 *
 * @param pull the path of the pull request
 * @param comments the path of what is said of it
 * @param listed what is added to that to read it
 * @param verb the method by which the pull request is changed
 * @param close what closes it
 */
record Withdrawal(
    ForgeHttp http, String pull, String comments, String listed, String verb,
    Map<String, String> close) {

  /** GitLab's word, and that of the others. */
  private static final Set<String> OPEN = Set.of("opened", "open");

  Closing with(String comment) {
    Reply found = http.get(pull);
    if (found.status() != 200) {
      return found.failure();
    }
    String state = found.body().path("state").asString("");
    if (state.equals("merged") || found.body().path("merged").asBoolean(false)) {
      return new Closing.Merged();
    }
    if (state.equals("closed")) {
      return new Closing.Closed();
    }
    return OPEN.contains(state)
        ? close(comment)
        : new Answer.Refused("The forge does not say whether it is open.");
  }

  private Closing close(String comment) {
    Reply said = http.get(comments + listed);
    if (said.status() != 200) {
      return said.failure();
    }
    if (said.body().valueStream()
        .noneMatch(each -> each.path("body").asString("").strip().equals(comment))) {
      Reply saying = http.send("POST", comments, Map.of("body", comment));
      if (saying.status() != 201) {
        return saying.failure();
      }
    }
    Reply closed = http.send(verb, pull, close);
    return closed.status() == 200 || closed.status() == 201
        ? new Closing.Closed()
        : closed.failure();
  }
}
