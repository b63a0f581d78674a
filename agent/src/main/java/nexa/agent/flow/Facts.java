package nexa.agent.flow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nexa.issue.Diagnosis;
import nexa.issue.Location;
import nexa.issue.Reproduction;
import nexa.memory.Case;
import nexa.memory.Match;
import nexa.patch.Patch;
import nexa.patch.Verdict;
import nexa.repair.Change;
import nexa.repair.Locator;
import nexa.repair.Plan;
import nexa.repair.Published;
import nexa.repair.Reproducer;
import nexa.repair.Requests;
import nexa.repair.Standing;
import nexa.repair.Swapped;
import nexa.repair.Triage;

/** What a step found out, in a few words for spans and for the page. */
public final class Facts {

  private static final int TEXT_MAX = 300;
  private static final int SHOWN_MAX = 10;

  private Facts() {}

  /** The facts of a step's result; empty for a result that has none to show. */
  public static Map<String, String> of(Object result) {
    Map<String, String> facts = new LinkedHashMap<>();
    switch (result) {
      case Locator.Answer.Found(Diagnosis diagnosis) -> {
        facts.put("commit", diagnosis.commit());
        Location place = diagnosis.locations().getFirst();
        facts.put("place", place.file() + ":" + place.line());
      }
      case Locator.Answer.Nowhere(String reason) -> facts.put("reason", reason);
      case Triage.Answer.NotCode(Triage.Cause cause, String reason) -> {
        facts.put("cause", cause.name().toLowerCase(Locale.ROOT));
        facts.put("reason", reason);
      }
      case Reproducer.Answer.Red(Reproduction reproduction) -> {
        facts.put("test", reproduction.testId());
        facts.put("redRuns", Integer.toString(reproduction.redRuns()));
      }
      case Reproducer.Answer.NotRed(String reason) -> facts.put("reason", reason);
      case Reproducer.Answer.Abstained(String reason) -> facts.put("reason", reason);
      case Plan plan -> {
        facts.put("fix", plan.id());
        facts.put("origin", plan.patch().origin().trailer());
        facts.put("digest", plan.digest());
      }
      case Standing standing -> {
        facts.put("level", standing.level().text());
        facts.put("because", String.join("; ", standing.because()));
      }
      case Change change -> {
        facts.put("branch", change.branch());
        facts.put("commit", change.commit());
        if (change.moved() != null) {
          facts.put("moved", change.moved());
        }
        if (change.left() != null) {
          facts.put("left", change.left());
        }
      }
      case Published published -> {
        if (published.remote() != null) {
          facts.put("remote", published.remote());
        }
        if (published.reason() != null) {
          facts.put("reason", published.reason());
        }
      }
      case Swapped swapped -> {
        if (swapped.reason() != null) {
          facts.put("reason", swapped.reason());
        }
        swapped.jvms().forEach(
            jvm -> facts.put(
                "process " + jvm.pid(),
                jvm.isIn() ? "swapped in" : "refused: " + jvm.refusal()));
      }
      case Case closed -> facts.put("case", closed.id() + " " + closed.outcome());
      case List<?> list -> {
        facts.put("count", Integer.toString(list.size()));
        for (int i = 0; i < Math.min(SHOWN_MAX, list.size()); i++) {
          facts.put(Integer.toString(i + 1), item(list.get(i)));
        }
      }
      default -> {}
    }
    facts.replaceAll((key, text) -> bounded(text));
    return facts;
  }

  /** A text as long as a fact may be. */
  static String bounded(String text) {
    return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX) + "…";
  }

  /** Whether a step's result ends the run: nothing was found to go on with. */
  static boolean isRefusal(Object result) {
    return switch (result) {
      case Locator.Answer.Nowhere ignored -> true;
      case Triage.Answer.NotCode ignored -> true;
      case Reproducer.Answer.NotRed ignored -> true;
      case Reproducer.Answer.Abstained ignored -> true;
      case List<?> list -> !list.isEmpty()
          && list.stream().allMatch(Verdict.class::isInstance)
          && list.stream().noneMatch(Verdict.Plausible.class::isInstance);
      default -> false;
    };
  }

  /** What a step found that is a thought of its own: the facts of each recalled case. */
  static List<Map<String, String>> recalled(Object result) {
    return result instanceof List<?> list
        ? list.stream()
            .filter(Match.class::isInstance)
            .map(match -> ofMatch((Match) match))
            .toList()
        : List.of();
  }

  private static Map<String, String> ofMatch(Match match) {
    Case past = match.past();
    return Map.of(
        "what", bounded(past.id()),
        "score", String.format(Locale.ROOT, "%.2f", match.score()),
        "operator", bounded(past.operator()),
        "outcome", past.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  private static String item(Object item) {
    return switch (item) {
      case Match match ->
          "%s %.2f %s".formatted(match.past().id(), match.score(), match.past().operator());
      case Patch patch -> patch.origin().trailer() + ": " + patch.rationale();
      case Requests.Refused refused -> refused.fix() + " was not wanted: " + refused.reason();
      case Verdict.Plausible plausible -> "plausible: " + plausible.patch().rationale();
      case Verdict.Doubtful doubtful ->
          "doubtful: " + doubtful.patch().rationale() + " (" + doubtful.reason() + ")";
      case Verdict.Rejected rejected ->
          "rejected: " + rejected.patch().rationale() + " (" + rejected.reason() + ")";
      default -> item.toString();
    };
  }
}
