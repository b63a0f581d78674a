package nexa.agent.store;

/** A fix that was carried out, as a row alone. */
public final class AppliedFix {

  private AppliedFix() {}

  /** Puts it there. */
  public static void in(Store store, String fix, String issue) {
    store
        .jdbi()
        .useHandle(
            handle -> handle.execute(
                "INSERT INTO fixes (id, issue, run, digest, status, created, document)"
                    + " VALUES (?, ?, 'r1', 'digest', 'applied', 0, ?)",
                fix, issue, Json.write(Crashes.plan(fix, Crashes.issue(issue), "digest"))));
  }
}
