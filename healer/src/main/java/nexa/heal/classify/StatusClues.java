package nexa.heal.classify;

import static nexa.issue.Category.CAPACITY;
import static nexa.issue.Category.CONTRACT;
import static nexa.issue.Category.DATA;
import static nexa.issue.Category.DOWNSTREAM;
import static nexa.issue.Category.SECURITY;
import static nexa.issue.Category.TIMEOUT;
import static nexa.issue.Classification.Fault.OUTSIDE;
import static nexa.issue.Classification.Fault.UNSURE;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import nexa.issue.Category;
import org.jspecify.annotations.Nullable;

/** What HTTP statuses say: one that another service answered with, and the service's own. */
final class StatusClues {

  private static final double ANSWERED = 0.92;
  private static final double OWN = 0.62;

  /** Words before a number that make it a status. */
  private static final Set<String> BEFORE =
      Set.of("status", "code", "http", "returned", "answered", "responded", "response", "1.1",
          "http/1.1", "http/2");

  /** Words after a number that make it a status: those that reason phrases begin with. */
  private static final Set<String> AFTER =
      Set.of("internal", "service", "bad", "gateway", "not", "unauthorized", "forbidden", "too",
          "client", "server", "conflict", "request", "unprocessable", "gone");

  private StatusClues() {}

  /** What the first status says that a message, in lower case, names as another service's answer. */
  static Optional<Clue> answered(String message) {
    List<String> words = words(message);
    for (int i = 0; i < words.size(); i++) {
      int status = status(words.get(i));
      boolean told = i > 0 && BEFORE.contains(words.get(i - 1));
      boolean named = i + 1 < words.size() && AFTER.contains(words.get(i + 1));
      if (status > 0 && (told || named)) {
        return Optional.of(clue(status));
      }
    }
    return Optional.empty();
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean inside = i < text.length() && isWordPart(text.charAt(i));
      if (inside && start < 0) {
        start = i;
      } else if (!inside && start >= 0) {
        words.add(text.substring(start, i));
        start = -1;
      }
    }
    return words;
  }

  private static Clue clue(int status) {
    String why = "another service answered with status " + status;
    Category category = switch (status) {
      case 401, 403 -> SECURITY;
      case 408, 504 -> TIMEOUT;
      case 413, 429 -> CAPACITY;
      default -> DOWNSTREAM;
    };
    boolean ours = category == DOWNSTREAM && status < 500;
    return new Clue(category, ours ? UNSURE : OUTSIDE, ANSWERED, why);
  }

  /** What the status says that the service itself answered with, 0 for none. */
  static Optional<Clue> own(int status) {
    @Nullable Category category = switch (status) {
      case 400, 409, 422 -> DATA;
      case 401, 403 -> SECURITY;
      case 405, 406, 415 -> CONTRACT;
      case 408, 504 -> TIMEOUT;
      case 413, 429 -> CAPACITY;
      case 502 -> DOWNSTREAM;
      default -> null;
    };
    return Optional.ofNullable(category)
        .map(it -> new Clue(it, OUTSIDE, OWN, "the request ended with status " + status));
  }

  private static int status(String word) {
    boolean number = word.length() == 3 && word.chars().allMatch(c -> c >= '0' && c <= '9');
    int value = number ? Integer.parseInt(word) : 0;
    return value >= 400 && value < 600 ? value : 0;
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '/' || c == '-' || c == '_';
  }
}
