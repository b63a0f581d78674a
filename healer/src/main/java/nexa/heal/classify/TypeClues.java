package nexa.heal.classify;

import static nexa.issue.Category.CONFIGURATION;
import static nexa.issue.Category.DOWNSTREAM;
import static nexa.issue.Category.TIMEOUT;
import static nexa.issue.Classification.Fault.OUTSIDE;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import nexa.issue.Category;
import org.jspecify.annotations.Nullable;

/**
 * What the names of exceptions say: of a known type, by the words in a name that nobody knows, and by
 * the package it stands in, each only where those before say nothing.
 */
final class TypeClues {

  private static final double MENTIONED = 0.9;
  private static final double UNREACHED = 0.88;
  private static final double MISSING = 0.9;

  private static final Map<String, Clue> KNOWN = known();
  private static final List<Table.Row> WORDS = Table.read("names.txt");
  private static final List<Table.Row> FAMILIES = Table.read("families.txt");

  private TypeClues() {}

  private static Map<String, Clue> known() {
    Map<String, Clue> known = new HashMap<>();
    for (String name : OutsideCauses.UNREACHED) {
      Category category = name.endsWith("TimeoutException") ? TIMEOUT : DOWNSTREAM;
      known.put(key(name), new Clue(category, OUTSIDE, UNREACHED, why(name)));
    }
    for (String name : OutsideCauses.MISSING) {
      known.put(key(name), new Clue(CONFIGURATION, OUTSIDE, MISSING, why(name)));
    }
    for (Table.Row row : Table.read("types.txt")) {
      row.entries().forEach(name -> known.put(key(name), row.clue(why(name))));
    }
    return Map.copyOf(known);
  }

  private static String why(String name) {
    return Thrown.simple(name) + " is a failure of this kind";
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** What an exception's own name says. */
  static Optional<Clue> of(String type) {
    return ofKnown(type).or(() -> byWords(type)).or(() -> byFamily(type));
  }

  private static Optional<Clue> ofKnown(String type) {
    @Nullable Clue full = KNOWN.get(key(type));
    return Optional.ofNullable(full != null ? full : KNOWN.get(key(Thrown.simple(type))));
  }

  private static Optional<Clue> byWords(String type) {
    String simple = Thrown.simple(type);
    for (Table.Row row : WORDS) {
      for (String word : row.entries()) {
        if (simple.contains(word)) {
          return Optional.of(row.clue("the name " + simple + " says \"" + word + "\""));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Clue> byFamily(String type) {
    for (Table.Row row : FAMILIES) {
      for (String start : row.entries()) {
        if (type.startsWith(start)) {
          return Optional.of(row.clue("what " + start + "* throws is mostly of this kind"));
        }
      }
    }
    return Optional.empty();
  }

  /** What the last known exception says that a message names, as a wrapper quotes its cause. */
  static Optional<Clue> mentionedIn(String message) {
    int at = message.length();
    Optional<Clue> found = Optional.empty();
    while (at > 0 && found.isEmpty()) {
      int end = at;
      while (end > 0 && !isNamePart(message.charAt(end - 1))) {
        end--;
      }
      int start = end;
      while (start > 0 && isNamePart(message.charAt(start - 1))) {
        start--;
      }
      String word = message.substring(start, end);
      if (word.endsWith("exception") || word.endsWith("error")) {
        found = ofKnown(word).map(clue -> clue.weakened(MENTIONED));
      }
      at = start;
    }
    return found;
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '$';
  }
}
