package nexa.heal.classify;

import static java.util.Comparator.comparingDouble;

import java.util.List;
import java.util.Optional;

/**
 * What the words of a message say. A cue is looked for as it stands; {@code *} within one stands for
 * whatever lies between its parts, each looked for once, so the time is linear.
 */
final class MessageClues {

  /** The strongest first, of equals the longest. */
  private static final List<Cue> CUES =
      Table.read("messages.txt").stream()
          .flatMap(row -> row.entries().stream().map(entry -> Cue.of(entry, row)))
          .sorted(
              comparingDouble((Cue cue) -> -cue.clue().strength())
                  .thenComparingInt(cue -> -cue.length()))
          .toList();

  private MessageClues() {}

  private record Cue(List<String> parts, Clue clue) {

    static Cue of(String entry, Table.Row row) {
      String[] parts = entry.split("\\*", -1);
      return new Cue(List.of(parts), row.clue("the message says \"" + entry + "\""));
    }

    int length() {
      return parts.stream().mapToInt(String::length).sum();
    }

    boolean isIn(String message) {
      int at = 0;
      for (String part : parts) {
        int found = message.indexOf(part, at);
        if (found < 0) {
          return false;
        }
        at = found + part.length();
      }
      return true;
    }
  }

  /** The strongest thing that a message, in lower case, says. */
  static Optional<Clue> of(String message) {
    return CUES.stream().filter(cue -> cue.isIn(message)).findFirst().map(Cue::clue);
  }
}
