package nexa.heal.apply;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import nexa.event.OneLine;
import nexa.heal.apply.GitRemote.Answer;
import nexa.repair.Change;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.PushResult;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.jspecify.annotations.Nullable;

/**
 * One push of a fix: its commit to its branch, never by force, the evidence, and the deployed branch
 * where that was moved. Where others added
 * evidence meanwhile, theirs is fetched, both are put together, and that is pushed.
 */
final class GitPush {

  private static final PersonIdent NEXA = new PersonIdent("Nexa", "nexa@localhost");
  private static final int ATTEMPTS_MAX = 4;
  private static final int MESSAGE_CHARS_MAX = 300;

  private final Repository local;
  private final GitConnection remote;
  private final Change change;
  private final String branch;

  GitPush(Repository local, GitConnection remote, Change change) {
    this.local = local;
    this.remote = remote;
    this.change = change;
    this.branch = Constants.R_HEADS + change.branch();
  }

  Answer run() throws IOException {
    if (!local.getObjectDatabase().has(ObjectId.fromString(change.commit()))) {
      return new Answer.Refused(
          "Commit " + change.commit() + " is no longer in " + local.getDirectory()
              + ": its history was rewritten. Heal the issue again.");
    }
    PushResult result = remote.push(updates(true));
    Answer answer = branchAnswer(result.getRemoteUpdate(branch));
    if (!(answer instanceof Answer.Done)) {
      return answer;
    }
    Answer.Done evidence = evidence(result.getRemoteUpdate(Evidence.NOTES));
    String moved = change.moved();
    return moved == null ? evidence : moved(moved, evidence.remark());
  }

  /** Moves the deployed branch there as it was moved here; where it went on, that is told. */
  private Answer moved(String deployed, @Nullable String remark) throws IOException {
    RemoteRefUpdate update =
        new RemoteRefUpdate(
            local, change.commit(), ObjectId.fromString(change.commit()),
            Constants.R_HEADS + deployed, false, null, null);
    RemoteRefUpdate.Status status =
        remote.push(List.of(update)).getRemoteUpdate(update.getRemoteName()).getStatus();
    boolean isThere =
        switch (status) {
          case OK, UP_TO_DATE -> true;
          case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED ->
              holds(remote.fetch(update.getRemoteName()));
          default -> false;
        };
    return isThere ? new Answer.Done(remark, true)
        : new Answer.Done(
            (remark == null ? "" : remark + " ") + "Branch " + deployed
                + " of the remote was left where it is ("
                + (update.getMessage() == null ? "it has moved on" : message(update))
                + "): merge " + change.branch() + " there.");
  }

  private List<RemoteRefUpdate> updates(boolean withBranch) throws IOException {
    List<RemoteRefUpdate> updates = new ArrayList<>();
    if (withBranch) {
      updates.add(
          new RemoteRefUpdate(
              local, change.commit(), ObjectId.fromString(change.commit()), branch, false, null,
              null));
    }
    Ref notes = local.exactRef(Evidence.NOTES);
    if (notes != null) {
      updates.add(new RemoteRefUpdate(local, notes, Evidence.NOTES, false, null, null));
    }
    return updates;
  }

  private Answer branchAnswer(@Nullable RemoteRefUpdate update) throws IOException {
    return switch (update == null ? RemoteRefUpdate.Status.NOT_ATTEMPTED : update.getStatus()) {
      case OK, UP_TO_DATE -> new Answer.Done(null);
      case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> behind();
      case REJECTED_OTHER_REASON ->
          new Answer.Refused(
              "The remote refused branch " + change.branch() + ": " + message(update)
                  + ". Change its rule or hook, then publish the fix again.");
      default -> new Answer.Later("The remote did not say what became of " + change.branch() + ".");
    };
  }

  /** The branch is there with something else in it: that is fine when the commit is below it. */
  private Answer behind() throws IOException {
    ObjectId tip = remote.fetch(branch);
    if (tip == null) {
      return new Answer.Later("Branch " + change.branch() + " was just removed from the remote.");
    }
    if (holds(tip)) {
      return new Answer.Done(null);
    }
    return new Answer.Refused(
        "Branch " + change.branch() + " of the remote holds other commits (" + tip.name()
            + "), and Nexa overwrites nothing. Rename or delete it there, then publish the fix"
            + " again.");
  }

  private boolean holds(@Nullable ObjectId tip) throws IOException {
    if (tip == null) {
      return false;
    }
    try (RevWalk walk = new RevWalk(local)) {
      return walk.isMergedInto(
          walk.parseCommit(ObjectId.fromString(change.commit())), walk.parseCommit(tip));
    }
  }

  /** The branch is there; what keeps the evidence away is told, and does not undo that. */
  private Answer.Done evidence(@Nullable RemoteRefUpdate first) throws IOException {
    RemoteRefUpdate update = first;
    for (int attempt = 0; update != null && attempt < ATTEMPTS_MAX; attempt++) {
      switch (update.getStatus()) {
        case OK, UP_TO_DATE -> {
          return new Answer.Done(null);
        }
        case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> {
          ObjectId theirs = remote.fetch(Evidence.NOTES);
          if (theirs != null) {
            new GitNotes(local, NEXA, Evidence.NOTES).merge(theirs);
          }
          update = remote.push(updates(false)).getRemoteUpdate(Evidence.NOTES);
        }
        default -> {
          return withoutEvidence(message(update));
        }
      }
    }
    return update == null ? new Answer.Done(null)
        : withoutEvidence("others changed it in every attempt");
  }

  private static Answer.Done withoutEvidence(String reason) {
    return new Answer.Done(
        "The evidence did not get there: " + reason + ". Allow Nexa to push " + Evidence.NOTES
            + ".");
  }

  private static String message(@Nullable RemoteRefUpdate update) {
    String said = update == null ? null : update.getMessage();
    return OneLine.of(
        said == null ? String.valueOf(update == null ? null : update.getStatus()) : said,
        MESSAGE_CHARS_MAX);
  }
}
