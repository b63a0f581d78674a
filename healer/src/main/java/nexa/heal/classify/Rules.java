package nexa.heal.classify;

import java.util.Optional;
import java.util.stream.Stream;

/** The strongest clue that one throwable gives. */
final class Rules {

  /** From here on a known type says enough, and the words of its name are not looked at. */
  private static final double KNOWN = 0.6;

  private Rules() {}

  static Optional<Clue> of(Thrown thrown) {
    Optional<Clue> type = TypeClues.of(thrown.type());
    boolean known = type.filter(clue -> clue.strength() >= KNOWN).isPresent();
    return Stream.of(
            MessageClues.of(thrown.message()),
            type,
            StatusClues.answered(thrown.message()),
            known ? Optional.<Clue>empty() : NameClues.of(thrown.type()),
            TypeClues.mentionedIn(thrown.message()))
        .flatMap(Optional::stream)
        .map(clue -> PlaceClues.refine(clue, thrown))
        .reduce((a, b) -> b.strength() > a.strength() ? b : a);
  }
}
