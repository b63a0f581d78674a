package nexa.agent;

import java.util.function.Predicate;
import nexa.collect.AgentEvents;
import nexa.event.Snapshot;
import nexa.issue.Issue;

/**
 * Whether an issue can be healed now: its service's code is there, and it is known as well as it will
 * be.
 */
final class Readiness {

  private static final long COUNT_ENOUGH = 4;

  private final Services services;
  private final Predicate<String> hasCode;
  private final Predicate<String> runsWatched;

  /**
   * @param hasCode whether a service's code can be read, or never has to be fetched
   * @param runsWatched whether a JVM of a service has the javaagent
   */
  Readiness(Services services, Predicate<String> hasCode, Predicate<String> runsWatched) {
    this.services = services;
    this.hasCode = hasCode;
    this.runsWatched = runsWatched;
  }

  boolean of(Issue issue) {
    return issue.status() == Issue.Status.OPEN
        && (isCaptured(issue) || !isWatched(issue))
        && services.get(issue.service()).repository() != null
        && hasCode.test(issue.service());
  }

  /**
   * Whether the snapshot holds the innermost call. A crash that shares its outer methods with an
   * earlier one comes at first with these alone; after some more it is taken as it is.
   */
  private static boolean isCaptured(Issue issue) {
    Snapshot snapshot = issue.snapshot();
    return snapshot != null
        && (issue.count() >= COUNT_ENOUGH
            || snapshot
                .frame(issue.topFrame().className(), issue.topFrame().method())
                .isPresent());
  }

  /** Whether the javaagent captures values at the issue's next crash. */
  private boolean isWatched(Issue issue) {
    return issue.inputs().contains(AgentEvents.INPUT) || runsWatched.test(issue.service());
  }
}
