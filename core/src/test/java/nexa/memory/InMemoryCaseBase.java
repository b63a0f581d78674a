package nexa.memory;

import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A case base for tests: scores by exception type and shared words. */
public final class InMemoryCaseBase implements CaseBase {

  private final Map<String, Case> cases = new LinkedHashMap<>();

  @Override
  public synchronized void remember(Case closed) {
    cases.put(closed.id(), closed);
  }

  @Override
  public synchronized List<Match> recall(String exceptionType, String context, int matchesMax) {
    return cases.values().stream()
        .map(past -> new Match(past, score(past, exceptionType, context)))
        .sorted(Comparator.comparingDouble(Match::score).reversed())
        .limit(matchesMax)
        .toList();
  }

  private double score(Case past, String exceptionType, String context) {
    double alike = alike(past, exceptionType, context);
    return switch (past.outcome()) {
      case APPROVED -> alike * (wasRejected(past) ? 0.6 : 1);
      case REJECTED -> alike * 0.5;
      case ROLLED_BACK -> alike * 0.25;
    };
  }

  private boolean wasRejected(Case past) {
    return cases.values().stream()
        .anyMatch(
            other -> other.outcome() != Case.Outcome.APPROVED
                && other.recipe().equals(past.recipe()));
  }

  private static double alike(Case past, String exceptionType, String context) {
    Set<String> shared = words(past.context());
    shared.retainAll(words(context));
    Set<String> all = words(past.context());
    all.addAll(words(context));
    return 0.5 * (past.exceptionType().equals(exceptionType) ? 1 : 0)
        + 0.5 * shared.size() / all.size();
  }

  private static Set<String> words(String text) {
    return new HashSet<>(List.of(text.split(" ")));
  }
}
