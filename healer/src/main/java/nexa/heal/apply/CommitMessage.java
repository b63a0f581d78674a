package nexa.heal.apply;

import java.util.ArrayList;
import java.util.List;
import nexa.event.OneLine;
import nexa.issue.Location;
import nexa.patch.Proof;
import nexa.repair.Decision;
import nexa.repair.Plan;
import org.jspecify.annotations.Nullable;

/** The message of a fix: subject, cause, fix, evidence, and the trailers machines read. */
final class CommitMessage {

  /** Trailer that names the plan a commit carries out, by its digest. */
  static final String EVIDENCE = "Nexa-Evidence";

  private static final String MODEL = "model:";
  private static final int WIDTH = 72;
  private static final int PARAGRAPH_CHARS_MAX = 1_000;
  private static final int TRAILER_CHARS_MAX = 200;

  private CommitMessage() {}

  static String evidence(Plan plan) {
    return "sha256:" + plan.digest();
  }

  static String of(Plan plan, Decision.Approved approval) {
    List<String> lines = new ArrayList<>();
    lines.add(subject("Fix " + plan.diagnosis().issue().title()));
    for (String paragraph : List.of(cause(plan), fix(plan), proof(plan))) {
      lines.add("");
      lines.addAll(wrapped(OneLine.of(paragraph, PARAGRAPH_CHARS_MAX)));
    }
    return String.join("\n", lines) + "\n" + trailers(Evidence.Predicate.of(plan, approval));
  }

  /** The end of a message, from the empty line before the trailers on: what a fix's evidence says, too. */
  static String trailers(Evidence.Predicate fix) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(trailer("Nexa-Issue", fix.issue()));
    lines.add(trailer("Nexa-Fingerprint", fix.fingerprint()));
    lines.add(trailer("Nexa-Source", fix.patch().source()));
    lines.add(trailer(EVIDENCE, fix.digest()));
    add(lines, "Nexa-Audit", fix.audit());
    add(lines, "Approved-by", fix.firstApprovedBy());
    add(lines, "Approved-by", fix.approvedBy());
    add(lines, "Signed-off-by", fix.firstSignedOffBy());
    add(lines, "Signed-off-by", fix.signedOffBy());
    if (fix.patch().source().startsWith(MODEL)) {
      lines.add(trailer("Assisted-by", fix.patch().name()));
    }
    return String.join("\n", lines) + "\n";
  }

  private static void add(List<String> lines, String name, @Nullable String value) {
    if (value != null) {
      lines.add(trailer(name, value));
    }
  }

  private static String subject(String text) {
    String line = OneLine.of(text, WIDTH + 1);
    if (line.length() <= WIDTH) {
      return line;
    }
    int space = line.lastIndexOf(' ', WIDTH);
    return line.substring(0, space > 0 ? space : WIDTH).strip();
  }

  private static String cause(Plan plan) {
    Location at = plan.diagnosis().locations().getFirst();
    String simpleClass = at.className().substring(at.className().lastIndexOf('.') + 1);
    return "Cause: " + plan.diagnosis().issue().exceptionType() + " in " + simpleClass + "."
        + at.method() + ", " + at.file() + " line " + at.line() + ".";
  }

  private static String fix(Plan plan) {
    List<String> risks = plan.patch().risks();
    return "Fix: " + plan.patch().rationale()
        + (risks.isEmpty() ? "" : " To review: " + String.join("; ", risks) + ".");
  }

  private static String proof(Plan plan) {
    Proof proof = plan.proof();
    return "Evidence: " + plan.reproduction().testId() + " fails that way on "
        + abbreviated(plan.diagnosis().commit()) + " (" + plan.reproduction().redRuns()
        + " of " + plan.reproduction().redRuns() + " runs) and passes with this change. The test"
        + " suite: " + counts(proof.before()) + " before, " + counts(proof.after()) + " after.";
  }

  private static String abbreviated(String commit) {
    return commit.substring(0, Math.min(12, commit.length()));
  }

  private static String counts(Proof.Suite suite) {
    return suite.passed() + " passed, " + suite.failed() + " failed, " + suite.skipped()
        + " skipped";
  }

  private static String trailer(String name, String value) {
    return name + ": " + value(value);
  }

  /** A text as a trailer has it. */
  static String value(String text) {
    return OneLine.of(text, TRAILER_CHARS_MAX);
  }

  private static List<String> wrapped(String paragraph) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : paragraph.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
