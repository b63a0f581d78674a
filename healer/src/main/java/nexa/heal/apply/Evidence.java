package nexa.heal.apply;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import nexa.issue.Issue;
import nexa.issue.Reproduction;
import nexa.patch.Proof;
import nexa.repair.Decision;
import nexa.repair.Plan;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The proof of a fix as an in-toto statement about its commit, kept as a note beside it.
 *
 * @param type the version of the statement's form
 */
record Evidence(
    @JsonProperty("_type") String type,
    List<Subject> subject,
    String predicateType,
    Predicate predicate) {

  /** The ref of the notes that hold evidence. */
  static final String NOTES = "refs/notes/nexa";

  private static final int LOG_CHARS_MAX = 64 * 1024;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** The commit the statement is about. */
  record Subject(String name, Digest digest) {}

  /** A commit by its id. */
  record Digest(String gitCommit) {}

  /** What was seen, and on whose word the commit was made. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Predicate(
      String fix,
      String digest,
      String issue,
      String fingerprint,
      String service,
      String deployedCommit,
      @Nullable String approvedBy,
      List<String> actions,
      Change patch,
      Test reproduction,
      String redLog,
      String greenLog,
      Proof.Suite before,
      Proof.Suite after,
      String sandbox) {}

  /** The patch and where it came from. */
  record Change(String id, String source, String name, String rationale, List<String> risks) {}

  /** The test that was red. */
  record Test(String file, String id, int redRuns, Reproduction.From from, String failure) {}

  static Evidence of(Plan plan, Decision.Approved approval, String branch, String commit) {
    return new Evidence(
        "https://in-toto.io/Statement/v1",
        List.of(new Subject(branch, new Digest(commit))),
        "urn:nexa:evidence:1",
        predicate(plan, approval));
  }

  String json() {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
  }

  private static Predicate predicate(Plan plan, Decision.Approved approval) {
    Issue issue = plan.diagnosis().issue();
    Proof proof = plan.proof();
    return new Predicate(
        plan.id(),
        CommitMessage.evidence(plan),
        issue.id(),
        issue.fingerprint().value(),
        issue.service(),
        plan.diagnosis().commit(),
        approval.by(),
        plan.actions(),
        new Change(
            plan.patch().id(),
            plan.patch().origin().trailer(),
            plan.patch().origin().name(),
            plan.patch().rationale(),
            plan.patch().risks()),
        new Test(
            plan.reproduction().file(),
            plan.reproduction().testId(),
            plan.reproduction().redRuns(),
            plan.reproduction().from(),
            bounded(plan.reproduction().failure())),
        bounded(proof.redLog()),
        bounded(proof.greenLog()),
        proof.before(),
        proof.after(),
        proof.sandbox());
  }

  private static String bounded(String log) {
    return log.length() > LOG_CHARS_MAX ? log.substring(0, LOG_CHARS_MAX) + "\n[cut]" : log;
  }
}
