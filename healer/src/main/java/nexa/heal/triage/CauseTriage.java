package nexa.heal.triage;

import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreePath;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import nexa.event.StackTrace;
import nexa.heal.source.JavaModel;
import nexa.heal.triage.Surroundings.Finding;
import nexa.issue.Diagnosis;
import nexa.issue.Location;
import nexa.memory.Case;
import nexa.memory.Match;
import nexa.repair.Triage;

/**
 * Tells crashes that no patch of this code would put right: what the code calls or needs is missing,
 * or a caller from outside gave what a method documents that it refuses. A fix that a person approved
 * for a very similar crash speaks against that.
 */
public final class CauseTriage implements Triage {

  /** From here on a remembered case is the same thing again. */
  private static final double SAME_AGAIN = 0.8;

  private static final int TEXT_MAX = 200;

  private final Function<Diagnosis, JavaModel> models;

  /**
   * @param models the syntax trees of a diagnosis's commit
   */
  public CauseTriage(Function<Diagnosis, JavaModel> models) {
    this.models = models;
  }

  @Override
  public Answer judge(Diagnosis diagnosis, List<Match> matches) {
    if (matches.stream().anyMatch(CauseTriage::speaksForTheCode)) {
      return new Answer.Code();
    }
    JavaModel model = models.apply(diagnosis);
    Optional<Refusal> refusal = Refusal.of(model, diagnosis);
    StackTrace trace = diagnosis.issue().stackTrace();
    Optional<Finding> around = Surroundings.of(trace, refusal.isPresent());
    if (around.isPresent()) {
      return new Answer.NotCode(
          around.get().cause(),
          "Not a fault of the code: " + around.get().what() + " ("
              + bounded(around.get().evidence()) + ").");
    }
    return refusal
        .filter(found -> isFromOutside(diagnosis, found))
        .flatMap(found -> documented(model, diagnosis, found))
        .<Answer>map(reason -> new Answer.NotCode(Cause.CALLER, reason))
        .orElseGet(Answer.Code::new);
  }

  private static boolean speaksForTheCode(Match match) {
    return match.past().outcome() == Case.Outcome.APPROVED && match.score() >= SAME_AGAIN;
  }

  /** Whether the refused value was given by code that is not the project's, overloads looked through. */
  private static boolean isFromOutside(Diagnosis diagnosis, Refusal refusal) {
    List<Location> places = diagnosis.locations();
    return places.subList(refusal.index() + 1, places.size()).stream()
        .allMatch(
            place -> place.className().equals(refusal.place().className())
                && place.method().equals(refusal.place().method()));
  }

  /** The evidence that a method says beforehand that it refuses this; of overloads, any of those called. */
  private static Optional<String> documented(
      JavaModel model, Diagnosis diagnosis, Refusal refusal) {
    String type = diagnosis.issue().stackTrace().root().simpleType();
    List<Location> places = diagnosis.locations();
    return places.subList(refusal.index(), places.size()).stream()
        .flatMap(place -> model.methodAt(place).stream())
        .flatMap(method -> promise(model, method, type).stream())
        .findFirst()
        .map(
            promise -> "The caller's fault: "
                + ((MethodTree) refusal.method().getLeaf()).getName().toString().replace("<init>",
                    "the constructor")
                + " at " + refusal.place().file() + ":" + refusal.place().line()
                + " throws " + type + " on purpose, as its documentation says (\""
                + bounded(promise) + "\"), and the call came from outside the project's code.");
  }

  /** What a method's documentation says of an exception, empty when it says nothing. */
  private static Optional<String> promise(JavaModel model, TreePath method, String type) {
    String doc = model.trees().getDocComment(method);
    if (doc == null) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    boolean inside = false;
    for (String line : doc.lines().map(String::strip).toList()) {
      if (line.startsWith("@")) {
        if (inside) {
          break;
        }
        inside = isPromise(line, type);
      }
      if (inside) {
        text.append(text.isEmpty() ? "" : " ").append(line);
      }
    }
    return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
  }

  private static boolean isPromise(String line, String type) {
    String[] words = line.split("\\s+", 3);
    return words.length > 1
        && (words[0].equals("@throws") || words[0].equals("@exception"))
        && (words[1].equals(type) || words[1].endsWith("." + type));
  }

  private static String bounded(String text) {
    return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX) + "…";
  }
}
