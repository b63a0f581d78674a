package nexa.agent.forge;

import java.net.URI;
import java.time.Duration;

/** A site where branches are proposed to people: its API, and its addresses. */
interface Forge {

  /**
   * Opens a draft pull request, or finds the one that is open for the branch. No answer of the forge is
   * believed that names another repository, branch or base.
   */
  Answer propose(Proposal proposal);

  /** Where a person reads a file's line at a commit. */
  URI source(String commit, String file, int line);

  /** A branch and what is said of it. */
  record Proposal(String branch, String base, String title, String body) {}

  /** What came of a proposal. */
  sealed interface Answer {

    /** A person can look at it there. */
    record Open(long number, URI address) implements Answer {}

    /** The forge will not; {@code reason} says why, and what a person can do. */
    record Refused(String reason) implements Answer {}

    /** It may go better after some time. */
    record Later(String reason, Duration after) implements Answer {}
  }
}
