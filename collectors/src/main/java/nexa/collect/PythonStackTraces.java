package nexa.collect;

import java.util.ArrayDeque;
import java.util.Deque;
import nexa.event.Language;
import org.jspecify.annotations.Nullable;

/**
 * Reads Python's tracebacks.
 *
 * <p>Chained exceptions come out as {@code cause}, the one raised last as the outermost. Those of
 * an exception group, which Python prints behind a margin of {@code |}, a column further in for
 * every level, come out as suppressed ones of the group. Frames and their names: {@link
 * PythonFrame}.
 */
final class PythonStackTraces extends TraceScanner {

  private static final int LEVELS_MAX = 16;
  private static final int NO_MARGIN = -1;

  private final TraceFindings findings;

  /** The chains being read: the outermost first, then those within groups. */
  private final Deque<Level> levels = new ArrayDeque<>();

  private int firstLine;
  private int lastLine;

  /** The last line that was not empty and outside of a trace: a cause may have no traceback. */
  private @Nullable Line before;

  private int beforeNumber;

  /** A chain and the column of the margin before its lines. */
  private static final class Level {
    private final PythonChain chain;
    private int column;

    Level(PythonChain chain, int column) {
      this.chain = chain;
      this.column = column;
    }
  }

  PythonStackTraces(TraceFindings findings) {
    this.findings = findings;
  }

  @Override
  boolean read(Line line, int number) {
    if (levels.isEmpty()) {
      begin(line, number);
    } else if (goesOn(line)) {
      lastLine = line.isBlank() ? lastLine : number;
    } else {
      close();
      begin(line, number);
    }
    return false;
  }

  @Override
  void close() {
    before = null;
    if (levels.isEmpty()) {
      return;
    }
    leaveAll();
    OpenTrace last = top().chain.last();
    if (last != null) {
      findings.add(Language.PYTHON, firstLine, lastLine, last.toStackTrace());
    }
    levels.clear();
  }

  private void begin(Line line, int number) {
    boolean caption = before != null && PythonChain.isCaption(line);
    if (caption || PythonChain.begins(line)) {
      Level level = new Level(new PythonChain(findings, false), NO_MARGIN);
      boolean begun =
          caption && before != null
              ? level.chain.beginBehind(before, line)
              : level.chain.read(withoutPlus(level, line));
      if (begun) {
        levels.push(level);
        firstLine = caption ? beforeNumber : number;
        lastLine = number;
      }
    }
    if (line.content() < line.end()) {
      before = line;
      beforeNumber = number;
    }
  }

  private boolean goesOn(Line line) {
    int content = line.content();
    int column = content - line.start();
    if (line.startsWith("+-", content) && isMargin(column)) {
      separate(line, content, column);
      return true;
    }
    if (line.startsWith("|", content) && isMargin(column)) {
      leaveBehind(column);
      Line inner = new Line(line.text(), Math.min(line.end(), content + 2), line.end());
      return top().chain.read(inner) || levels.size() > 1;
    }
    leaveAll();
    return top().chain.read(withoutPlus(top(), line));
  }

  /** A group's own traceback begins behind a plus sign that stands in the column of its margin. */
  private static Line withoutPlus(Level level, Line line) {
    int content = line.content();
    if (!line.startsWith("+ Exception Group Traceback", content)) {
      return line;
    }
    level.column = content - line.start();
    return new Line(line.text(), content + 2, line.end());
  }

  /** A line of dashes ends one exception of a group; with a number in it, the next one follows. */
  private void separate(Line line, int content, int column) {
    boolean first = line.startsWith("+-+-", content);
    leaveBehind(first ? column : column - 1);
    top().chain.endMessage();
    boolean another = line.indexOf(' ', content, line.contentEnd(content)) >= 0;
    if (another && levels.size() < LEVELS_MAX) {
      levels.push(new Level(new PythonChain(findings, true), first ? column + 2 : column));
    }
  }

  private Level top() {
    return levels.getFirst();
  }

  private boolean isMargin(int column) {
    return levels.stream().anyMatch(level -> level.column == column);
  }

  private void leaveAll() {
    leaveBehind(NO_MARGIN - 1);
  }

  /** Leaves the exceptions whose margins stand behind a column, but never the outermost chain. */
  private void leaveBehind(int column) {
    while (levels.size() > 1 && top().column > column) {
      OpenTrace member = levels.pop().chain.last();
      OpenTrace group = top().chain.last();
      if (member != null && group != null) {
        group.suppress(member);
      }
    }
  }
}
