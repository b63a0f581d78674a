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

  /** Closes a pull request that is still open, with a comment of one line that says why; each once. */
  Closing close(long number, String comment);

  /** Where a person reads a file's line at a commit. */
  URI source(String commit, String file, int line);

  /** A branch and what is said of it. */
  record Proposal(String branch, String base, String title, String body) {}

  /** What came of a proposal. */
  sealed interface Answer {

    /** A person can look at it there. */
    record Open(long number, URI address) implements Answer {}

    /** The forge will not; {@code reason} says why, and what a person can do. */
    record Refused(String reason) implements Failure {}

    /** It may go better after some time. */
    record Later(String reason, Duration after) implements Failure {}
  }

  /** What came of closing. */
  sealed interface Closing {

    /** It is closed, by this or before. */
    record Closed() implements Closing {}

    /** Somebody merged it before. */
    record Merged() implements Closing {}
  }

  /** Why the forge did nothing. */
  sealed interface Failure extends Answer, Closing permits Answer.Refused, Answer.Later {}
}
