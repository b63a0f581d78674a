package nexa.agent.web;

import nexa.agent.store.Runs;
import org.jspecify.annotations.Nullable;

/**
 * A healing run as the API shows it.
 *
 * @param outcome how it ended, null before
 * @param reason why it ended so, null where the outcome says it all
 */
record RunView(String id, String status, @Nullable String outcome, @Nullable String reason) {

  static RunView of(Runs.Run run) {
    return new RunView(
        run.id(),
        run.status(),
        run.outcome() == null ? null : OutcomeText.name(run.outcome()),
        run.outcome() == null ? null : OutcomeText.reason(run.outcome()));
  }
}
