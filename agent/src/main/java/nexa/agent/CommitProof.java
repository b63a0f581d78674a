package nexa.agent;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import nexa.agent.config.Config;
import nexa.heal.apply.ProvenCommit;
import nexa.heal.sandbox.DockerSandbox;
import nexa.heal.source.GeneratedClasses;
import nexa.heal.source.GitProjects;
import nexa.heal.source.Workspace;
import nexa.heal.verify.ProofReplay;
import nexa.issue.Service;
import nexa.issue.TrustLevel;

/** Runs the proof of a commit again from the commit and its note alone, with no daemon and no store. */
public final class CommitProof {

  private CommitProof() {}

  /**
   * Runs it.
   *
   * @throws nexa.heal.sandbox.Sandbox.Unavailable when there is no sandbox
   * @throws nexa.heal.source.Projects.UnreadableProject when the project below the fix cannot be read
   */
  public static ProofReplay.Answer replay(Config config, Path repository, ProvenCommit fix) {
    Service service =
        new Service(
            fix.diagnosis().issue().service(), repository, fix.diagnosis().commit(), List.of(),
            TrustLevel.OBSERVE, List.of());
    Path scratch = OneShot.scratch();
    try (DockerSandbox sandbox = Wiring.sandbox(config, Clock.systemUTC())) {
      Workspace workspace =
          Workspace.of(
              new GeneratedClasses(new GitProjects(), List.of(), scratch),
              name -> Optional.of(service));
      return new ProofReplay(workspace::project, sandbox, Clock.systemUTC())
          .replay(fix.diagnosis(), fix.reproduction(), fix.patched(), fix.noted());
    } finally {
      OneShot.remove(scratch);
    }
  }
}
