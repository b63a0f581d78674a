package nexa.collect;

import java.util.List;
import nexa.event.StackTrace;
import org.jspecify.annotations.Nullable;

/**
 * Finds and reads the stack traces of Java, Python, JavaScript, Go, .NET, Ruby and PHP in text.
 *
 * <p>One pass over the lines, each of which every language's scanner looks at once: nothing says
 * beforehand which language a line is of, and one log may hold several. Most scanners know from the
 * first characters of a line that it is none of theirs. The frames of no two languages look alike;
 * where headers do, the frames decide, and a run of frames that can be nothing else is read by one
 * scanner only.
 *
 * <p>No regular expression is used and every list, name and message is bounded, so hostile text
 * costs linear time.
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

  /**
   * Hands the lines of a text to scanners; a line that holds a whole trace is a text of its own.
   */
  static void read(CharSequence text, List<TraceScanner> scanners, TraceFindings findings) {
    Lines lines = new Lines(scanners);
    boolean escapes = new Line(text, 0, text.length()).indexOf('\\', 0, text.length()) >= 0;
    for (Line line = Line.first(text); line != null && !findings.isFull(); line = line.next()) {
      String unescaped = escapes ? EscapedLine.unescape(line) : null;
      if (unescaped == null) {
        lines.read(line);
        continue;
      }
      lines.close();
      for (Line inner = Line.first(unescaped); inner != null; inner = inner.next()) {
        lines.read(inner);
      }
      lines.close();
    }
    lines.close();
  }

  /** Hands lines to scanners, a run of one language's frames to its own only. */
  private static final class Lines {
    private final List<TraceScanner> scanners;
    private @Nullable TraceScanner owner;
    private int number;

    Lines(List<TraceScanner> scanners) {
      this.scanners = scanners;
    }

    void read(Line line) {
      TraceScanner before = owner;
      number++;
      if (before != null && before.read(line, number)) {
        return;
      }
      owner = null;
      for (TraceScanner scanner : scanners) {
        if (scanner != before && scanner.read(line, number)) {
          owner = scanner;
        }
      }
      if (owner != null) {
        closeOthers();
      }
    }

    private void closeOthers() {
      for (TraceScanner scanner : scanners) {
        if (scanner != owner) {
          scanner.close();
        }
      }
    }

    void close() {
      owner = null;
      scanners.forEach(TraceScanner::close);
    }
  }
}
