package nexa.agent.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import nexa.collect.AgentEvents;
import nexa.collect.DockerLogCollector;
import nexa.collect.JournalCollector;
import nexa.collect.LogFileCollector;
import nexa.issue.Issue;

/**
 * Who told of issues. One that only senders without a key told of is unauthenticated: anybody on this
 * host may have made it up, so that its fix is proposed at most.
 */
public final class Provenance {

  /** The inputs that Nexa reads by itself, or that ask for a token of their own. */
  private static final Set<String> OF_THE_SERVICE =
      Set.of(
          AgentEvents.INPUT, LogFileCollector.INPUT, JournalCollector.INPUT,
          DockerLogCollector.INPUT);

  private final Store store;

  public Provenance(Store store) {
    this.store = store;
  }

  /** Whether the service itself told of an issue, by its log or by the javaagent in it. */
  public static boolean isOfTheService(Issue issue) {
    return issue.inputs().stream().anyMatch(OF_THE_SERVICE::contains);
  }

  /** Whether only senders without a key told of an issue. */
  public boolean isUnauthenticated(Issue issue) {
    return !isOfTheService(issue)
        && store
            .jdbi()
            .withHandle(
                handle -> handle
                    .createQuery(
                        "SELECT count(*) FROM issue_inputs WHERE issue = ? AND authenticated = 1")
                    .bind(0, issue.id())
                    .mapTo(int.class)
                    .one()) == 0;
  }

  /** Of some issues the ids of those that only senders without a key told of. */
  public Set<String> unauthenticated(List<Issue> issues) {
    Set<String> authenticated =
        store
            .jdbi()
            .withHandle(
                handle -> new HashSet<>(
                    handle
                        .createQuery(
                            "SELECT DISTINCT issue FROM issue_inputs WHERE authenticated = 1")
                        .mapTo(String.class)
                        .list()));
    return issues.stream()
        .filter(issue -> !isOfTheService(issue) && !authenticated.contains(issue.id()))
        .map(Issue::id)
        .collect(Collectors.toSet());
  }
}
