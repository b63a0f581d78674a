package nexa.collect;

import java.util.List;
import nexa.event.StackTrace;

/**
 * Finds and reads the stack traces of Java, Python, JavaScript, Go, .NET, Ruby and PHP in text.
 *
 * <p>One pass over the lines, each of which every language's scanner looks at once: nothing says
 * beforehand which language a line is of, and one log may hold several. Most scanners know from the
 * first characters of a line that it is none of theirs. The frames of no two languages look alike;
 * where headers do, the frames decide.
 *
 * <p>No regular expression is used and every list, name and message is bounded, so hostile text costs
 * linear time.
 */
public final class StackTraces {

  private StackTraces() {}

  /** All stack traces of a text in order of appearance, at most 1,000. */
  public static List<StackTrace> find(CharSequence text) {
    return findWithLanguage(text).stream().map(FoundTrace::trace).toList();
  }

  /** All stack traces of a text with their languages, in order of appearance, at most 1,000. */
  public static List<FoundTrace> findWithLanguage(CharSequence text) {
    TraceFindings findings = new TraceFindings();
    List<TraceScanner> scanners =
        List.of(
            new JavaStackTraces(findings),
            new PythonStackTraces(findings),
            new JavaScriptStackTraces(findings),
            new GoStackTraces(findings),
            new DotNetStackTraces(findings),
            new RubyStackTraces(findings),
            new PhpStackTraces(findings));
    read(text, scanners, findings);
    return findings.inOrder();
  }

  /** Hands the lines of a text to scanners; a line that holds a whole trace is a text of its own. */
  static void read(CharSequence text, List<TraceScanner> scanners, TraceFindings findings) {
    int number = 0;
    for (Line line = Line.first(text); line != null && !findings.isFull(); line = line.next()) {
      String unescaped = EscapedLine.unescape(line);
      if (unescaped == null) {
        read(line, number++, scanners);
        continue;
      }
      scanners.forEach(TraceScanner::close);
      for (Line inner = Line.first(unescaped); inner != null; inner = inner.next()) {
        read(inner, number++, scanners);
      }
      scanners.forEach(TraceScanner::close);
    }
    scanners.forEach(TraceScanner::close);
  }

  private static void read(Line line, int number, List<TraceScanner> scanners) {
    for (TraceScanner scanner : scanners) {
      scanner.read(line, number);
    }
  }
}
