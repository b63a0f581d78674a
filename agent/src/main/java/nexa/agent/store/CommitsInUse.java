package nexa.agent.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import nexa.repair.Locator;
import org.jdbi.v3.core.Handle;

/**
 * The commits that the store refers to: those that fixes were made for, those of cases, those that runs
 * which have not ended look at, and the releases of open issues and the newest ones.
 */
public final class CommitsInUse {

  private final Store store;

  public CommitsInUse(Store store) {
    this.store = store;
  }

  /** Their ids, of all repositories; a release may be none. */
  public Set<String> all() {
    return store
        .jdbi()
        .withHandle(
            handle -> {
              Set<String> all = new HashSet<>(told(handle));
              underWay(handle)
                  .forEach(
                      run -> SqlJournal.result(handle, run, "locate")
                          .filter(Locator.Answer.Found.class::isInstance)
                          .map(Locator.Answer.Found.class::cast)
                          .ifPresent(found -> all.add(found.diagnosis().commit())));
              return all;
            });
  }

  private static List<String> told(Handle handle) {
    return handle
        .createQuery(
            "SELECT json_extract(document, '$.diagnosis.commit') FROM fixes"
                + " UNION SELECT json_extract(document, '$.commit') FROM cases"
                + " UNION SELECT json_extract(document, '$.release') FROM issues WHERE status = 'OPEN'"
                + " UNION SELECT release FROM releases")
        .mapTo(String.class)
        .filter(id -> id != null)
        .list();
  }

  private static List<String> underWay(Handle handle) {
    return handle
        .createQuery("SELECT id FROM runs WHERE status IN ('running', 'waiting')")
        .mapTo(String.class)
        .list();
  }
}
