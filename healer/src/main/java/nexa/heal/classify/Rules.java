package nexa.heal.classify;

import java.util.Optional;
import java.util.stream.Stream;

/** The strongest clue that one throwable gives. */
final class Rules {

  private Rules() {}

  static Optional<Clue> of(Thrown thrown) {
    Optional<Clue> type = TypeClues.of(thrown.type());
    return Stream.of(
            MessageClues.of(thrown.message()),
            type,
            StatusClues.answered(thrown.message()),
            type.isPresent() ? Optional.<Clue>empty() : NameClues.of(thrown.type()),
            TypeClues.mentionedIn(thrown.message()))
        .flatMap(Optional::stream)
        .map(clue -> PlaceClues.refine(clue, thrown))
        .reduce((a, b) -> b.strength() > a.strength() ? b : a);
  }
}
