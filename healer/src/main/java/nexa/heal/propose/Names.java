package nexa.heal.propose;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How alike two names are, by the words they are made of. */
final class Names {

  private Names() {}

  /** 0 for the same words, up to 10 for no word in common. */
  static int distance(String one, String other) {
    List<String> words = words(one);
    List<String> others = words(other);
    if (words.isEmpty() || others.isEmpty()) {
      return 10;
    }
    if (one.length() == 1 && other.length() == 1) {
      return 4; // i and j are easily taken for each other
    }
    long common = words.stream().filter(others::contains).count();
    int longer = Math.max(words.size(), others.size());
    if (common > 0) {
      return (int) Math.round(8.0 * (longer - common) / longer);
    }
    String first = words.getFirst();
    String second = others.getFirst();
    boolean begin = first.startsWith(second) || second.startsWith(first);
    return begin ? 6 : 10;
  }

  /** {@code [max, size]} of {@code maxSize} and {@code MAX_SIZE}. */
  static List<String> words(String name) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean starts =
          Character.isUpperCase(c) && i > 0 && !Character.isUpperCase(name.charAt(i - 1));
      if ((starts || !Character.isLetter(c)) && !word.isEmpty()) {
        words.add(word.toString().toLowerCase(Locale.ROOT));
        word.setLength(0);
      }
      if (Character.isLetter(c)) {
        word.append(c);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString().toLowerCase(Locale.ROOT));
    }
    return words;
  }
}
