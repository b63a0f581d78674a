package nexa.agent.forge;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import nexa.agent.store.Json;
import nexa.issue.Diagnosis;
import nexa.issue.Issue;
import nexa.issue.Location;
import nexa.patch.Proof;
import nexa.repair.BlastRadius;
import nexa.repair.Change;
import nexa.repair.Plan;
import org.jspecify.annotations.Nullable;

/** What a pull request says of a fix: what broke and why, the change, its proof, and how to undo it. */
final class PullRequestText {

  private static final int TITLE_CHARS_MAX = 120;
  private static final int RATIONALE_CHARS_MAX = 1_000;
  private static final int RISKS_MAX = 10;
  private static final int ROUTES_MAX = 10;
  private static final int FILES_MAX = 20;

  private final Plan plan;
  private final Change change;
  private final @Nullable String approvedBy;
  private final String remote;

  /**
   * @param approvedBy null when nobody was asked
   * @param remote the address of the repository that it was pushed to
   */
  PullRequestText(Plan plan, Change change, @Nullable String approvedBy, String remote) {
    this.plan = plan;
    this.change = change;
    this.approvedBy = approvedBy;
    this.remote = remote;
  }

  String title() {
    return "Fix " + Markdown.title(plan.diagnosis().issue().title(), TITLE_CHARS_MAX);
  }

  /**
   * The text in Markdown.
   *
   * @param source where a person reads the line of the crash
   */
  String body(Function<Location, URI> source) {
    return String.join(
        "\n\n",
        "## What broke\n\n" + broken(),
        "## Root cause\n\n" + cause(source),
        "## The change\n\n" + Markdown.code(plan.patch().rationale(), RATIONALE_CHARS_MAX),
        "## Evidence\n\n" + evidence(),
        "## Risk\n\n" + risk(),
        "## Reproduce\n\n" + block(
            "git fetch " + remote + " " + change.branch()
                + " refs/notes/nexa:refs/notes/nexa\nnexa verify " + change.commit()),
        "## Take it back\n\n" + block("git revert " + change.commit()),
        "## Provenance\n\n" + provenance(),
        "<!-- nexa:" + machine() + " -->")
        + "\n";
  }

  private String broken() {
    Issue issue = plan.diagnosis().issue();
    return Markdown.code(issue.exceptionType()) + " in service " + Markdown.code(issue.service())
        + ", seen " + issue.count() + (issue.count() == 1 ? " time" : " times") + ", first "
        + minute(issue.firstSeen()) + ", last " + minute(issue.lastSeen()) + ", issue "
        + Markdown.code(issue.id()) + ", on commit " + Markdown.code(plan.diagnosis().commit())
        + ".";
  }

  private static String minute(Instant time) {
    return time.truncatedTo(ChronoUnit.MINUTES).toString();
  }

  private String cause(Function<Location, URI> source) {
    Diagnosis diagnosis = plan.diagnosis();
    Location at = diagnosis.locations().getFirst();
    return "It is thrown in [" + Markdown.code(at.className() + "." + at.method() + ":" + at.line())
        + "](" + source.apply(at) + "). The test that shows it fails by "
        + Markdown.code(plan.reproduction().failure()) + ".";
  }

  private String evidence() {
    Proof proof = plan.proof();
    int runs = plan.reproduction().redRuns();
    return "| | without | with |\n|---|---|---|\n| "
        + Markdown.code(plan.reproduction().testId()) + " | fails, " + runs + " of " + runs
        + " runs | passes |\n| the test suite | " + counts(proof.before()) + " | "
        + counts(proof.after()) + " |\n\nSandbox: " + Markdown.code(proof.sandbox()) + ".";
  }

  private static String counts(Proof.Suite suite) {
    return suite.passed() + " passed, " + suite.failed() + " failed, " + suite.skipped()
        + " skipped";
  }

  private String risk() {
    List<String> files =
        plan.patch().edits().stream()
            .map(edit -> Markdown.code(edit.file()))
            .distinct()
            .limit(FILES_MAX)
            .toList();
    StringBuilder text = new StringBuilder("It changes " + String.join(", ", files) + " and adds ");
    text.append(Markdown.code(plan.reproduction().file())).append('.');
    text.append(reached());
    if (!plan.patch().risks().isEmpty()) {
      text.append(" To review:\n");
      plan.patch().risks().stream()
          .limit(RISKS_MAX)
          .forEach(risk -> text.append("\n- ").append(Markdown.code(risk)));
    }
    return text.toString();
  }

  private String reached() {
    BlastRadius reach = plan.reach();
    String routes =
        reach.routes().stream()
            .limit(ROUTES_MAX)
            .map(Markdown::code)
            .collect(Collectors.joining(", "));
    return reach.equals(BlastRadius.UNKNOWN)
        ? ""
        : " Known callers, direct or not: " + reach.callers() + "."
            + (routes.isEmpty() ? "" : " Routes: " + routes + ".")
            + (reach.exposed() ? " It is part of the public API." : "");
  }

  private static String block(String commands) {
    return commands.lines().map(line -> "    " + line).reduce((a, b) -> a + "\n" + b).orElse("");
  }

  private String provenance() {
    return "Made by " + Markdown.code(plan.patch().origin().trailer()) + ", "
        + (approvedBy == null ? "approved by nobody: its trust level asks none"
            : "approved by " + Markdown.code(approvedBy))
        + ". Evidence " + Markdown.code("sha256:" + plan.digest()) + ", kept in "
        + Markdown.code("refs/notes/nexa") + ". Other plausible patches: "
        + plan.alternatives().size() + ".";
  }

  /** For programs; no text in it can end the comment. */
  private String machine() {
    Issue issue = plan.diagnosis().issue();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("schema", "nexa.pullrequest/1");
    facts.put("fix", plan.id());
    facts.put("issue", issue.id());
    facts.put("fingerprint", issue.fingerprint().value());
    facts.put("digest", "sha256:" + plan.digest());
    facts.put("commit", change.commit());
    facts.put("source", plan.patch().origin().trailer());
    return Json.write(facts)
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("--", "-\\u002d");
  }
}
