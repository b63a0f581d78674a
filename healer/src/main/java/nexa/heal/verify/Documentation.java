package nexa.heal.verify;

import com.sun.source.tree.MethodTree;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a method's documentation says of the value that a patch makes up, or of what it leaves out. */
final class Documentation {

  private static final String RESULT = "@return";

  private static final Set<String> NEW = Set.of("new", "newly");

  /** What a documentation calls a number that is nought. */
  private static final List<String> NOUGHT =
      List.of("0", "zero", "none", "never", "nothing", "counts as not", "count as not",
          "counts as no", "count as no");

  private static final Set<String> LITERALS = Set.of("null", "true", "false");

  private static final Set<String> CASES = Set.of("if", "when", "where", "for", "unless");

  private static final Set<String> NOTHING =
      Set.of("no", "none", "nothing", "not", "null", "nobody", "never", "without", "missing");

  private Documentation() {}

  /**
   * What in the documentation of a method speaks of what a patch does silently.
   *
   * @param isNull whether the crash was that something was null
   */
  static Optional<String> speaksOf(Silencing silencing, boolean isNull) {
    String doc =
        Promise.withoutExceptions(silencing.source().doc(silencing.method()))
            .toLowerCase(Locale.ROOT);
    for (String phrase : Promise.FORBIDDING) {
      doc = doc.replace(phrase, "");
    }
    String allowing = isNull ? doc : withoutGivenNull(doc);
    return words(silencing.value()).stream().anyMatch(word -> says(allowing, word))
        ? Optional.of("its documentation speaks of it")
        : Optional.empty();
  }

  /**
   * Whether the documentation names a result for a case where there is nothing, and a patch gives another:
   * "-1 when nothing was measured", "null for no language".
   */
  static boolean namesAnother(Silencing silencing) {
    String doc =
        Promise.withoutExceptions(silencing.source().doc(silencing.method()))
            .toLowerCase(Locale.ROOT)
            .replace("{@code", " ")
            .replace('}', ' ')
            .replace("/**", " ");
    boolean gives = !result(silencing).equals("void");
    Set<String> named = new HashSet<>();
    for (String clause : doc.replace(',', ';').replace(". ", ";").split(";")) {
      List<String> words = List.of(clause.strip().split("[\\s*]+"));
      for (int i = 0; i + 2 < words.size(); i++) {
        if (isLiteral(words.get(i))
            && CASES.contains(words.get(i + 1))
            && words.subList(i + 2, words.size()).stream().anyMatch(NOTHING::contains)) {
          named.add(words.get(i));
        }
      }
    }
    return gives && !named.isEmpty() && !named.contains(silencing.value());
  }

  /**
   * Whether a method promises a new instance and is to give null, of which its documentation does not
   * speak. A text is none: what is called new there is a text that was changed.
   */
  static boolean promisesNew(Silencing silencing) {
    String doc = silencing.source().doc(silencing.method()).toLowerCase(Locale.ROOT);
    int result = doc.indexOf(RESULT);
    List<String> words =
        result < 0
            ? List.of()
            : List.of(doc.substring(result + RESULT.length()).strip().split("\\s+"));
    return silencing.kind() == Silencing.Kind.RETURNS
        && silencing.value().equals("null")
        && !result(silencing).equals("String")
        && words.stream().limit(2).anyMatch(NEW::contains)
        && !doc.substring(0, doc.indexOf('@')).contains("null") // of parameters it may speak
        && !words.contains("null");
  }

  /** The source of the type that the method gives. */
  private static String result(Silencing silencing) {
    return String.valueOf(((MethodTree) silencing.method().getLeaf()).getReturnType());
  }

  private static boolean isLiteral(String word) {
    return LITERALS.contains(word)
        || word.length() > 1 && word.startsWith("\"") && word.endsWith("\"")
        || !word.isEmpty()
            && word.chars().skip(word.startsWith("-") ? 1 : 0).allMatch(Character::isDigit)
            && Character.isDigit(word.charAt(word.length() - 1));
  }

  /** A documentation without what it says of null as it is given, rather than as a result. */
  private static String withoutGivenNull(String doc) {
    String plain = doc.replace("{@code", "").replace("{@link", "").replace("}", "");
    return Stream.of(plain.replace(';', '.').replace('@', '.').split("\\."))
        .map(sentence -> " " + String.join(" ", sentence.split("\\s+")))
        .filter(sentence -> !givesNull(sentence))
        .collect(Collectors.joining("."));
  }

  private static boolean givesNull(String sentence) {
    int last = sentence.lastIndexOf("null");
    return last >= 0
        && (sentence.indexOf("null") < last
            || sentence.contains("(null")
            || sentence.contains("null)")
            || Stream.of(" if ", " when ", " for ", " unless ", " is ", " are ", " param ")
                .anyMatch(word -> sentence.lastIndexOf(word, last) >= 0));
  }

  private static List<String> words(String value) {
    return switch (value) {
      case "" ->
          List.of("null", "ignored", "ignores", "nothing", "no effect", "optional", "if any");
      case "null", "(null)" -> List.of("null");
      case "0", "0L", "0d", "0.0", "0f" -> NOUGHT;
      case "false", "true" -> List.of(value, "null");
      case "\"\"" -> List.of("empty", "null", "\"\"", "none", "nothing");
      default ->
          value.contains("mpty") || value.endsWith("of()") || value.contains("[0]")
              || value.endsWith("ZERO")
                  ? List.of("empty", "null", "zero", "none", "never", "nothing")
                  : List.of(value.toLowerCase(Locale.ROOT));
    };
  }

  /** Whether a text holds a word, with nothing of a word at its sides. */
  static boolean says(String text, String word) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      boolean left = at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
      int end = at + word.length();
      if (left && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
        return true;
      }
    }
    return false;
  }
}
