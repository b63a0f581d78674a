package nexa.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import nexa.agent.store.Crashes;
import nexa.issue.Issue;
import nexa.issue.Service;
import nexa.issue.TrustLevel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ReadinessTest {

  private boolean hasCode = true;
  private boolean runsWatched;
  private @Nullable Path repository = Path.of("/srv/shop");

  @Test
  void capturedIssue_isReady() {
    assertThat(isReady(Crashes.issue("SHOP-1"))).isTrue();
  }

  @Test
  void issueWithoutValues_isReadyWhereNoJavaagentWillBringAny() {
    Issue issue = bare(Issue.Status.OPEN, "logfile");

    assertThat(isReady(issue)).isTrue();
    runsWatched = true;
    assertThat(isReady(issue)).isFalse();
    runsWatched = false;
    assertThat(isReady(bare(Issue.Status.OPEN, "javaagent"))).isFalse();
  }

  @Test
  void serviceWithoutCode_isNotReady() {
    hasCode = false;
    assertThat(isReady(Crashes.issue("SHOP-1"))).isFalse();

    hasCode = true;
    repository = null;
    assertThat(isReady(Crashes.issue("SHOP-1"))).isFalse();
  }

  @Test
  void closedIssue_isNotReady() {
    assertThat(isReady(bare(Issue.Status.IGNORED, "logfile"))).isFalse();
    assertThat(isReady(bare(Issue.Status.RESOLVED, "logfile"))).isFalse();
  }

  private boolean isReady(Issue issue) {
    Service shop =
        new Service("shop", repository, "main", List.of(), TrustLevel.PROPOSE, List.of());
    return new Readiness(
        new Services(List.of(shop)), service -> hasCode, service -> runsWatched)
        .of(issue);
  }

  private static Issue bare(Issue.Status status, String input) {
    Issue like = Crashes.issue("SHOP-1");
    return new Issue(
        like.id(), like.service(), like.fingerprint(), like.title(), like.exceptionType(),
        like.topFrame(), status, like.count(), like.firstSeen(), like.lastSeen(), Set.of(input),
        like.groupedBecause(), null, like.stackTrace(), like.inAppFrames(), null);
  }
}
