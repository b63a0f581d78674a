package nexa.agent.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import nexa.agent.CommitProof;
import nexa.heal.apply.Captured;
import nexa.heal.apply.CommitSignature;
import nexa.heal.apply.ProvenCommit;
import nexa.heal.verify.ProofReplay;
import nexa.patch.Proof;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proves a commit of Nexa's again, on any machine that has the repository. */
@Command(
    name = "verify",
    description = {
      "Runs the proof of a Nexa commit again, from the commit and its note alone.",
      "The note must say what was approved, and the commit change that and nothing else;",
      "then its test runs in the sandbox: red on the commit below, green with the fix."
    })
final class VerifyCommand implements Callable<Integer> {

  private static final String LACKS = "not told: the note is of a form that lacks ";

  @Mixin
  private HomeOptions home = new HomeOptions();
  @Mixin
  private OutputOption output = new OutputOption();

  @Option(names = "--repo", paramLabel = "DIR",
      description = "The git repository (default: this folder).")
  private Path repository = Path.of("");

  @Option(names = "--no-run", description = "Hold commit and note together only; run nothing.")
  private boolean noRun;

  @Option(names = "--signed",
      description = "Wants a good signature too: by a key that this host's git or gpg knows.")
  private boolean signed;

  @Parameters(index = "0", paramLabel = "COMMIT", description = "A commit id, branch or tag.")
  private String revision = "";

  /**
   * What came of it.
   *
   * @param verified whether all that was asked for holds
   * @param ran whether the sandbox was asked
   * @param reason why it is not verified, null when it is
   * @param captured the values of the crash, redacted; null when the evidence does not fit, or is of a
   *     form that lacks them
   * @param signature what this host can say of it, null when the evidence does not fit the commit
   * @param proof what the sandbox saw now, null when it was not asked or it does not hold
   */
  private record Report(
      String schema,
      @Nullable String commit,
      boolean verified,
      boolean ran,
      @Nullable String reason,
      @Nullable String source,
      @Nullable String approvedBy,
      @Nullable CommitSignature signature,
      @Nullable Proof noted,
      @Nullable List<Captured> captured,
      @Nullable Proof proof) {

    private static final String SCHEMA = "nexa.verification/1";

    static Report refused(String reason) {
      return new Report(SCHEMA, null, false, false, reason, null, null, null, null, null, null);
    }

    static Report of(ProvenCommit fix, boolean signed, ProofReplay.@Nullable Answer answer) {
      String unsigned = unsigned(fix.signature(), signed);
      String reason = answer instanceof ProofReplay.Answer.Fails(String why) ? why : unsigned;
      Proof proof = answer instanceof ProofReplay.Answer.Holds(Proof seen) ? seen : null;
      return new Report(
          SCHEMA, fix.commit(), reason == null, answer != null, reason, fix.source(),
          fix.approvedBy(), fix.signature(), fix.noted(), fix.captured(), proof);
    }

    /** Why the signature speaks against the commit, null when it does not. */
    private static @Nullable String unsigned(CommitSignature signature, boolean signed) {
      return signature.state() == CommitSignature.State.BAD
          || signed && signature.state() != CommitSignature.State.GOOD
              ? "The signature is " + signature.state() + ". " + signature.reason()
              : null;
    }
  }

  @Override
  public Integer call() {
    Report report = report(repository.toAbsolutePath().normalize());
    if (output.json()) {
      OutputOption.print(report);
    } else {
      print(report);
    }
    return report.verified() ? ExitCode.OK : ExitCode.FAILED;
  }

  private Report report(Path folder) {
    ProvenCommit fix;
    try {
      fix = ProvenCommit.read(folder, revision);
    } catch (ProvenCommit.Refused e) {
      return Report.refused(String.valueOf(e.getMessage()));
    }
    return Report.of(fix, signed, noRun ? null : CommitProof.replay(home.config(), folder, fix));
  }

  private void print(Report report) {
    if (report.noted() != null) {
      System.out.println("commit    " + report.commit());
      System.out.println("fix by    " + report.source() + ", approved by "
          + (report.approvedBy() == null ? "nobody: its trust level asks none"
              : report.approvedBy()));
      System.out.println("signature " + told(report.signature()));
      System.out.println("evidence  belongs to the commit, which changes what was approved");
      System.out.println("values    " + values(report.captured()));
      System.out.println("then      " + counts(report.noted()));
      System.out.println("jdk then  " + jdk(report.noted()));
    }
    if (report.proof() != null) {
      System.out.println("now       " + counts(report.proof()));
      System.out.println("jdk now   " + difference(report.noted(), report.proof()));
    }
    System.out.println(
        report.verified()
            ? report.ran() ? "verified"
                : "not run: the evidence fits, and says nothing of this machine"
            : "NOT verified: " + report.reason());
  }

  private static String values(@Nullable List<Captured> captured) {
    if (captured == null) {
      return LACKS + "the captured values";
    }
    return captured.isEmpty() ? "none were captured"
        : captured.size() + " calls, redacted where they were captured: "
            + captured.stream().map(VerifyCommand::call).collect(Collectors.joining("; "));
  }

  private static String call(Captured call) {
    return call.method() + call.arguments().stream()
        .map(each -> each.name() + "=" + each.value())
        .collect(Collectors.joining(", ", " with ", ""))
        + (call.receiver() == null ? "" : " on " + call.receiver());
  }

  private static String jdk(@Nullable Proof proof) {
    return proof == null || proof.jdk() == null ? LACKS + "the JDK" : proof.jdk();
  }

  /** Another JDK is no reason to refuse: what the test does on it was seen. */
  private static String difference(@Nullable Proof noted, Proof seen) {
    return noted == null || noted.jdk() == null || seen.jdk() == null ? jdk(seen)
        : noted.jdk().equals(seen.jdk()) ? "the same"
            : "ANOTHER: " + seen.jdk() + "; the proof holds on it, too";
  }

  private static String told(@Nullable CommitSignature signature) {
    if (signature == null || signature.state() == CommitSignature.State.NONE) {
      return "none";
    }
    String by =
        " by " + (signature.kind() == null ? "" : signature.kind() + " ") + "key "
            + (signature.key() == null ? "that is not told" : signature.key());
    return signature.state() == CommitSignature.State.GOOD
        ? "good," + by + " of " + signature.signer()
        : (signature.state() == CommitSignature.State.BAD ? "BAD," : "cannot be checked here,") + by
            + ": " + signature.reason();
  }

  private static String counts(Proof proof) {
    return "red without, green with the fix; "
        + counts(proof.before()) + " without, " + counts(proof.after()) + " with; "
        + proof.sandbox();
  }

  private static String counts(Proof.Suite suite) {
    return suite.passed() + " passed and " + suite.failed() + " failed";
  }
}
