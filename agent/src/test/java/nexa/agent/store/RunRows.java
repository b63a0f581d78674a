package nexa.agent.store;

/** Runs that a test puts into the database by itself, so that no worker takes them up. */
public final class RunRows {

  private RunRows() {}

  /** A run of an issue that is under way. */
  public static void running(Store store, String run, String issue) {
    store
        .jdbi()
        .useHandle(
            handle -> handle.execute(
                "INSERT OR IGNORE INTO runs (id, issue, status, started)"
                    + " VALUES (?, ?, 'running', ?)",
                run, issue, System.currentTimeMillis()));
  }
}
