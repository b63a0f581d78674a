package nexa.heal.reproduce;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** A test class of many guessed calls. */
final class Bundle {

  final String file;
  final String className;
  final String text;

  /** The last line of each method. */
  private final List<Integer> lines;

  private Bundle(String file, String className, String text, List<Integer> lines) {
    this.file = file;
    this.className = className;
    this.text = text;
    this.lines = lines;
  }

  static Bundle of(
      TestSource source, String packageName, String className, Imports imports,
      List<String> methods) {
    StringBuilder text = new StringBuilder(source.head(packageName, className, imports));
    int line = (int) text.chars().filter(c -> c == '\n').count();
    List<Integer> lines = new ArrayList<>();
    for (String method : methods) {
      text.append(method);
      line += (int) method.chars().filter(c -> c == '\n').count();
      lines.add(line);
    }
    return new Bundle(
        source.file(packageName, className),
        packageName.isEmpty() ? className : packageName + "." + className,
        text.append("}\n").toString(), lines);
  }

  /** The number of the call that a test made, -1 for another test. */
  int number(String testId) {
    String prefix = className + "#" + TestSource.TRY;
    if (!testId.startsWith(prefix)) {
      return -1;
    }
    try {
      return Integer.parseInt(testId.substring(prefix.length()));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Removes the calls that the compiler complains of, or all when it names none. */
  void leaveOut(List<String> errors, List<?> calls) {
    TreeSet<Integer> wrong = new TreeSet<>();
    for (String error : errors) {
      int at = error.indexOf(".java:");
      int end = at < 0 ? -1 : error.indexOf(':', at + ".java:".length());
      if (end > 0) {
        try {
          wrong.add(call(Integer.parseInt(error.substring(at + ".java:".length(), end))));
        } catch (NumberFormatException e) {
          continue; // no line, no call
        }
      }
    }
    wrong.remove(-1);
    if (wrong.isEmpty()) {
      calls.clear();
    }
    wrong.descendingIterator().forEachRemaining(index -> calls.remove((int) index));
  }

  private int call(int line) {
    for (int i = 0; i < lines.size(); i++) {
      if (line <= lines.get(i)) {
        return i;
      }
    }
    return -1;
  }
}
