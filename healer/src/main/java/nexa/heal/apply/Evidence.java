package nexa.heal.apply;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import nexa.event.Sha256;
import nexa.issue.Issue;
import nexa.issue.Location;
import nexa.issue.Reproduction;
import nexa.patch.Patch;
import nexa.patch.Proof;
import nexa.repair.BlastRadius;
import nexa.repair.Decision;
import nexa.repair.Plan;
import nexa.repair.Standing;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The proof of a fix as an in-toto statement about its commit, kept as a note beside it.
 *
 * @param type the version of the statement's form
 * @see <a href="https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md">in-toto
 *     Statement v1</a>
 */
record Evidence(
    @JsonProperty("_type") String type,
    List<Subject> subject,
    String predicateType,
    Predicate predicate) {

  /** The ref of the notes that hold evidence. */
  static final String NOTES = "refs/notes/nexa";

  private static final String STATEMENT = "https://in-toto.io/Statement/v1";
  private static final String PREDICATE = "urn:nexa:evidence:4";

  /** The form before captured values and the JDK were noted; what it says still holds. */
  private static final String OLD_PREDICATE = "urn:nexa:evidence:3";

  private static final String SHA256 = "sha256:";
  private static final int LOG_CHARS_MAX = 64 * 1024;
  private static final JsonMapper JSON =
      JsonMapper.builder().addMixIn(Standing.class, StandingForm.class).build();

  /** How a standing is written: what most have nothing of is left out. */
  private interface StandingForm {
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    List<String> fourEyes();
  }

  /** The commit the statement is about. */
  record Subject(String name, Digest digest) {}

  /** A commit by its id. */
  record Digest(String gitCommit) {}

  /**
   * What was seen, and on whose word the commit was made.
   *
   * @param digest the SHA-256 over everything here but itself and the approval; this and all digests
   *     here as {@code sha256:} and 64 hex digits
   * @param audit the head of the audit log once it held the approval, null when nobody was asked
   * @param signedOffBy who asked to be named as such, null and left out when nobody did
   * @param firstApprovedBy who approved before, where two persons had to; null and left out elsewhere
   * @param firstSignedOffBy that person, if they asked to be named as such; null and left out else
   * @param crash the frames of the crash in the source, innermost first
   * @param diff the SHA-256 of the unified diff of patch and test
   * @param alternatives the plausible patches that came after this one
   * @param jdk as in {@link Proof#jdk()}; null and left out in the form of before
   * @param captured the values of the crash, none where none were captured; null and left out as {@code
   *     jdk} is
   */
  record Predicate(
      String fix,
      String digest,
      @Nullable String audit,
      @Nullable String approvedBy,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String signedOffBy,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String firstApprovedBy,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String firstSignedOffBy,
      String issue,
      String fingerprint,
      String service,
      String deployedCommit,
      String exceptionType,
      List<Location> crash,
      Standing trust,
      BlastRadius reach,
      List<String> actions,
      String diff,
      Change patch,
      List<Change> alternatives,
      Test reproduction,
      String redLog,
      String greenLog,
      Proof.Suite before,
      Proof.Suite after,
      String sandbox,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String jdk,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Captured> captured) {

    /** What a person is asked to approve; its digest is not known yet. */
    static Predicate of(Plan plan) {
      Issue issue = plan.diagnosis().issue();
      Proof proof = plan.proof();
      return new Predicate(
          plan.id(),
          "",
          null,
          null,
          null,
          null,
          null,
          issue.id(),
          issue.fingerprint().value(),
          issue.service(),
          plan.diagnosis().commit(),
          issue.exceptionType(),
          plan.diagnosis().locations(),
          plan.standing(),
          plan.reach(),
          plan.actions(),
          sha256(plan.diff()),
          Change.of(plan.patch()),
          plan.alternatives().stream().map(Change::of).toList(),
          Test.of(plan.reproduction()),
          bounded(proof.redLog()),
          bounded(proof.greenLog()),
          proof.before(),
          proof.after(),
          proof.sandbox(),
          proof.jdk(),
          proof.jdk() == null ? null : Captured.of(issue.snapshot()));
    }

    /** The form of the statement that says this; null where there is none. */
    @Nullable String form() {
      if ((jdk == null) != (captured == null)) {
        return null;
      }
      return jdk == null ? OLD_PREDICATE : PREDICATE;
    }

    /** The same, with the approval as the commit's trailers have it. */
    static Predicate of(Plan plan, Decision.Approved approval) {
      String audit = approval.audit();
      Decision.Approved.First first = approval.first();
      return of(plan)
          .approved(
              SHA256 + plan.digest(),
              audit == null ? null : SHA256 + audit,
              Signatures.of(approval.by(), approval.signoff()),
              first == null ? Signatures.NONE : Signatures.of(first.by(), first.signoff()));
    }

    /** One approver as they stand in a commit: named, and named as who signs off, or neither. */
    private record Signatures(@Nullable String approved, @Nullable String signedOff) {

      static final Signatures NONE = new Signatures(null, null);

      static Signatures of(@Nullable String by, boolean signoff) {
        String name = by == null ? null : CommitMessage.value(by);
        return new Signatures(name, signoff ? name : null);
      }
    }

    private Predicate approved(
        String approvedDigest, @Nullable String auditHead, Signatures by, Signatures firstBy) {
      return new Predicate(
          fix, approvedDigest, auditHead, by.approved(), by.signedOff(), firstBy.approved(),
          firstBy.signedOff(), issue, fingerprint, service,
          deployedCommit, exceptionType, crash, trust, reach, actions, diff, patch, alternatives,
          reproduction, redLog, greenLog,
          before, after, sandbox, jdk, captured);
    }

    /** Whether as many approved as the plan wanted: where two had to, two of different names. */
    boolean hasItsApprovals() {
      if (!trust.needsTwo()) {
        return firstApprovedBy == null && firstSignedOffBy == null;
      }
      return approvedBy != null && firstApprovedBy != null
          && !approvedBy.equalsIgnoreCase(firstApprovedBy);
    }

    private Predicate unapproved() {
      return approved("", null, Signatures.NONE, Signatures.NONE);
    }

    /** What {@code digest} has to be. */
    String computedDigest() {
      return sha256(form() + "\n" + JSON.writeValueAsString(unapproved()));
    }
  }

  /** A patch and where it came from. */
  record Change(String id, String source, String name, String rationale, List<String> risks) {

    private static Change of(Patch patch) {
      return new Change(
          patch.id(), patch.origin().trailer(), patch.origin().name(), patch.rationale(),
          patch.risks());
    }
  }

  /** The test that was red. */
  record Test(
      String file, String id, int frameIndex, int redRuns, Reproduction.From from,
      String failure) {

    private static Test of(Reproduction reproduction) {
      return new Test(
          reproduction.file(), reproduction.testId(), reproduction.frameIndex(),
          reproduction.redRuns(), reproduction.from(), bounded(reproduction.failure()));
    }
  }

  /** The digest of what a person is asked to approve, in hex: nothing of it changes behind their back. */
  static String digest(Plan plan) {
    return Predicate.of(plan).computedDigest().substring(SHA256.length());
  }

  static Evidence of(Plan plan, Decision.Approved approval, String commit) {
    Predicate predicate = Predicate.of(plan, approval);
    return new Evidence(
        STATEMENT,
        List.of(new Subject(plan.id(), new Digest(commit))),
        Objects.requireNonNull(predicate.form()),
        predicate);
  }

  /** Whether it is about a commit. */
  boolean isOf(String commit) {
    return subject.equals(List.of(new Subject(predicate.fix(), new Digest(commit))));
  }

  String json() {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
  }

  /**
   * Reads a note. One that would not be written just so is none: no field can be added to it, twice or
   * left out, and none can have another form.
   */
  static Optional<Evidence> read(String note) {
    try {
      JsonNode tree = JSON.readTree(note);
      Evidence evidence = JSON.treeToValue(tree, Evidence.class);
      if (evidence == null || !evidence.json().equals(note)) {
        return Optional.empty();
      }
      if (tree.path("predicate") instanceof ObjectNode predicate) {
        predicate.remove(List.of("audit", "approvedBy"));
      }
      return hasNull(tree) || !evidence.type.equals(STATEMENT)
          || !evidence.predicateType.equals(evidence.predicate.form())
              ? Optional.empty()
              : Optional.of(evidence);
    } catch (JacksonException e) {
      return Optional.empty(); // written by someone else
    }
  }

  private static boolean hasNull(JsonNode node) {
    return node.isNull() || node.valueStream().anyMatch(Evidence::hasNull);
  }

  static String sha256(String text) {
    return SHA256 + Sha256.hex(text);
  }

  private static String bounded(String log) {
    return log.length() > LOG_CHARS_MAX ? log.substring(0, LOG_CHARS_MAX) + "\n[cut]" : log;
  }
}
