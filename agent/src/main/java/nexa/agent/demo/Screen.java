package nexa.agent.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import nexa.agent.store.Grants;
import nexa.agent.store.Swaps;
import nexa.issue.Issue;
import nexa.patch.Origin;
import nexa.patch.Proof;
import nexa.repair.Outcome;
import nexa.repair.Plan;
import org.jspecify.annotations.Nullable;

/** The terminal of a demo: what is shown on it and the answers given there. */
public final class Screen {

  private static final String BOLD = "1";
  private static final String DIM = "2";
  private static final String RED = "31";
  private static final String GREEN = "32";
  private static final String CYAN = "36";

  private final BufferedReader in;
  private final PrintStream out;
  private final boolean coloured;

  /** What the person says about a fix. */
  enum Answer {
    APPROVE,
    REJECT
  }

  /**
   * @param coloured whether {@code out} is a terminal that shows colours
   */
  public Screen(BufferedReader in, PrintStream out, boolean coloured) {
    this.in = in;
    this.out = out;
    this.coloured = coloured;
  }

  /** A line as it is. */
  void say(String format, Object... arguments) {
    out.printf(format + "%n", arguments);
  }

  /** The title of what comes next. */
  void title(String text) {
    out.println();
    out.println(paint(BOLD, text));
  }

  /** A request and its status. */
  void request(String path, int status) {
    out.printf("GET %-40s %s%n", path, paint(status < 500 ? GREEN : RED, Integer.toString(status)));
  }

  void issue(Issue issue) {
    say("  %s  %s, seen by %s", issue.id(), issue.title(), String.join(" and ", issue.inputs()));
  }

  /** A fix as a person must know it to decide. */
  void plan(Plan plan, Duration took) {
    Issue issue = plan.diagnosis().issue();
    title(issue.id() + "  " + issue.title());
    say("  %s at %s", paint(RED, issue.exceptionType()), issue.topFrame());
    say("  %s", plan.patch().rationale());
    String test = plan.reproduction().testId();
    Proof proof = plan.proof();
    say("  %s", paint(DIM, "red, then green: " + test.substring(test.lastIndexOf('.') + 1)));
    String evidence =
        "suite %d passed before, %d after; %s; %.1f s"
            .formatted(
                proof.before().passed(), proof.after().passed(), origin(plan),
                took.toMillis() / 1000.0);
    say("  %s", paint(DIM, evidence));
  }

  /** Asks until there is an answer; a closed terminal rejects. */
  Answer ask(Plan plan) {
    while (true) {
      out.print("  " + paint(BOLD, "[a]pprove  [d]iff  [r]eject") + " ? ");
      out.flush();
      String line = read();
      switch (line == null ? "r" : line.strip()) {
        case "a" -> {
          return Answer.APPROVE;
        }
        case "r" -> {
          return Answer.REJECT;
        }
        case "d" -> diff(plan.diff());
        default -> out.println("  Type a, d or r, then Enter.");
      }
    }
  }

  private void diff(String diff) {
    diff.lines().forEach(line -> out.println("  " + paintDiff(line)));
  }

  private String paintDiff(String line) {
    if (line.startsWith("+++") || line.startsWith("---") || line.startsWith("diff ")) {
      return paint(BOLD, line);
    }
    return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case '+' -> paint(GREEN, line);
      case '-' -> paint(RED, line);
      case '@' -> paint(CYAN, line);
      default -> line;
    };
  }

  void fixed(Outcome.Fixed fixed) {
    say(
        "  %s commit %s on %s",
        paint(GREEN, "fixed:"), fixed.change().commit().substring(0, 10), fixed.change().branch());
  }

  /** What became of a fix in a running JVM. */
  void swap(Swaps.Entry swap) {
    String where =
        "%s of process %d, %s".formatted(
            String.join(", ", swap.methods()), swap.jvm().pid(), swap.state().text());
    if (swap.state().isLive()) {
      say("  %s into %s; not restarted", paint(GREEN, "swapped"), where);
    } else {
      say("  %s into %s: %s", paint(RED, "not swapped"), where, String.valueOf(swap.reason()));
    }
  }

  void rolledBack(Swaps.Entry swap, Duration took) {
    say(
        "  %s by itself, seen after %.1f s: %s",
        paint(GREEN, "rolled back"), took.toMillis() / 1000.0,
        String.valueOf(swap.reason()));
  }

  void trustFell(Grants.Grant fall) {
    say("  trust fell by itself: %s to %s", fall.of().text(), fall.level().text());
    say(
        "  set again here: nexa trust set %s default --origin %s", fall.of().service(),
        fall.of().origin());
  }

  void notHealed(String reason) {
    say("  %s %s", paint(RED, "not healed:"), reason);
  }

  /** One line of the table at the end. */
  void healed(String bug, String method, Plan plan) {
    say("%-28s %-48s %s", bug, method, paint(GREEN, "healed, " + origin(plan)));
  }

  /** One line of the table at the end. */
  void unhealed(String bug, String method) {
    say("%-28s %-48s %s", bug, method, paint(RED, "NOT HEALED"));
  }

  private static String origin(Plan plan) {
    return switch (plan.patch().origin()) {
      case Origin.Operator operator -> operator.trailer();
      case Origin.Recalled recalled -> "recalled from " + recalled.caseId();
      case Origin.Revert revert -> "revert of " + revert.name();
      case Origin.Model model -> model.trailer();
    };
  }

  /** Waits for Enter, or for the terminal to close. */
  public void awaitEnter() {
    out.print("Press Enter to stop. ");
    out.flush();
    read();
  }

  private @Nullable String read() {
    try {
      return in.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the terminal", e);
    }
  }

  private String paint(String code, String text) {
    return coloured ? "\033[" + code + "m" + text + "\033[0m" : text;
  }
}
