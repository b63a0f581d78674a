package nexa.repair;

import org.jspecify.annotations.Nullable;

/**
 * A plan carried out.
 *
 * @param branch the branch of its own that holds the commit
 * @param moved the deployed branch, when it points at the commit now, else null
 * @param left why the deployed branch was left where it is, null when it was moved or was not to be
 */
public record Change(
    String branch, String commit, @Nullable String moved, @Nullable String left) {

  /** A commit on a branch of its own. */
  public Change(String branch, String commit) {
    this(branch, commit, null, null);
  }
}
