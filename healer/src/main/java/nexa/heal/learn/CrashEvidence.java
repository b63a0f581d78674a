package nexa.heal.learn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How much speaks for it that a commit fixed a crash, and of which exception.
 *
 * @param weight the sum of what was found
 * @param ofCrash whether some of it is about an exception, rather than any mistake
 * @param named whether the message itself names the exception
 * @param found each sign in words
 * @param exceptionTypes what may have been thrown, the likeliest first
 */
record CrashEvidence(
    int weight, boolean ofCrash, boolean named, List<String> found, List<String> exceptionTypes) {

  static final int WEIGHT_MIN = 3;

  private static final int TYPES_MAX = 3;

  private static final String INDEX = "java.lang.IndexOutOfBoundsException";
  private static final String ARRAY_INDEX = "java.lang.ArrayIndexOutOfBoundsException";
  private static final String TEXT_INDEX = "java.lang.StringIndexOutOfBoundsException";
  private static final String NULL = "java.lang.NullPointerException";

  /** Names of exceptions that the Java platform throws, in lower case; the longer before its end. */
  private static final Map<String, String> TYPES = types();

  private static final Set<String> FIXED =
      Set.of("fix", "fixes", "fixed", "fixing", "bug", "bugs", "bugfix", "avoid", "avoids",
          "prevent", "prevents", "guard", "handle", "handles", "handling", "correct", "corrected",
          "corrects", "resolve", "resolves", "resolved", "jira", "bugzilla", "issue");
  private static final Set<String> CRASHED =
      Set.of("crash", "crashes", "crashed", "crashing", "exception", "exceptions", "throws",
          "thrown", "throwing", "fails", "npes", "overflow");
  private static final Set<String> TIDIED =
      Set.of("refactor", "refactoring", "refactored", "checkstyle", "pmd", "javadoc", "rename",
          "renamed", "cleanup", "clean", "format", "formatting", "simplify", "simplified", "style",
          "whitespace", "generics", "deprecated", "performance", "faster", "optimize", "typo");

  CrashEvidence {
    found = List.copyOf(found);
    exceptionTypes = List.copyOf(exceptionTypes);
  }

  /** Whether it is enough to take the commit for the fix of a crash. */
  boolean suffices() {
    return ofCrash && weight >= WEIGHT_MIN;
  }

  /**
   * Weighs a commit.
   *
   * @param tests what it added to tests
   * @param added the words that it added to main code, without those it took away
   */
  static CrashEvidence of(String message, boolean testsChanged, String tests, String added) {
    List<String> words = words(message);
    List<String> found = new ArrayList<>();
    Set<String> types = new LinkedHashSet<>();
    int weight = 0;
    Set<String> named = exceptionsIn(words);
    if (!named.isEmpty()) {
      found.add("the message names " + simple(named));
      types.addAll(named);
      weight += 3;
    }
    boolean crashed = words.stream().anyMatch(CRASHED::contains);
    if (crashed) {
      found.add("the message speaks of a failure");
      weight++;
    }
    if (words.stream().anyMatch(FIXED::contains)) {
      found.add("the message speaks of a fix");
      weight++;
    }
    if (namesIssue(message)) {
      found.add("the message names an issue");
      weight++;
    }
    if (testsChanged) {
      found.add("a test changed with it");
      weight++;
    }
    Set<String> tested = exceptionsIn(words(tests));
    if (!tested.isEmpty()) {
      found.add("the test names " + simple(tested));
      types.addAll(tested);
      weight++;
    }
    Set<String> guarded = guarded(added);
    if (!guarded.isEmpty()) {
      found.add("the new code guards against " + simple(guarded));
      if (named.isEmpty()) {
        types.removeAll(guarded);
        Set<String> all = new LinkedHashSet<>(guarded);
        all.addAll(types);
        types = all;
      } else {
        types.addAll(guarded);
      }
      weight++;
    }
    if (words.stream().anyMatch(TIDIED::contains)) {
      found.add("the message speaks of tidying");
      weight -= 2;
    }
    boolean ofCrash = crashed || !named.isEmpty() || !tested.isEmpty() || guarded.contains(NULL);
    return new CrashEvidence(weight, ofCrash, !named.isEmpty(), found,
        types.stream().limit(TYPES_MAX).toList());
  }

  private static String simple(Set<String> types) {
    List<String> names = types.stream().map(it -> it.substring(it.lastIndexOf('.') + 1)).toList();
    return String.join(", ", names.subList(0, Math.min(names.size(), TYPES_MAX)));
  }

  private static Set<String> exceptionsIn(List<String> words) {
    Set<String> types = new LinkedHashSet<>();
    for (String word : words) {
      String type = TYPES.get(word);
      if (type != null) {
        types.add(type);
      }
    }
    return types;
  }

  /** The exceptions that new code keeps away, by what it asks. */
  private static Set<String> guarded(String added) {
    Set<String> types = new LinkedHashSet<>();
    if (added.contains("= null") || hasAny(added, "requireNonNullElse", "Objects.equals",
        "ofNullable", "nonNull", "isNull")) {
      types.add(NULL);
    }
    if (hasAny(added, "instanceof")) {
      types.add("java.lang.ClassCastException");
    }
    if (hasAny(added, "hasNext", "hasMoreElements", "hasMoreTokens")) {
      types.add("java.util.NoSuchElementException");
    }
    if (hasAny(added, "length", "size", "min", "max", "isEmpty")) {
      types.add(ARRAY_INDEX);
      types.add(TEXT_INDEX);
      types.add(INDEX);
    }
    if (hasAny(added, "isEmpty", "isPresent")) {
      types.add("java.util.NoSuchElementException");
    }
    if (hasAny(added, "catch")) {
      types.addAll(exceptionsIn(words(added)));
    }
    if (types.isEmpty() && hasAny(added, "0")) {
      types.add("java.lang.ArithmeticException");
      types.add(ARRAY_INDEX);
      types.add(TEXT_INDEX);
    }
    return types;
  }

  private static boolean hasAny(String added, String... words) {
    for (String word : words) {
      for (int at = added.indexOf(word); at >= 0; at = added.indexOf(word, at + 1)) {
        boolean starts = at == 0 || !Character.isJavaIdentifierPart(added.charAt(at - 1));
        int end = at + word.length();
        boolean ends =
            end == added.length() || !Character.isJavaIdentifierPart(added.charAt(end));
        if (starts && ends) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a message has something like {@code LANG-123} or {@code #123}. */
  private static boolean namesIssue(String message) {
    for (int i = 1; i + 1 < message.length(); i++) {
      char mark = message.charAt(i);
      char before = message.charAt(i - 1);
      boolean number = Character.isDigit(message.charAt(i + 1));
      if (number && (mark == '#' || (mark == '-' && Character.isUpperCase(before)))) {
        return true;
      }
    }
    return message.startsWith("#") && message.length() > 1
        && Character.isDigit(message.charAt(1));
  }

  /** The words of a text, in lower case. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int start = at;
      while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
        at++;
      }
      if (at > start) {
        words.add(text.substring(start, at).toLowerCase(Locale.ROOT));
      }
      at = Math.max(at, start + 1);
    }
    return words;
  }

  private static Map<String, String> types() {
    Map<String, String> types = new LinkedHashMap<>();
    for (String type : List.of(
        NULL, ARRAY_INDEX, TEXT_INDEX, INDEX,
        "java.lang.ClassCastException", "java.lang.ArithmeticException",
        "java.lang.NumberFormatException", "java.lang.NegativeArraySizeException",
        "java.lang.ArrayStoreException", "java.lang.UnsupportedOperationException",
        "java.lang.IllegalArgumentException", "java.lang.IllegalStateException",
        "java.util.NoSuchElementException", "java.util.ConcurrentModificationException",
        "java.util.EmptyStackException", "java.util.regex.PatternSyntaxException",
        "java.time.DateTimeException", "java.time.format.DateTimeParseException")) {
      String simple = type.substring(type.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
      types.put(simple, type);
      types.put(simple.substring(0, simple.length() - "exception".length()), type);
    }
    types.put("npe", NULL);
    types.put("npes", NULL);
    types.put("nullpointer", NULL);
    types.put("nullpointers", NULL);
    types.put("aioobe", ARRAY_INDEX);
    types.put("aiobe", ARRAY_INDEX);
    types.put("arrayindexoutofbound", ARRAY_INDEX);
    types.put("sioobe", TEXT_INDEX);
    types.put("ioobe", INDEX);
    types.put("cce", "java.lang.ClassCastException");
    types.put("cme", "java.util.ConcurrentModificationException");
    types.put("nfe", "java.lang.NumberFormatException");
    types.put("stackoverflow", "java.lang.StackOverflowError");
    types.put("stackoverflowerror", "java.lang.StackOverflowError");
    return Map.copyOf(types);
  }
}
