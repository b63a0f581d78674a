package nexa.memory;

import java.util.List;

/** The remembered cases: a search index over the case table, rebuilt from it at any time. */
public interface CaseBase {

  /** Adds a case, or replaces the one with its id. */
  void remember(Case closed);

  /** The cases most alike to a crash, best first, at most {@code matchesMax}. */
  List<Match> recall(String exceptionType, String context, int matchesMax);
}
