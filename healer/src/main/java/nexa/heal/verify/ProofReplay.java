package nexa.heal.verify;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import nexa.heal.sandbox.Sandbox;
import nexa.heal.source.Project;
import nexa.issue.Diagnosis;
import nexa.issue.Reproduction;
import nexa.patch.Proof;

/** Runs the proof of a fix again: red on the commit it was made for, green with it, and no test lost. */
public final class ProofReplay {

  private static final String CAUSE = "Caused by: ";

  private final Function<Diagnosis, Project> projects;
  private final Sandbox sandbox;
  private final InstantSource clock;

  /**
   * @param projects the project of a diagnosis, at its commit
   */
  public ProofReplay(
      Function<Diagnosis, Project> projects, Sandbox sandbox, InstantSource clock) {
    this.projects = projects;
    this.sandbox = sandbox;
    this.clock = clock;
  }

  /** What the sandbox said. */
  public sealed interface Answer {

    /** It is as it was said to be. */
    record Holds(Proof proof) implements Answer {}

    /** It is not. */
    record Fails(String reason) implements Answer {}
  }

  /**
   * Runs it.
   *
   * @param patched the new text of each file that the fix changes, by path
   * @param noted what was seen when the fix was made
   * @throws Sandbox.Unavailable when there is no sandbox: then nothing is known
   */
  public Answer replay(
      Diagnosis diagnosis, Reproduction reproduction, Map<String, String> patched, Proof noted) {
    Project project = projects.apply(diagnosis);
    try (Sandbox.Session session = sandbox.open(project)) {
      Optional<String> obstacle = session.obstacle(diagnosis.locations().getFirst().file());
      if (obstacle.isPresent()) {
        return new Answer.Fails(
            "The commit below the fix does not compile here: " + obstacle.get());
      }
      return switch (Suite.open(
          session, diagnosis, reproduction, project, sandbox, clock)) {
        case Suite.Opened.Unusable(String reason) -> new Answer.Fails("Without the fix " + reason);
        case Suite.Opened.Usable(Suite suite) -> with(suite, patched, noted);
      };
    }
  }

  private static Answer with(Suite suite, Map<String, String> patched, Proof noted) {
    return switch (suite.of(patched)) {
      case Suite.Answer.Lost(String reason) -> new Answer.Fails("With the fix: " + reason);
      case Suite.Answer.Kept(Proof proof) -> thrown(proof).equals(thrown(noted))
          ? new Answer.Holds(proof)
          : new Answer.Fails(
              "Without the fix the test fails by " + thrown(proof) + ", not by " + thrown(noted));
    };
  }

  /** What a test failed by: the types of the exception and its causes. */
  private static String thrown(Proof proof) {
    String[] lines = proof.redLog().split("\n", -1);
    return Stream.concat(
        Stream.of(lines[0]),
        Stream.of(lines).filter(line -> line.startsWith(CAUSE))
            .map(line -> line.substring(CAUSE.length())))
        .map(ProofReplay::type)
        .collect(Collectors.joining(" of "));
  }

  private static String type(String line) {
    int end = 0;
    while (end < line.length()
        && (Character.isJavaIdentifierPart(line.charAt(end)) || line.charAt(end) == '.')) {
      end++;
    }
    return line.substring(0, end);
  }
}
