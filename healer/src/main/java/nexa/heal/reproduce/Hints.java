package nexa.heal.reproduce;

import com.sun.source.tree.LiteralTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import nexa.heal.source.JavaModel;
import nexa.issue.Diagnosis;
import nexa.issue.Location;
import org.jspecify.annotations.Nullable;

/**
 * The constants a search begins with: those in the code that failed, and those the exception's
 * message shows.
 *
 * @param texts strings and characters
 * @param numbers whole numbers
 * @param said what stands in quotes in the message, which is often the input itself
 * @param lengths numbers in the message, which are often lengths
 * @param isNull names the message calls null
 */
record Hints(
    List<String> texts,
    List<Long> numbers,
    List<String> said,
    List<Integer> lengths,
    Set<String> isNull) {

  private static final int CONSTANTS_MAX = 200;
  private static final int MESSAGE_MAX = 2_000;
  private static final int LENGTH_MAX = 2_000;

  static Hints of(JavaModel model, Diagnosis diagnosis) {
    Set<String> texts = new LinkedHashSet<>();
    Set<Long> numbers = new LinkedHashSet<>();
    for (Location place : diagnosis.locations()) {
      model.classAt(place.file(), place.line())
          .ifPresent(type -> constants(type, texts, numbers));
    }
    String message = diagnosis.issue().stackTrace().root().message();
    String bounded =
        message == null ? "" : message.substring(0, Math.min(message.length(), MESSAGE_MAX));
    List<Integer> lengths = lengths(bounded);
    lengths.forEach(length -> numbers.add((long) length));
    return new Hints(
        List.copyOf(texts), List.copyOf(numbers), said(bounded), lengths, isNull(bounded));
  }

  private static void constants(TreePath type, Set<String> texts, Set<Long> numbers) {
    new TreePathScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitLiteral(LiteralTree tree, @Nullable Void unused) {
        Object value = tree.getValue();
        if (value instanceof String || value instanceof Character) {
          if (texts.size() < CONSTANTS_MAX) {
            texts.add(String.valueOf(value));
          }
        } else if (value instanceof Number number && numbers.size() < CONSTANTS_MAX) {
          numbers.add(number.longValue());
        }
        return null;
      }
    }.scan(type, null);
  }

  /** What stands between quotes, and what follows the last colon. */
  private static List<String> said(String message) {
    List<String> said = new ArrayList<>();
    for (char quote : new char[] {'"', '\'', '`'}) {
      int open = message.indexOf(quote);
      while (open >= 0) {
        int close = message.indexOf(quote, open + 1);
        if (close > open + 1) {
          said.add(message.substring(open + 1, close));
        }
        open = close < 0 ? -1 : message.indexOf(quote, close + 1);
      }
    }
    int colon = message.lastIndexOf(": ");
    if (colon >= 0 && colon + 2 < message.length()) {
      said.add(message.substring(colon + 2));
    }
    return said;
  }

  private static List<Integer> lengths(String message) {
    List<Integer> lengths = new ArrayList<>();
    int i = 0;
    while (i < message.length()) {
      int end = i;
      while (end < message.length() && Character.isDigit(message.charAt(end))) {
        end++;
      }
      if (end > i && end - i < 6) {
        int number = Integer.parseInt(message.substring(i, end));
        if (number <= LENGTH_MAX) {
          lengths.add(number);
        }
      }
      i = end + 1;
    }
    return lengths;
  }

  /** {@code because "name" is null}, as the JVM says since 14. */
  private static Set<String> isNull(String message) {
    Set<String> names = new LinkedHashSet<>();
    String marker = "because \"";
    int from = message.indexOf(marker);
    int to = from < 0 ? -1 : message.indexOf("\" is null", from);
    if (to > 0) {
      String name = message.substring(from + marker.length(), to);
      names.add(name.substring(name.lastIndexOf('.') + 1));
    }
    return names;
  }
}
