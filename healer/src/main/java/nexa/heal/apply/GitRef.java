package nexa.heal.apply;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/** Compare-and-set on a ref. */
final class GitRef {

  private static final int LOCKED_MAX = 10;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private GitRef() {}

  /**
   * Points a ref at another object, waiting a moment for whoever holds its lock.
   *
   * @param expected what it points at, all zeros when there is none
   * @return false when it points at something else by now
   */
  static boolean move(Repository repository, String name, ObjectId expected, ObjectId target)
      throws IOException {
    for (int attempt = 1; attempt <= LOCKED_MAX; attempt++) {
      RefUpdate update = repository.updateRef(name);
      update.setExpectedOldObjectId(expected);
      update.setNewObjectId(target);
      update.setForceUpdate(true);
      update.setRefLogMessage("nexa", false);
      RefUpdate.Result result = update.update();
      switch (result) {
        case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {
          return true;
        }
        case LOCK_FAILURE -> {
          if (!valueOf(repository, name).equals(expected)) {
            return false;
          }
          LockSupport.parkNanos(attempt * PAUSE_NANOS);
        }
        default -> throw new IOException("Cannot update " + name + ": " + result);
      }
    }
    throw new IOException("Cannot lock " + name + blockers(repository, name));
  }

  private static ObjectId valueOf(Repository repository, String name) throws IOException {
    Ref ref = repository.exactRef(name);
    return ref == null || ref.getObjectId() == null ? ObjectId.zeroId() : ref.getObjectId();
  }

  private static String blockers(Repository repository, String name) throws IOException {
    var names = repository.getRefDatabase().getConflictingNames(name);
    return names.isEmpty() ? ": another process holds it" : ": " + names + " stand in the way";
  }
}
