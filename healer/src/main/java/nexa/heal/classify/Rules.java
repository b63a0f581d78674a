package nexa.heal.classify;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The strongest clue that one throwable gives. */
final class Rules {

  private static final double LOGGED = 0.75;

  /** Exceptions that only carry another one. */
  private static final Set<String> CARRIERS =
      Set.of("ExecutionException", "CompletionException", "InvocationTargetException",
          "UndeclaredThrowableException", "ServletException", "NestedServletException",
          "ExceptionInInitializerError", "UncheckedExecutionException", "AggregateException",
          "CompositeException");

  private Rules() {}

  static Optional<Clue> of(Thrown thrown) {
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
