package nexa.heal.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import nexa.event.Frame;
import nexa.event.StackTrace;
import nexa.heal.source.Projects.UnknownRevision;
import nexa.issue.Diagnosis;
import nexa.issue.Fingerprint;
import nexa.issue.Issue;
import nexa.issue.Location;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WorkspaceTest {

  private final List<String> reads = new ArrayList<>();
  private final Workspace workspace = Workspace.of(this::read, WorkspaceTest::service);

  @Test
  void releaseThatIsACommit_isTheDeployedOne() {
    assertThat(workspace.deployed(issue("shop", "abcdef1")).tree().commit())
        .isEqualTo("commit-of-abcdef1");
  }

  @Test
  void releaseThatIsAVersion_isLookedUpAmongTagsOnly() {
    assertThat(workspace.deployed(issue("shop", "1.4.2")).tree().commit())
        .isEqualTo("commit-of-main");
    assertThat(reads).containsExactly("refs/tags/1.4.2", "refs/tags/v1.4.2", "main");
  }

  @Test
  void hostileRelease_isNotLookedUp() {
    workspace.deployed(issue("shop", "HEAD~3^{/x}"));
    assertThat(reads).containsExactly("main");
  }

  @Test
  void project_isReadOnce() {
    Issue issue = issue("shop", null);
    String commit = workspace.deployed(issue).tree().commit();
    Diagnosis diagnosis =
        new Diagnosis(issue, commit, List.of(new Location("A.java", "A", "a", 1, 0)));

    assertThat(workspace.project(diagnosis)).isSameAs(workspace.project(diagnosis));
    assertThat(workspace.model(diagnosis)).isSameAs(workspace.model(diagnosis));
    assertThat(reads).containsExactly("main");
  }

  @Test
  void serviceWithoutRepository_saysWhatToSet() {
    assertThatThrownBy(() -> workspace.deployed(issue("unknown", null)))
        .isInstanceOf(Projects.UnreadableProject.class)
        .hasMessageContaining("services[].repository");
  }

  private Project read(Path repository, String revision) {
    reads.add(revision);
    if (revision.startsWith("refs/tags/")) {
      throw new UnknownRevision("no " + revision);
    }
    SourceTree tree =
        new SourceTree("commit-of-" + revision, Map.of("src/A.java", "class A {}".getBytes(UTF_8)));
    return new Project(tree, List.of("src"), List.of(), List.of(), List.of(), List.of(), 17);
  }

  private static Optional<Service> service(String name) {
    return name.equals("shop")
        ? Optional.of(
            new Service(name, Path.of("/shop"), "main", List.of(), TrustLevel.PROPOSE, List.of()))
        : Optional.empty();
  }

  private static Issue issue(String service, @Nullable String release) {
    Frame top = new Frame("A", "a", "A.java", 1);
    StackTrace trace = new StackTrace("java.lang.Error", null, List.of(top), null, List.of());
    return new Issue(
        "SHOP-1", service, new Fingerprint("0"), "t", "java.lang.Error", top, Issue.Status.OPEN, 1,
        Instant.EPOCH, Instant.EPOCH, Set.of(), "", release, trace, List.of(top), null);
  }
}
