package nexa.heal.reproduce;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import nexa.event.Frame;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.sandbox.Sandbox.TestRun;
import nexa.heal.source.DeclaredClasses;
import nexa.heal.source.Project;
import nexa.heal.source.Projects.UnreadableProject;
import nexa.heal.source.Workspace;
import nexa.issue.Diagnosis;
import nexa.issue.Reproduction;
import nexa.patch.TestOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lays a reproduction over other commits and runs it there, each time in a sandbox of its own. */
final class CommitTrial {

  /** A test that does not do the same twice tells nothing. */
  private static final int RUNS = 2;

  private static final Duration RUN_MAX = Duration.ofSeconds(30);
  private static final Logger LOG = LoggerFactory.getLogger(CommitTrial.class);

  private final Diagnosis diagnosis;
  private final Reproduction reproduction;
  private final Workspace workspace;
  private final Sandbox sandbox;

  CommitTrial(
      Diagnosis diagnosis, Reproduction reproduction, Workspace workspace, Sandbox sandbox) {
    this.diagnosis = diagnosis;
    this.reproduction = reproduction;
    this.workspace = workspace;
    this.sandbox = sandbox;
  }

  /** What the reproduction says of a commit. */
  enum Said {
    /** It fails there as it does on the deployed commit. */
    CRASHES,
    /** It passes. */
    PASSES,
    /** It does not compile there, fails otherwise, or not always. */
    NOTHING
  }

  /**
   * Runs it on a commit.
   *
   * @throws Sandbox.Unavailable when no sandbox can be had
   */
  Said at(String commit) {
    Said said;
    String why = "";
    try {
      Project project =
          workspace.project(new Diagnosis(diagnosis.issue(), commit, diagnosis.locations()));
      said = at(project);
    } catch (UnreadableProject | UncheckedIOException e) { // other commits may be readable
      said = Said.NOTHING;
      why = String.valueOf(e.getMessage());
    }
    LOG.info("fingerprint={} bisect={} said={} why=\"{}\"", diagnosis.issue().fingerprint(),
        commit, said, why);
    return said;
  }

  private Said at(Project project) {
    DeclaredClasses declared = new DeclaredClasses(project);
    if (!declared.declare(diagnosis.issue().topFrame())) {
      return Said.NOTHING; // no need to build it
    }
    try (Sandbox.Session session = sandbox.open(project)) {
      Said first = once(session, declared);
      for (int i = 1; i < RUNS && first != Said.NOTHING; i++) {
        if (once(session, declared) != first) {
          return Said.NOTHING;
        }
      }
      return first;
    }
  }

  private Said once(Sandbox.Session session, DeclaredClasses declared) {
    String id = reproduction.testId();
    TestRun run =
        session.run(
            Map.of(reproduction.file(), reproduction.source()),
            List.of(id.substring(0, id.indexOf('#'))), RUN_MAX);
    return switch (run) {
      case TestRun.NotCompiled ignored -> Said.NOTHING;
      case TestRun.Broken ignored -> Said.NOTHING;
      case TestRun.Ran ran ->
          ran.outcomes().stream()
              .filter(outcome -> outcome.testId().equals(id))
              .findFirst()
              .map(outcome -> said(outcome, declared))
              .orElse(Said.NOTHING);
    };
  }

  /** The lines of other commits are other ones, so only exception and method count. */
  private Said said(TestOutcome outcome, DeclaredClasses declared) {
    String failure = outcome.failure();
    if (outcome.status() != TestOutcome.Status.FAILED || failure == null) {
      return outcome.status() == TestOutcome.Status.PASSED ? Said.PASSES : Said.NOTHING;
    }
    FailureText text =
        new FailureText(failure, name -> declared.declare(new Frame(name, "", null, 0)));
    return text.shows(diagnosis.issue(), false) ? Said.CRASHES : Said.NOTHING;
  }
}
