package nexa.agent.forge;

import java.time.Instant;
import nexa.agent.store.Publications;
import nexa.agent.store.Reviews;

/** What a forge tells of a pull request. */
sealed interface ForgeEvent {

  /** The pull request that is spoken of; {@code branch} is empty where the forge does not say. */
  record Subject(String repository, long number, String branch) {}

  /** It was merged, closed or opened again. */
  record Decided(Subject subject, Publications.State state, String actor, Instant time)
      implements
        ForgeEvent {}

  /**
   * Somebody said something of it.
   *
   * @param isOfTeam whether that is somebody of the repository's own, or the forge does not say
   */
  record Said(Subject subject, Reviews.Review review, boolean isOfTeam) implements ForgeEvent {}

  /** Nothing that matters here. */
  record Other() implements ForgeEvent {}
}
