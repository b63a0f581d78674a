package nexa.heal.group;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The words that the name of a method and its class are made of: {@code a.Cart.removeItem} is cart,
 * remove, item. What a refactoring renames or moves keeps most of them.
 */
final class NameWords {

  private static final int WORDS_MAX = 16;
  private static final int CHARS_MAX = 200;

  private NameWords() {}

  /** The words of a method, given as {@code package.Class.method}, without those of the package. */
  static Set<String> of(String method) {
    int from = method.lastIndexOf('.', method.lastIndexOf('.') - 1) + 1;
    int end = Math.min(method.length(), from + CHARS_MAX);
    Set<String> words = new LinkedHashSet<>();
    int at = from;
    while (at < end && words.size() < WORDS_MAX) {
      int wordEnd = wordEnd(method, at, end);
      if (wordEnd > at) {
        words.add(method.substring(at, wordEnd).toLowerCase(Locale.ROOT));
      }
      at = Math.max(wordEnd, at + 1);
    }
    return words;
  }

  /** The share of words two methods have in common, from 0 to 1 (Dice). */
  static double likeness(Set<String> a, Set<String> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return 0;
    }
    long both = a.stream().filter(b::contains).count();
    return 2.0 * both / (a.size() + b.size());
  }

  /** Where the word that starts here ends: before a capital after a small letter, or no letter. */
  private static int wordEnd(String text, int from, int end) {
    int at = from;
    while (at < end && Character.isLetter(text.charAt(at))) {
      boolean turns =
          at > from
              && Character.isUpperCase(text.charAt(at))
              && (Character.isLowerCase(text.charAt(at - 1)) || isLowerCase(text, at + 1, end));
      if (turns) {
        break;
      }
      at++;
    }
    return at;
  }

  private static boolean isLowerCase(String text, int at, int end) {
    return at < end && Character.isLowerCase(text.charAt(at));
  }
}
