package nexa.heal.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import nexa.issue.Classification.Fault;

/** The strongest clue of an event, by the tables of names and words, statuses and places. */
final class Rules {

  private static final double LOGGED = 0.75;
  private static final double PER_WRAPPER = 0.95;
  private static final double OF_THE_LOG_LINE = 0.85;
  private static final int CLIENT_ERROR = 400;
  private static final int SERVER_ERROR = 500;

  /** Exceptions that only carry another one. */
  private static final Set<String> CARRIERS =
      Set.of("ExecutionException", "CompletionException", "InvocationTargetException",
          "UndeclaredThrowableException", "ServletException", "NestedServletException",
          "ExceptionInInitializerError", "UncheckedExecutionException", "AggregateException",
          "CompositeException");

  private Rules() {}

  /** What an event says: the strongest clue of its throwables, the root's at equal strength. */
  static Optional<Clue> of(Evidence evidence) {
    List<Clue> clues = new ArrayList<>();
    double weight = 1;
    for (Thrown thrown : evidence.thrown()) {
      double factor = weight;
      of(thrown).map(clue -> clue.weakened(factor)).ifPresent(clues::add);
      weight *= PER_WRAPPER;
    }
    of(evidence.logged()).map(clue -> clue.weakened(OF_THE_LOG_LINE)).ifPresent(clues::add);
    StatusClues.own(evidence.status()).ifPresent(clues::add);
    Optional<Clue> best = clues.stream().reduce((a, b) -> b.strength() > a.strength() ? b : a);
    return best
        .map(clue -> clue.blaming(fault(clue, clues, evidence.status())))
        .map(clue -> PlaceClues.whileStarting(clue, evidence.thrown()));
  }

  /** Whose fault it is, by the first clue of the kind that says so; refused requests are the client's. */
  private static Fault fault(Clue best, List<Clue> clues, int status) {
    if (status >= CLIENT_ERROR && status < SERVER_ERROR) {
      return Fault.OUTSIDE;
    }
    return Stream.concat(Stream.of(best), clues.stream())
        .filter(clue -> clue.category() == best.category() && clue.fault() != Fault.UNSURE)
        .map(Clue::fault)
        .findFirst()
        .orElse(best.fault());
  }

  private static Optional<Clue> of(Thrown thrown) {
    return Stream.of(
        MessageClues.of(thrown.message()),
        ofName(thrown),
        status(thrown),
        TypeClues.mentionedIn(thrown.message()))
        .flatMap(Optional::stream)
        .map(clue -> PlaceClues.refine(clue, thrown))
        .reduce((a, b) -> b.strength() > a.strength() ? b : a);
  }

  /** A status in a line of a log may as well be the service's own. */
  private static Optional<Clue> status(Thrown thrown) {
    Optional<Clue> answered = StatusClues.answered(thrown.message());
    return thrown.type().isEmpty() ? answered.map(clue -> clue.weakened(LOGGED)) : answered;
  }

  private static Optional<Clue> ofName(Thrown thrown) {
    return CARRIERS.contains(thrown.simpleType())
        ? Optional.empty()
        : TypeClues.of(thrown.type());
  }
}
